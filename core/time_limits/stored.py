"""The moments stored beside a due moment: SQL cannot count working days. Source: docs/legal/one-stop.md#apology."""

from dataclasses import dataclass
from datetime import date, datetime

from core.clock import ZONE
from core.time_limits.due import due_moment, local_day
from core.time_limits.rules import TimeLimit
from core.working_calendar import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Clock:
    """The moments stored with a running time limit, aware: when it is due, from when that is soon, when an apology must be out."""

    due_at: datetime
    due_soon_at: datetime
    apology_due_at: datetime


def start_clock(limit: TimeLimit, received_at: datetime, calendar: WorkingCalendar, *, soon_days: int) -> Clock:
    """Return the moments of a time limit that starts at `received_at`.

    Raises:
        CalendarMissing: the limit runs out of the years the calendar holds.
    """
    return clock_for(due_moment(limit, received_at, calendar), received_at, calendar, soon_days=soon_days)


def clock_for(due_at: datetime, not_before: datetime, calendar: WorkingCalendar, *, soon_days: int) -> Clock:
    """Return the warning moments of a due moment; a warning never lies before `not_before`.

    It is soon from the opening of the working day that lies `soon_days` before the due date; the apology is due by the
    opening of the one before it.
    """
    due_on = local_day(due_at)
    soon = _opening(calendar.closing_after(due_on, -soon_days).date(), calendar)
    apology = _opening(calendar.closing_after(due_on, -1).date(), calendar)
    return Clock(due_at, max(soon, not_before), max(apology, not_before))


def _opening(day: date, calendar: WorkingCalendar) -> datetime:
    return datetime.combine(day, calendar.sessions_on(day)[0].opens, tzinfo=ZONE)
