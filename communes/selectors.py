"""Reads of communes and their working calendars."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, When

from communes.calendar_content import read_calendar
from communes.models import CalendarDraft, CalendarRevision, Commune, CommuneKind, DraftStatus
from core import clock
from core.text import fold
from core.working_calendar import CalendarMissing, WorkingCalendar

CALENDARS_KEPT = 256  # about 120 KiB each; the city has one, a commune with its own hours one more
OPEN_DRAFT = (DraftStatus.DRAFT, DraftStatus.WAITING, DraftStatus.APPLYING)
ASKED_FROM_MONTH = 10  # October: the announcement of the next year's Tết is usual by then
NEEDED_BLOCKS = ("Tết Nguyên đán", "Quốc khánh")  # fixed each year by announcement, docs/legal/calendar.md#law


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


def newest_revision(commune_id: int | None) -> CalendarRevision:
    """Return the revision in force with its content: of the city for None, of a commune its own, else the city's.

    Raises:
        CalendarMissing: no calendar is published.
    """
    own, of_city = Q(commune_id=commune_id), Q(commune__isnull=True)
    own_first = Case(When(commune__isnull=True, then=1), default=0, output_field=IntegerField())
    revisions = CalendarRevision.objects.filter(of_city if commune_id is None else own | of_city)
    revision = revisions.select_related("commune").order_by(own_first, "-number").first()
    if revision is None:
        raise CalendarMissing
    return revision


def revisions_in_force() -> list[CalendarRevision]:
    """Return the newest revision of the city, then of every commune with its own, in Vietnamese order; without content."""
    newest = CalendarRevision.objects.order_by("commune_id", "-number").distinct("commune_id").values("pk")
    rows = CalendarRevision.objects.filter(pk__in=newest).defer("content").select_related("commune")
    return sorted(rows, key=lambda revision: revision.commune.sort_key if revision.commune else "")


def revisions_of(commune_id: int | None) -> QuerySet[CalendarRevision]:
    """Return the published revisions of one calendar, newest first."""
    of_office = Q(commune__isnull=True) if commune_id is None else Q(commune_id=commune_id)
    return CalendarRevision.objects.filter(of_office).select_related("commune").order_by("-number")


def open_draft(commune_id: int | None) -> CalendarDraft | None:
    """Return the one change of a calendar that is on its way, if there is one."""
    of_office = Q(commune__isnull=True) if commune_id is None else Q(commune_id=commune_id)
    return drafts().filter(of_office, status__in=OPEN_DRAFT).first()


def drafts() -> QuerySet[CalendarDraft]:
    """Return all changes of calendars with who prepared and decided them, newest first."""
    return CalendarDraft.objects.select_related("commune", "base", "revision", "prepared_by", "decided_by").order_by("-prepared_at", "-pk")


def drafts_to_list(commune_id: int | None, *, closed: int) -> list[CalendarDraft]:
    """Return the changes on their way, all of them, then the `closed` newest of the others; None: of every calendar. Two queries.

    Their contents and failed dossiers are not read.
    """
    listed = drafts().defer("content", "failed", "base__content", "revision__content")
    if commune_id is not None:
        listed = listed.filter(commune_id=commune_id)
    on_their_way = listed.filter(status__in=OPEN_DRAFT)
    return [*on_their_way, *listed.exclude(status__in=OPEN_DRAFT)[:closed]]


def units_of_calendar(commune_id: int | None) -> list[int]:
    """Return the ids of the communes a calendar holds for: the commune itself; for the city all that have none of their own."""
    if commune_id is not None:
        return [commune_id]
    own = CalendarRevision.objects.filter(commune__isnull=False).values("commune_id")
    return list(Commune.objects.exclude(pk__in=own).order_by("pk").values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class YearGap:
    """A coming year the city is not ready for. `unannounced` names the holidays of which every day is a guess; none: no row at all."""

    year: int
    unannounced: tuple[str, ...] = ()

    @property
    def is_missing(self) -> bool:
        return not self.unannounced

    def __str__(self) -> str:
        if self.is_missing:
            return f"Lịch làm việc năm {self.year} chưa có. Hồ sơ có hạn sang năm {self.year} không tính được ngày hẹn."
        return f"Lịch năm {self.year} chưa có ngày nghỉ chính thức của {' và '.join(self.unannounced)}; ngày hẹn đi qua đó là tạm tính."


def year_without_calendar(on: date) -> YearGap | None:
    """Return what the city's calendar lacks of the next year, from 1 October on; None before, and where nothing is lacking.

    Source: docs/legal/calendar.md#next-year
    """
    if on.month < ASKED_FROM_MONTH:
        return None
    year = on.year + 1
    try:
        content = newest_revision(None).content
    except CalendarMissing:
        return YearGap(year)
    if not content["first_year"] <= year <= content["last_year"]:
        return YearGap(year)
    unannounced = tuple(name for name in NEEDED_BLOCKS if _is_guessed(content, year, name))
    return YearGap(year, unannounced) if unannounced else None


def _is_guessed(content: Mapping[str, Any], year: int, name: str) -> bool:
    """Say whether no day of a holiday is fixed: all provisional, or not entered at all."""
    days = [
        day for day in content["days"] if day["date"].startswith(f"{year}-") and day["kind"] == "off" and fold(name) in fold(day["name"])
    ]
    return all(day["status"] == "provisional" for day in days)
