"""From when back a dossier is so many office minutes late: SQL cannot count working time, so moments are counted here."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from communes.errors import InvalidCalendar
from communes.selectors import calendar_of_revision
from core.working_calendar import CalendarMissing, WorkingCalendar, at_office
from dossiers.models import Dossier
from dossiers.states import CLOCK_RUNNING

log = logging.getLogger(__name__)

MINUTE = timedelta(minutes=1)
LONG_AGO = datetime(1, 1, 2, tzinfo=UTC)  # before every due moment, and a moment in every zone


@dataclass(frozen=True, slots=True)
class Cutoff:
    """By the calendar of a revision, what was due before `before` is now `after_minutes` late or later."""

    revision_id: int
    after_minutes: int
    before: datetime


def cutoffs(now: datetime, delays: Iterable[int]) -> list[Cutoff]:
    """Return the cutoffs of every calendar an overdue dossier goes by and whose office has opened today.

    One query once the calendars are known.

    An office that has not opened hears of nothing: what its ladder has reached it hears in the morning. A calendar that
    ends before now, or cannot be read, is left out and logged; it does not stop the others.
    """
    minutes = sorted(delays)
    found = []
    for revision_id in _in_use():
        try:
            calendar = calendar_of_revision(revision_id)
            if has_opened(calendar, now):
                found += [Cutoff(revision_id, after, late_before(calendar, now, after)) for after in minutes]
        except (CalendarMissing, InvalidCalendar) as error:
            log.warning("By calendar revision %s nobody hears of overdue dossiers: %s", revision_id, error.message)
    return found


def _in_use() -> list[int]:
    overdue = Dossier.objects.filter(overdue_noted_at__isnull=False, state__in=CLOCK_RUNNING, calendar_revision__isnull=False)
    return list(overdue.order_by("calendar_revision").values_list("calendar_revision", flat=True).distinct())


def has_opened(calendar: WorkingCalendar, now: datetime) -> bool:
    """Tell whether today is a working day and its first session has begun.

    Raises:
        CalendarMissing: today lies outside the years of the calendar.
    """
    local = at_office(now)
    sessions = calendar.sessions_on(local.date())
    return bool(sessions) and local.time() >= sessions[0].opens


def late_before(calendar: WorkingCalendar, now: datetime, minutes: int) -> datetime:
    """Return the moment before which something must have been due to be `minutes` of office time late at `now`, or later.

    Says the same as `calendar.working_minutes(due, now) >= minutes`: exactly so many minutes late counts, and what was due
    in the pause after a session is as late as what was due at its end. Nothing is late before it is due.
    """
    if minutes == 0:
        return now
    try:
        earliest = calendar.add_working_minutes(now, -minutes)
    except CalendarMissing:  # the calendar begins later
        return LONG_AGO
    at_end_of_session = calendar.working_minutes(earliest, earliest + MINUTE) == 0
    latest = calendar.effective_start(earliest + MINUTE) if at_end_of_session else earliest
    return latest + MINUTE
