"""In time or late, and by how many office minutes. Source: docs/legal/time-limits.md#classification."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.time_limits.due import local_day
from core.working_calendar import WorkingCalendar


class Punctuality(StrEnum):
    """How a dossier stands against its due moment; the last three have no moment to stand against."""

    IN_TIME = "in_time"
    DUE_SOON = "due_soon"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    PAUSED = "paused"
    WAITING = "waiting"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Standing:
    """How something stands; `minutes` of office hours are left until the due moment, or negative, have passed since."""

    kind: Punctuality
    minutes: int


def standing_at(
    due_at: datetime,
    now: datetime,
    calendar: WorkingCalendar,
    *,
    soon_at: datetime | None = None,
    finished_at: datetime | None = None,
) -> Standing:
    """Return how a dossier stands: at its end if it has one, else at `now`.

    The due moment itself is still in time. `soon_at` is the moment from which the end is near; None: it never is.

    Raises:
        CalendarMissing: a moment lies outside the years of the calendar.
    """
    if finished_at is not None:
        return Standing(when_finished(due_at, finished_at), calendar.working_minutes(finished_at, due_at))
    return Standing(_while_open(due_at, now, soon_at), calendar.working_minutes(now, due_at))


def when_finished(due_at: datetime, finished_at: datetime) -> Punctuality:
    """Return how a dossier that ended at `finished_at` kept its due moment: early means on an earlier date."""
    if finished_at > due_at:
        return Punctuality.LATE
    return Punctuality.EARLY if local_day(finished_at) < local_day(due_at) else Punctuality.ON_TIME


def _while_open(due_at: datetime, now: datetime, soon_at: datetime | None) -> Punctuality:
    if now > due_at:
        return Punctuality.OVERDUE
    if local_day(now) == local_day(due_at):
        return Punctuality.DUE_TODAY
    return Punctuality.DUE_SOON if soon_at is not None and now >= soon_at else Punctuality.IN_TIME
