"""Calendars to read: those in force and their history, one revision by year, a draft with what it changes and moves."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts.access import require
from accounts.permissions import Permission
from communes.acts.calendar_drafts import draft_stand
from communes.calendar_content import examine
from communes.calendar_difference import calendar_changes
from communes.calendar_year import year_view, years_of
from communes.models import CalendarDraft, CalendarRevision, DraftStatus
from communes.selectors import calendar_of_revision, drafts_to_list, revisions_in_force, revisions_of, year_without_calendar
from core import clock
from core.errors import DomainError
from core.lookup import get_or_none
from core.money import number
from core.working_calendar import WorkingCalendar
from dossiers.selectors.calendar_effect import unit_names
from reporting.calendar.access import Editor, draft_for, editor_of
from reporting.calendar.effects import count_preview, kept_preview, takes_long
from reporting.calendar.forms import HandInForm
from reporting.calendar.frame import render_calendar

ROWS_A_PAGE = 50
SHOWN_CLOSED = 20  # changes that were decided


@require(Permission.EDIT_CALENDAR)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The calendars in force, what is on its way, and what was decided before."""
    editor = editor_of(request)
    in_force = [each for each in revisions_in_force() if editor.may_edit(each.commune_id) or each.commune_id is None]
    has_own = any(each.commune_id is not None for each in in_force)
    context = {
        "in_force": [{"revision": each, "may_edit": editor.may_edit(each.commune_id)} for each in in_force],
        "offers_own": editor.commune is not None and not has_own,
        "drafts": drafts_to_list(editor.commune.pk if editor.commune else None, closed=SHOWN_CLOSED),
        "gap": year_without_calendar(clock.today()),
    }
    return render_calendar(request, "calendar/home.html", context, editor=editor)


@require(Permission.EDIT_CALENDAR)
@require_safe
def revision(request: HttpRequest, revision_id: int) -> HttpResponse:
    """One published calendar, a year at a time, with its history and what it changed."""
    editor = editor_of(request)
    shown = get_or_none(CalendarRevision.objects.select_related("commune").filter(pk=revision_id))
    if shown is None or not (editor.may_edit(shown.commune_id) or shown.commune_id is None):
        raise Http404
    history = list(revisions_of(shown.commune_id).defer("content"))
    before = next((each for each in history if each.number < shown.number), None)
    context = {
        "revision": shown,
        "history": history,
        "before": before,
        "changes": calendar_changes(before.content, shown.content) if before else [],
        **_year(request, calendar_of_revision(shown.pk)),
    }
    return render_calendar(request, "calendar/revision.html", context, editor=editor)


@require(Permission.EDIT_CALENDAR)
@require_safe
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """A change of a calendar: its state, what it says otherwise, the decisions about it."""
    editor = editor_of(request)
    return show_draft(request, draft_for(editor, draft_id), editor)


def show_draft(
    request: HttpRequest, shown: CalendarDraft, editor: Editor, *, form: HandInForm | None = None, error: DomainError | None = None
) -> HttpResponse:
    """Answer with the page of a draft; `error` is why a decision was refused."""
    calendar, faults = examine(shown.content)
    is_draft = shown.status == DraftStatus.DRAFT
    context: dict[str, Any] = {
        "draft": shown,
        "form": form or HandInForm(initial={"source": shown.source, "note": shown.note}),
        "error": error,
        "faults": faults,
        "changes": calendar_changes(shown.base.content, shown.content) if calendar else [],
        "seen": draft_stand(shown),
        "is_draft": is_draft,
        "is_waiting": shown.status == DraftStatus.WAITING,
        "is_running": shown.status == DraftStatus.APPLYING,
        "gets_its_own": shown.commune_id is not None and shown.base.commune_id is None,
        "may_approve": editor.may_approve(shown),
        "next_year": calendar.last_year + 1 if calendar else None,
        **(_year(request, calendar) if calendar else {"year": None}),
        "edit_url": "",
    }
    if is_draft and calendar:
        context["edit_url"] = reverse("calendar_year", args=[shown.pk, context["year"].year])
    status = int(error.http_status) if error else 422 if form is not None and form.errors else 200
    return render_calendar(request, "calendar/draft.html", context, editor=editor, status=status)


@require(Permission.EDIT_CALENDAR)
@require_safe
def effect(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Which open dossiers a draft would move; where counting takes long, a page first that says so and goes on by itself."""
    editor = editor_of(request)
    shown = draft_for(editor, draft_id)
    if shown.status not in {DraftStatus.DRAFT, DraftStatus.WAITING}:
        return redirect("calendar_draft", draft_id)
    counts_now = "dem" in request.GET
    preview = None if counts_now or "moi" in request.GET else kept_preview(shown)
    if preview is None and not counts_now and takes_long(shown):
        return render_calendar(request, "calendar/counting.html", {"draft": shown}, editor=editor)
    try:
        preview = preview or count_preview(shown, clock.now())
    except DomainError as error:
        return show_draft(request, shown, editor, error=error)
    found = preview.effect
    units = unit_names(found)
    names = {commune.pk: commune.full_name for commune, _ in units}
    listed = [{"shift": each, "unit": names.get(each.unit_id, "")} for each in found.shifts]
    context = {
        "draft": shown,
        "preview": preview,
        "tiles": _tiles(found.total),
        "failed": found.failed,
        "failed_count": found.failed_count,
        "units": [(commune, unit) for commune, unit in units if unit.moved],
        "page": Paginator(listed, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "moved": found.total("moved"),
    }
    return render_calendar(request, "calendar/effect.html", context, editor=editor)


@require(Permission.EDIT_CALENDAR)
@require_safe
@never_cache
def progress(request: HttpRequest, draft_id: int) -> HttpResponseBase:
    """How far the application is, for the page that waits; once it is over the page loads anew."""
    shown = draft_for(editor_of(request), draft_id)
    if shown.status == DraftStatus.APPLYING and not shown.error:
        return render(request, "calendar/_progress.html", {"draft": shown})
    answer = HttpResponseClientRedirect if getattr(request, "htmx", None) else HttpResponseRedirect
    return answer(redirect("calendar_draft", draft_id).url)


def _year(request: HttpRequest, calendar: WorkingCalendar) -> Mapping[str, Any]:
    """Return the year asked for, else the present one, else the last."""
    years = years_of(calendar)
    asked = request.GET.get("nam", "")
    present = clock.today().year
    chosen = int(asked) if asked in map(str, years) else present if present in years else years[-1]
    links = [{"label": str(each), "url": f"?nam={each}#nam", "active": each == chosen, "count": None} for each in years]
    return {"year": year_view(calendar, chosen), "year_links": links}


def _tiles(total: Any) -> list[dict[str, str]]:
    tiles = (
        ("open", "Đang mở", "hồ sơ theo lịch này"),
        ("later", "Muộn hơn", "hồ sơ"),
        ("earlier", "Sớm hơn", "hồ sơ"),
        ("reminded", "Chỉ đổi mốc nhắc", "hẹn trả giữ nguyên"),
    )
    return [{"label": label, "figure": number(total(name)), "base": base} for name, label, base in tiles]
