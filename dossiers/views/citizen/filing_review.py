"""Review and send. The draft's id is the key: sending twice answers with the same receipt."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from core import clock
from core.clock import ZONE
from core.errors import DomainError, FieldErrors
from dossiers.actors import ActCall, citizen
from dossiers.acts.submit import submit_dossier
from dossiers.errors import DocumentsMissing, ProcedureNotAvailable
from dossiers.filing import PAPERS
from dossiers.models import Draft
from dossiers.opening import require_open
from dossiers.selectors.filing_pages import missing_names, paper_blocks, review_sections, soft_warnings, undone_steps
from dossiers.views.citizen.filing_page import FilingPage, leave
from dossiers.views.citizen.requests import person_of
from dossiers.views.citizen.typed import faults_to_show, show_faults_next
from procedures.checklist import case_label
from procedures.fee_words import fee_lines

TEMPLATE = "citizen/filing/review.html"


def review(request: HttpRequest, page: FilingPage, draft: Draft) -> HttpResponse:
    """Show everything once more; send it when the person agrees."""
    if request.method != "POST":
        return _show(request, page, draft)
    if "exit" in request.POST:
        return leave(request, draft)
    call = ActCall(actor=citizen(person_of(request)), key=draft.pk)
    try:
        dossier = submit_dossier(draft.pk, call=call, agreed=request.POST.get("agreed") == "yes")
    except (FieldErrors, DocumentsMissing, ProcedureNotAvailable) as error:
        return show_faults_next(request, {"errors": _errors(page, error), "status": error.http_status})
    return redirect("submitted", code=dossier.code)


def _show(request: HttpRequest, page: FilingPage, draft: Draft) -> HttpResponse:
    faults = faults_to_show(request)
    today = clock.now().astimezone(ZONE).date()
    blocks = paper_blocks(draft)
    undone = undone_steps(draft, page.steps)
    context = {
        "sections": [{**part, "url": _url(page, part["step"])} for part in review_sections(draft, page.steps)],
        "paper_rows": [_paper_row(page, block.paper.plain_name, len(block.files)) for block in blocks if block.files],
        "papers_url": _url(page, PAPERS),
        "missing": missing_names(draft),
        "undone": [{"label": step.title, "url": page.url(step), "hint": "", "icon": ""} for step in undone],
        "undone_count": str(len(undone)),
        "warnings": [{**each, "url": _url(page, each["step"])} for each in soft_warnings(draft, page.steps, blocks, today)],
        "case": case_label(page.version, draft.case_code),
        "fees": fee_lines(list(page.version.fees.order_by("position")), today, "online"),
        "outdated": _outdated(draft),
        "errors": faults.get("errors", []),
        "agreed_error": [each["message"] for each in faults.get("errors", []) if each["url"] == "#agreed"],
    }
    return page.show(request, TEMPLATE, context, faults.get("status", HTTPStatus.OK))


def _url(page: FilingPage, step_code: str) -> str:
    return next(page.url(step) for step in page.steps if step.code == step_code)


def _paper_row(page: FilingPage, name: str, count: int) -> dict[str, Any]:
    return {"label": name, "value": f"{count} tệp", "strong": False, "url": _url(page, PAPERS)}


def _outdated(draft: Draft) -> ProcedureNotAvailable | None:
    """Return why this version can no longer be sent, None while it can."""
    try:
        require_open(draft.procedure_version, clock.today())
    except ProcedureNotAvailable as error:
        return error
    return None


def _errors(page: FilingPage, error: DomainError) -> list[dict[str, str]]:
    """Return the lines of the summary; each leads to the page, or the box, where it is put right."""
    if isinstance(error, FieldErrors):
        codes = {step.code for step in page.steps}
        return [{"url": _place_of(page, field, codes), "message": message} for field, message in error.errors.items()]
    if isinstance(error, DocumentsMissing):
        return [{"url": _url(page, PAPERS), "message": error.message}]
    return [{"url": "#noi-dung", "message": error.message}]


def _place_of(page: FilingPage, field: str, codes: set[str]) -> str:
    step = field.partition(".")[0]
    return _url(page, step) if step in codes else f"#{field}"
