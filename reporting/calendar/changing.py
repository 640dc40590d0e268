"""Changing a calendar: begin, the week, one year's days, a file; then hand in, approve, send back, put aside, run again."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import require
from accounts.permissions import Permission
from communes.acts.calendar_drafts import (
    approve_draft,
    begin_draft,
    discard_draft,
    draft_stand,
    hand_in_draft,
    restart_draft,
    save_draft,
    send_back_draft,
)
from communes.calendar_content import read_calendar
from communes.calendar_file import read_announcement, with_year
from communes.errors import InvalidAnnouncement, InvalidCalendar
from communes.models import CalendarDraft, Commune, DraftStatus
from core import clock
from core.errors import DomainError, FieldErrors
from core.lookup import get_or_none
from reporting.calendar.access import Editor, draft_for, editor_of
from reporting.calendar.forms import FileForm, HandInForm, WeekForm
from reporting.calendar.frame import render_calendar
from reporting.calendar.rows import COLUMNS, YearForm, changed_content, stored_year, typed_year
from reporting.calendar.views import show_draft
from reporting.tasks import start_applying

BUTTONS_OF_ROWS = ("them-dong", "bo-dong")


@require(Permission.EDIT_CALENDAR)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Open the draft of a calendar, or the one there is."""
    editor = editor_of(request)
    code = request.POST.get("xa", "")
    commune_id = None
    if code.isascii() and code.isdecimal():
        commune_id = get_or_none(Commune.objects.filter(code=code).values_list("pk", flat=True))
    if (code and commune_id is None) or not editor.may_edit(commune_id):
        raise Http404
    return redirect("calendar_draft", begin_draft(commune_id, person_id=editor.person_id, at=clock.now()).pk)


@require(Permission.EDIT_CALENDAR)
@require_http_methods(["GET", "HEAD", "POST"])
def week(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Hours of each weekday, and the years."""
    editor = editor_of(request)
    draft = _written(editor, draft_id)
    form = WeekForm(request.POST or None, content=draft.content)
    error = None
    if request.method == "POST" and form.is_valid():
        try:
            _save(draft, form.changed, request, editor)
            return redirect("calendar_draft", draft_id)
        except DomainError as refused:
            error = refused
    context = {"draft": draft, "form": form, "error": error, "seen": _seen(request, draft)}
    return render_calendar(request, "calendar/week.html", context, editor=editor, status=_status(error, wrong=bool(form.errors)))


@require(Permission.EDIT_CALENDAR)
@require_http_methods(["GET", "HEAD", "POST"])
def year(request: HttpRequest, draft_id: int, year: int) -> HttpResponse:
    """The days off and the worked days of rest of one year, a row each. Rows are added and taken away without a script."""
    editor = editor_of(request)
    draft = _written(editor, draft_id)
    if not draft.content["first_year"] - 1 <= year <= draft.content["last_year"] + 1:
        raise Http404
    if request.method != "POST":
        return _show_year(request, draft, stored_year(draft.content, year), editor)
    form = typed_year(request.POST, year)
    if any(button in request.POST for button in BUTTONS_OF_ROWS):
        return _show_year(request, draft, form, editor)
    changed = changed_content(form, draft.content)
    if changed is None:
        return _show_year(request, draft, form, editor, status=422)
    try:
        _save(draft, changed, request, editor)
    except DomainError as error:
        return _show_year(request, draft, form, editor, error=error)
    return redirect("calendar_draft", draft_id)


@require(Permission.EDIT_CALENDAR)
@require_http_methods(["GET", "HEAD", "POST"])
def take_file(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Put the days of an announcement into the draft, whole or not at all; the draft then shows what changed."""
    editor = editor_of(request)
    draft = _written(editor, draft_id)
    form = FileForm(request.POST or None, request.FILES or None, initial={"year": draft.content["last_year"] + 1})
    problems: tuple[str, ...] = ()
    error = None
    if request.method == "POST" and form.is_valid():
        try:
            _take(draft, form, request, editor)
            return redirect("calendar_draft", draft_id)
        except (InvalidAnnouncement, InvalidCalendar) as refused:
            problems = refused.problems
        except DomainError as refused:
            error = refused
    context = {"draft": draft, "form": form, "problems": problems, "error": error, "seen": _seen(request, draft)}
    return render_calendar(
        request, "calendar/file.html", context, editor=editor, status=_status(error, wrong=bool(form.errors or problems))
    )


@require(Permission.EDIT_CALENDAR)
@require_POST
def decide(request: HttpRequest, draft_id: int, act: str) -> HttpResponse:
    """Hand a draft in, approve it, send it back, put it aside, or start its application again."""
    editor = editor_of(request)
    draft = draft_for(editor, draft_id)
    if act not in _DECISIONS:
        raise Http404
    form = HandInForm(request.POST) if act == "trinh-duyet" else None
    if form is not None and not form.is_valid():
        return show_draft(request, draft, editor, form=form)
    try:
        _DECISIONS[act](request, draft, editor)
    except FieldErrors as wrong:
        return show_draft(request, draft, editor, form=form, error=DomainError(". ".join(wrong.errors.values())))
    except DomainError as error:
        return show_draft(request, draft, editor, form=form, error=error)
    return redirect("calendar_draft", draft_id)


def _hand_in(request: HttpRequest, draft: CalendarDraft, editor: Editor) -> None:
    source, note = request.POST.get("source", ""), request.POST.get("note", "")
    hand_in_draft(draft.pk, seen=_seen(request, draft), source=source, note=note, person_id=editor.person_id, at=clock.now())


def _approve(request: HttpRequest, draft: CalendarDraft, editor: Editor) -> None:
    approve_draft(draft.pk, seen=_seen(request, draft), person_id=editor.person_id, approver=editor.name, at=clock.now())
    start_applying(draft.pk)


def _send_back(request: HttpRequest, draft: CalendarDraft, editor: Editor) -> None:
    send_back_draft(draft.pk, note=request.POST.get("note", ""))


def _discard(request: HttpRequest, draft: CalendarDraft, editor: Editor) -> None:
    discard_draft(draft.pk)


def _run_again(request: HttpRequest, draft: CalendarDraft, editor: Editor) -> None:
    restart_draft(draft.pk)
    start_applying(draft.pk)


_DECISIONS: dict[str, Callable[[HttpRequest, CalendarDraft, Editor], None]] = {
    "trinh-duyet": _hand_in,
    "duyet": _approve,
    "tra-lai": _send_back,
    "bo": _discard,
    "chay-lai": _run_again,
}


def _written(editor: Editor, draft_id: int) -> CalendarDraft:
    """Return a draft that is being written. Raises Http404 for any other."""
    draft = draft_for(editor, draft_id)
    if draft.status != DraftStatus.DRAFT:
        raise Http404
    return draft


def _save(draft: CalendarDraft, content: dict[str, object], request: HttpRequest, editor: Editor) -> None:
    save_draft(draft.pk, content, seen=_seen(request, draft), person_id=editor.person_id, at=clock.now())


def _take(draft: CalendarDraft, form: FileForm, request: HttpRequest, editor: Editor) -> None:
    data = form.cleaned_data
    file = data["file"]
    entries = read_announcement(file.name, file.read(), year=data["year"], source=data["source"])
    content = with_year(draft.content, data["year"], entries)
    read_calendar(content)
    _save(draft, content, request, editor)


def _seen(request: HttpRequest, draft: CalendarDraft) -> str:
    """Return the stand of the draft the page was opened with: that of now for a page that is opened, what a form says it was."""
    return request.POST.get("seen", "") if request.method == "POST" else draft_stand(draft)


def _status(error: DomainError | None, *, wrong: bool) -> int:
    return int(error.http_status) if error else 422 if wrong else 200


def _show_year(
    request: HttpRequest, draft: CalendarDraft, form: YearForm, editor: Editor, *, status: int = 200, error: DomainError | None = None
) -> HttpResponse:
    context = {"draft": draft, "form": form, "error": error, "seen": _seen(request, draft), "columns": COLUMNS}
    return render_calendar(request, "calendar/year.html", context, editor=editor, status=int(error.http_status) if error else status)
