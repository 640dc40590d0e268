"""Pages of a version beside its form: begin a draft, compare, approve, throw away. Acts that were done are noted in the history."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core import clock
from core.errors import DomainError, FieldErrors
from procedures.acts.drafts import DraftNotThere, approve_draft, discard_draft, draft_stand, start_draft, writers_of
from procedures.admin.door import editor_of, may_edit
from procedures.admin.forms import ApprovalForm
from procedures.admin.reading import draft_of, people_named, version_before
from procedures.comparison import compared
from procedures.models import Procedure, ProcedureVersion

VERSION_PAGE = "admin:procedures_procedureversion_change"


def start_page(request: HttpRequest, procedure: Procedure) -> HttpResponse:
    """Lead to the draft of a procedure; where there is none, ask, then begin one."""
    editor = editor_of(request)
    known = draft_of(procedure.pk)
    if known is not None:
        return redirect(VERSION_PAGE, known.pk)
    if request.method != "POST":
        effect = "Bản nháp chép từ bản đã duyệt mới nhất. Bản đang có hiệu lực không đổi cho tới khi người khác duyệt bản nháp."
        return _act_page(request, procedure, title="Soạn bản mới", effect=effect, button="Soạn bản mới")
    try:
        with transaction.atomic():
            draft = start_draft(procedure.pk, editor)
            _note(request, f"Bắt đầu soạn lần {draft.number}.", draft, procedure)
    except DraftNotThere as error:
        messages.error(request, error.message)
        return redirect("admin:procedures_procedure_change", procedure.pk)
    messages.success(request, f"Đã mở bản nháp lần {draft.number}.")
    return redirect(VERSION_PAGE, draft.pk)


def compare_page(request: HttpRequest, version: ProcedureVersion) -> HttpResponse:
    """Show what a version changes against the one it follows."""
    context = {**_comparison(version), "title": f"So sánh: {version.plain_name}", "may_edit": may_edit(request)}
    return _render(request, "admin/procedures/compare.html", {"version": version, **context})


def approve_page(request: HttpRequest, version: ProcedureVersion) -> HttpResponse:
    """Ask from which day and by which paper, then put the draft in force; all refusals stand on the page, what was typed stays."""
    editor = editor_of(request)
    form = ApprovalForm(request.POST if request.method == "POST" else None, today=clock.today())
    if not form.is_valid():
        return _approval(request, version, form, status=422 if form.is_bound else 200)
    try:
        with transaction.atomic():
            approved = approve_draft(version.pk, editor, **form.cleaned_data, stand=request.POST.get("stand", ""))
            _note(request, f"Duyệt lần {approved.number}: {approved.citation}.", approved, approved.procedure)
    except FieldErrors as error:
        form.take_errors(error.errors)
        return _approval(request, version, form, status=int(error.http_status))
    except DraftNotThere as error:
        return _gone(request, version, error)
    except DomainError as error:
        form.add_error(None, error.message)
        return _approval(request, version, form, status=int(error.http_status))
    messages.success(request, f"Đã duyệt lần {approved.number}. Có hiệu lực từ ngày {approved.in_force_from:%d/%m/%Y}.")
    return redirect(VERSION_PAGE, approved.pk)


def discard_page(request: HttpRequest, version: ProcedureVersion) -> HttpResponse:
    """Ask, then throw a draft away."""
    editor_of(request)
    if request.method != "POST":
        effect = f"Bản nháp lần {version.number} và mọi điều đã ghi trong đó mất hẳn. Bản đang có hiệu lực không đổi."
        return _act_page(request, version, title="Bỏ bản nháp", effect=effect, button="Bỏ bản nháp")
    try:
        with transaction.atomic():
            discard_draft(version.pk)
            _note(request, f"Bỏ bản nháp lần {version.number}, do {version.prepared_by} soạn.", version.procedure)
    except DraftNotThere as error:
        return _gone(request, version, error)
    messages.success(request, f"Đã bỏ bản nháp lần {version.number}.")
    return redirect("admin:procedures_procedure_change", version.procedure_id)


def _approval(request: HttpRequest, version: ProcedureVersion, form: ApprovalForm, *, status: int) -> HttpResponse:
    context = {
        **_comparison(version),
        "title": f"Duyệt: {version.plain_name}",
        "version": version,
        "form": form,
        "own": editor_of(request).username in writers_of(version),
        "stand": draft_stand(version.pk),
    }
    return _render(request, "admin/procedures/approve.html", context, status)


def _comparison(version: ProcedureVersion) -> dict[str, Any]:
    before = version_before(version)
    return {
        "before": before,
        "changes": compared(before, version) if before else [],
        "prepared_by": people_named(version.prepared_by),
        "approved_by": people_named(version.approved_by),
        "today": clock.today(),
    }


def _gone(request: HttpRequest, version: ProcedureVersion, error: DraftNotThere) -> HttpResponse:
    messages.error(request, error.message)
    return redirect("admin:procedures_procedure_change", version.procedure_id)


def _act_page(request: HttpRequest, subject: Model, *, title: str, effect: str, button: str) -> HttpResponse:
    return _render(request, "admin/procedures/act.html", {"subject": subject, "title": title, "effect": effect, "button": button})


def _render(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, template, {**admin.site.each_context(request), **context}, status=status)


def _note(request: HttpRequest, words: str, *rows: Model) -> None:
    """Write the act into the history of each row."""
    for row in rows:
        LogEntry.objects.log_actions(editor_of(request).pk, [row], CHANGE, words, single_object=True)
