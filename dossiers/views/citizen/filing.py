"""Filing, the first page: where and which case. Nothing is saved, and nobody has to sign in, before it is sent."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from communes.selectors import communes_in_order
from core import clock
from core.errors import FieldErrors
from dossiers.drafts import open_draft, require_place
from dossiers.errors import CommuneNotFound, ProcedureNotAvailable
from dossiers.filing import step_to_go_on, steps_of
from dossiers.forms.citizen import FOR_OTHER, FOR_SELF, PlaceForm
from dossiers.opening import require_version
from dossiers.selectors.filing_pages import open_drafts
from dossiers.views.citizen.filing_page import FilingPage
from dossiers.views.citizen.requests import person_of
from dossiers.views.citizen.typed import keep_typed_for_next, send_to_sign_in, typed_in
from procedures.models import ProcedureVersion

TEMPLATE = "citizen/filing/place.html"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def filing(request: HttpRequest, code: str) -> HttpResponse:
    """Show the first page; a filled one opens a draft and leads on, after signing in where that is still to be done."""
    try:
        version = require_version(code, clock.today(), online=True)
    except ProcedureNotAvailable as error:
        context = {"error": error, "replaced_by": error.data.get("replaced_by", "")}
        return render(request, "citizen/filing/unavailable.html", context, status=int(error.http_status))
    typed = typed_in(request)
    if typed is None:
        return _show(request, version, _form(version, initial={"by": FOR_SELF, "case": request.GET.get("truong-hop", "")}))
    return _take(request, version, typed)


def _form(version: ProcedureVersion, typed: QueryDict | None = None, initial: dict[str, str] | None = None) -> PlaceForm:
    return PlaceForm(typed, initial=initial, version=version, communes=communes_in_order())


def _show(request: HttpRequest, version: ProcedureVersion, form: PlaceForm, status: int = 200) -> HttpResponse:
    drafts = list(open_drafts(person_of(request), version)) if request.user.is_authenticated else []
    page = FilingPage(version, steps_of(version)[0])
    resume = step_to_go_on(drafts[0]) if drafts else None
    return page.show(request, TEMPLATE, {"form": form, "drafts": drafts, "resume": resume}, status)


def _take(request: HttpRequest, version: ProcedureVersion, typed: QueryDict) -> HttpResponse:
    form = _form(version, typed)
    answers = form.typed()
    commune, case, today = answers["commune"], answers.get("case", ""), clock.today()
    try:
        require_place(version, commune_code=commune, case_code=case, today=today)
        if not request.user.is_authenticated:
            return send_to_sign_in(request)
        for_other = answers["by"] == FOR_OTHER
        draft, _ = open_draft(person_of(request), version, commune_code=commune, case_code=case, for_other=for_other, today=today)
    except FieldErrors as error:
        form.show_errors(error.errors)
    except (CommuneNotFound, ProcedureNotAvailable) as error:
        form.show_errors({"commune": error.message})
    else:
        return HttpResponseRedirect(FilingPage(version, steps_of(version)[0], draft).next_url)
    if keep_typed_for_next(request):
        return HttpResponseRedirect(request.path)
    return _show(request, version, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
