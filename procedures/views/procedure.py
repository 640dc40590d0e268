"""One procedure: decide, prepare, start; and its sheet of paper."""

from collections.abc import Sequence
from datetime import date, datetime
from http import HTTPStatus
from typing import Any

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from core import clock
from procedures.access import may_edit_catalogue, may_read_notes
from procedures.catalogue import neighbours
from procedures.life_events import life_event
from procedures.listing import CatalogueLine
from procedures.models import ProcedureVersion
from procedures.note_form import NoteForm
from procedures.page import ProcedurePage, procedure_page
from procedures.selectors import versions_of
from procedures.selectors.notes import notes_of
from procedures.structured_data import description, government_service

NEIGHBOURS = 4
DAY, CASE = "ngay", "truong-hop"


@require_safe
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """Show the version in force today or on the day asked for; replaced procedures lead to their successor.

    404 for a code the catalogue does not hold, and, with the list of versions, for a day without one. Officers see the
    notes of the handbook beside it. Queries: at most eight for a visitor, two more for an officer beside those of the session.
    """
    now = clock.now()
    versions = _versions(code)
    shown = _page(request, versions, now)
    if shown is None:
        return _not_in_force(request, versions, _day(request, now))
    context = _context(shown, now) | _notes(request, shown)
    response = render(request, "citizen/catalogue/procedure.html", context)
    if context["notes"] is not None:
        add_never_cache_headers(response)
    return response


@require_safe
def procedure_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Show what to bring on one sheet of A4, with a code that leads back to the page."""
    now = clock.now()
    shown = _page(request, _versions(code), now)
    if shown is None:
        raise Http404
    qr = segno.make(shown.address, error="m", micro=False).svg_data_uri(border=1, dark="#000")
    return render(request, "citizen/catalogue/sheet.html", {"shown": shown, "qr": qr, "now": now, "query": _query(shown)})


def _versions(code: str) -> Sequence[ProcedureVersion]:
    found = list(versions_of(code))
    if not found:
        raise Http404
    return found


def _page(request: HttpRequest, versions: Sequence[ProcedureVersion], now: datetime) -> ProcedurePage | None:
    return procedure_page(versions, _day(request, now), now, request.GET.get(CASE, ""))


def _day(request: HttpRequest, now: datetime) -> date:
    """Return the day asked for; what is no day means today."""
    try:
        return date.fromisoformat(request.GET.get(DAY, ""))
    except ValueError:
        return now.date()


def _not_in_force(request: HttpRequest, versions: Sequence[ProcedureVersion], day: date) -> HttpResponse:
    context = {
        "versions": versions,
        "newest": versions[0],
        "code": versions[0].procedure.code,
        "day": day,
        "breadcrumb": _breadcrumb(versions[0]),
    }
    return render(request, "citizen/catalogue/not_in_force.html", context, status=HTTPStatus.NOT_FOUND)


def _context(shown: ProcedurePage, now: datetime) -> dict[str, Any]:
    return {
        "shown": shown,
        "version": shown.version,
        "code": shown.version.procedure.code,
        "replaced_by": shown.version.procedure.replaced_by,
        "neighbours": [_link(line) for line in neighbours(shown.version, now.date(), NEIGHBOURS)],
        "breadcrumb": _breadcrumb(shown.version),
        "description": description(shown),
        "structured": government_service(shown),
        "query": _query(shown),
        "now": now,
    }


def _query(shown: ProcedurePage) -> str:
    """Return the query that keeps case and day: for the sheet, the filing, the way back."""
    kept = {CASE: shown.case} if shown.case else {}
    kept |= {DAY: shown.day.isoformat()} if shown.looks_back else {}
    return f"?{urlencode(kept)}" if kept else ""


def _notes(request: HttpRequest, shown: ProcedurePage) -> dict[str, Any]:
    """Return the notes for officers, None for everybody else; editors also get the form."""
    may_edit = may_edit_catalogue(request)
    notes = notes_of(shown.version.procedure_id) if may_read_notes(request) else None
    return {"notes": notes, "note_form": NoteForm() if may_edit else None}


def _link(line: CatalogueLine) -> dict[str, str]:
    return {"label": line.title, "hint": line.summary, "url": reverse("procedure", args=[line.code]), "icon": ""}


def _breadcrumb(version: ProcedureVersion) -> list[dict[str, Any]]:
    catalogue = reverse("procedures")
    event = life_event(version.procedure.life_event)
    up = (
        {"label": event.title, "url": f"{catalogue}?{urlencode({'viec': event.code})}"} if event else {"label": "Thủ tục", "url": catalogue}
    )
    return [{"label": "Trang chủ", "url": reverse("home")}, up]
