"""The page of one dossier at the desk: /mot-cua/<code>/, and what hangs on it."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import require
from accounts.permissions import Permission, Post
from dossiers.access import get_office_dossier
from dossiers.actors import officer
from dossiers.desk_context import asker_of, office_of, render_desk
from dossiers.escalation.reading import escalations_of
from dossiers.forms.desk_identity import IdentityForm
from dossiers.models import Dossier
from dossiers.readings import OPENED, note_reading
from dossiers.selectors.due_steps import explained_due
from dossiers.selectors.inbox_filters import Asker
from dossiers.selectors.leave import holder_away
from dossiers.selectors.office_clock import clock_panel
from dossiers.selectors.office_dossier import OfficeDossier, office_dossier
from dossiers.selectors.office_papers import missing_lines, paper_lines
from dossiers.selectors.office_steps import step_lines
from dossiers.selectors.office_timeline import timeline_of
from dossiers.selectors.steps import plan_of
from dossiers.slips import issued_slips
from dossiers.states import Act
from dossiers.views.desk.done import DONE, REPEATED, done_message
from dossiers.views.desk.offers import offers_for
from dossiers.views.desk.people import people_rows

MOST_READINGS = 200


@require(Permission.OPEN_DESK)
@require_safe
@never_cache
def dossier_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show everything of one dossier; opening it is noted once an hour."""
    asker, dossier = asker_of(request), get_office_dossier(office_of(request), code)
    note_reading(dossier, office_of(request), OPENED, asker.now)
    return show_dossier(request, dossier, asker)


def show_dossier(
    request: HttpRequest,
    dossier: Dossier,
    asker: Asker,
    *,
    revealed: str = "",
    identity_form: IdentityForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer with the page; `revealed` is the role of the person whose number may be read this once."""
    office = office_dossier(dossier)
    lines = paper_lines(office)
    context = {
        **dossier_facts(office, asker, revealed),
        "offers": offers_for(office, officer(office_of(request)), missing_lines(lines)),
        "done": done_message(dossier, office.events, done=request.GET.get(DONE, ""), repeated=request.GET.get(REPEATED, "")),
        "papers": lines,
        "steps": step_lines(dossier, plan_of(dossier.procedure_version), office.steps, office.suspensions, asker.now),
        "timeline": timeline_of(office.events, office.suspensions),
        "told": escalations_of(dossier) if any(event.act == Act.NOTE_ESCALATED for event in office.events) else [],
        "slips": issued_slips(office.events),
        "identity_form": identity_form or IdentityForm(),
        "key": uuid4(),
    }
    return render_desk(request, "desk/dossier.html", context, asker=asker, status=status)


def dossier_facts(office: OfficeDossier, asker: Asker, revealed: str = "") -> dict[str, Any]:
    """Return what every page about one dossier shows: the dossier, its people and its clock."""
    return {
        "office": office,
        "dossier": office.dossier,
        "clock": clock_panel(office.dossier, office.suspensions, asker.now, office.extension),
        "people": people_rows(office, revealed),
        "away": holder_away(office.dossier, asker),
    }


@require(Permission.OPEN_DESK)
@require_safe
def due_page(request: HttpRequest, code: str) -> HttpResponse:
    """Explain the due moment and compare what is stored with what the calendar gives now."""
    asker, dossier = asker_of(request), get_office_dossier(office_of(request), code)
    note_reading(dossier, office_of(request), OPENED, asker.now)
    office = office_dossier(dossier)
    context = {**dossier_facts(office, asker), "due": explained_due(office, asker.now)}
    return render_desk(request, "desk/due.html", context, asker=asker)


@require(Permission.OPEN_DESK)
@require_safe
def readings_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show who of the office opened this dossier and why."""
    asker, dossier = asker_of(request), get_office_dossier(office_of(request), code)
    rows = dossier.readings.select_related("reader").order_by("-hour", "-pk")[:MOST_READINGS]
    readings = [(row, Post(row.post).label if row.post in Post.values else row.post) for row in rows]
    return render_desk(request, "desk/readings.html", {"dossier": dossier, "readings": readings}, asker=asker)


@require(Permission.OPEN_DESK)
@require_POST
@never_cache
def identity(request: HttpRequest, code: str) -> HttpResponse:
    """Show the whole identity number of one person, once, after the purpose was noted."""
    asker, dossier = asker_of(request), get_office_dossier(office_of(request), code)
    form = IdentityForm(request.POST)
    if not form.is_valid():
        return show_dossier(request, dossier, asker, identity_form=form, status=422)
    note_reading(dossier, office_of(request), form.purpose, asker.now)
    return show_dossier(request, dossier, asker, revealed=form.cleaned_data["role"])
