"""The moment a time limit ends. Pure: no clock, no database. Source: docs/legal/time-limits.md#algorithms."""

from calendar import monthrange
from datetime import date, datetime, timedelta

from core.time_limits.rules import LimitUnit, TimeLimit
from core.working_calendar import ONE_DAY, WorkingCalendar, at_office

MINUTES_OF_AN_HOUR = 60


def due_moment(limit: TimeLimit, received_at: datetime, calendar: WorkingCalendar) -> datetime:
    """Return when the result is due, in the zone of the office; all but hours end at the closing of their last day.

    Working days: the day of the effective start is day 0 (after closing: the next working day).
    Calendar days and months: count from the date of receipt, also after hours; a last day of rest moves to the next
    working day. Hours: only office hours run. Same day: received up to the cut-off of a working day, cut-off included,
    and not after closing.

    Raises:
        CalendarMissing: the limit leaves the years of the calendar.

    Source: docs/legal/time-limits.md#algorithms
    """
    match limit.unit:
        case LimitUnit.WORKING_DAYS:
            return calendar.closing_from(received_at, limit.amount)
        case LimitUnit.HOURS:
            return calendar.add_working_minutes(received_at, limit.amount * MINUTES_OF_AN_HOUR)
        case LimitUnit.CALENDAR_DAYS | LimitUnit.MONTHS:
            calendar.require_covered(received_at)
            return calendar.first_closing_from(last_counted_day(limit, received_at))
        case LimitUnit.SAME_DAY:
            day = local_day(received_at)
            return calendar.first_closing_from(day if is_in_time(limit, received_at, calendar) else day + ONE_DAY)


def day_zero(received_at: datetime, calendar: WorkingCalendar) -> date:
    """Return the day on which a dossier counts as received; it is not counted itself."""
    return calendar.closing_from(received_at).date()


def last_counted_day(limit: TimeLimit, received_at: datetime) -> date:
    """Return the last day of a limit in calendar days or months, before it moves off a day of rest."""
    day = local_day(received_at)
    if limit.unit is LimitUnit.MONTHS:
        return _months_after(day, limit.amount)
    return day + timedelta(days=limit.amount)


def is_in_time(limit: TimeLimit, received_at: datetime, calendar: WorkingCalendar) -> bool:
    """Say whether a same-day result is still for today: before closing on a working day, and not past the cut-off."""
    local = at_office(received_at)
    return limit.cutoff is not None and local.time() <= limit.cutoff and day_zero(received_at, calendar) == local.date()


def local_day(moment: datetime) -> date:
    """Return the date of a moment at the office."""
    return at_office(moment).date()


def _months_after(day: date, months: int) -> date:
    """Return the same day some months on, or the last day of a month too short for it."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
