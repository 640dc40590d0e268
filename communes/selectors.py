"""Reads of communes and their working calendars."""

from datetime import date
from functools import lru_cache

from django.db.models import Case, IntegerField, Q, QuerySet, When

from communes.calendar_content import read_calendar
from communes.models import CalendarRevision, Commune, CommuneKind
from core import clock
from core.text import fold
from core.working_calendar import CalendarMissing, WorkingCalendar

CALENDARS_KEPT = 256  # about 120 KiB each; the city has one, a commune with its own hours one more


def communes_in_order(on: date | None = None) -> QuerySet[Commune]:
    """Return the communes in force on a date (None: today), in the order of the Vietnamese alphabet."""
    on = on or clock.today()
    in_force = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    return Commune.objects.filter(in_force, valid_from__lte=on).order_by("sort_key", "code")


def find_communes(text: str, among: QuerySet[Commune] | None = None) -> QuerySet[Commune]:
    """Return the communes whose name holds `text`, those that begin with it first; marks and case do not matter.

    "xã hoa lac" and "hoa lac" both find Hòa Lạc; an empty text finds all. `among` None: those in force today.
    """
    communes = communes_in_order() if among is None else among
    folded = fold(text)
    matching = Q(name_folded__contains=folded)
    beginning = Q(name_folded__startswith=folded)
    for kind in CommuneKind:
        prefix = f"{fold(kind.label)} "
        if folded.startswith(prefix):
            with_kind = Q(kind=kind, name_folded__startswith=folded.removeprefix(prefix))
            matching, beginning = matching | with_kind, beginning | with_kind
    rank = Case(When(beginning, then=0), default=1, output_field=IntegerField())
    return communes.filter(matching).order_by(rank, "sort_key", "code")


def current_revision(commune_id: int) -> CalendarRevision:
    """Return the calendar revision a dossier received now would be pinned to: the commune's own newest, else the city's.

    Queries: one, without the content.

    Raises:
        CalendarMissing: neither the commune nor the city has published a calendar.
    """
    revisions = CalendarRevision.objects.filter(Q(commune_id=commune_id) | Q(commune__isnull=True)).defer("content")
    own_first = Case(When(commune__isnull=True, then=1), default=0, output_field=IntegerField())
    revision = revisions.order_by(own_first, "-number").first()
    if revision is None:
        raise CalendarMissing
    return revision


@lru_cache(maxsize=CALENDARS_KEPT)
def calendar_of_revision(revision_id: int) -> WorkingCalendar:
    """Return the calendar of one revision. Revisions never change, so each is read once a process.

    Raises:
        CalendarRevision.DoesNotExist: no such revision.
    """
    return read_calendar(CalendarRevision.objects.values_list("content", flat=True).get(pk=revision_id))


def city_calendar() -> WorkingCalendar:
    """Return the calendar of the whole city, for pages that belong to no commune.

    Queries: one once the calendar is known to the process.

    Raises:
        CalendarMissing: the city has published none.
    """
    revision = CalendarRevision.objects.filter(commune__isnull=True).order_by("-number").values_list("pk", flat=True).first()
    if revision is None:
        raise CalendarMissing
    return calendar_of_revision(revision)


def calendar_for(commune_id: int) -> tuple[int, WorkingCalendar]:
    """Return the id of the current revision of a commune and its calendar.

    Queries: one once the calendar is known to the process.

    Raises:
        CalendarMissing: no calendar is published.
    """
    revision = current_revision(commune_id)
    return revision.pk, calendar_of_revision(revision.pk)
