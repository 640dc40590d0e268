"""The city's calendar for pages that belong to no commune, and days off in words."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

from communes import selectors
from core import vietnamese_dates
from core.time_limits import DayKind, DerivedDay
from core.working_calendar import CalendarMissing, OfficeDay, WorkingCalendar


def city_calendar() -> WorkingCalendar | None:
    """Return the calendar of the whole city, None while none is published: pages then leave its days out."""
    try:
        return selectors.city_calendar()
    except CalendarMissing:
        return None


def coming_holiday(today: date, calendar: WorkingCalendar, days: int) -> OfficeDay | None:
    """Return the first day off that is no ordinary weekend within the next `days` days, today included."""
    return next((found for found in holidays(calendar, today, today + timedelta(days=days))), None)


def holidays(calendar: WorkingCalendar, first: date, last: date) -> list[OfficeDay]:
    """Return the weekdays from `first` to `last`, both included, on which offices are closed; none outside its years."""
    try:
        found = [calendar.office_day(first + timedelta(days=n)) for n in range((last - first).days + 1)]
    except CalendarMissing:
        return []
    return [day for day in found if day is not None and day.kind == "off" and day.day.weekday() in calendar.weekly]


def holiday_words(days: Iterable[OfficeDay | DerivedDay]) -> str:
    """Return "thứ Ba 24/11 nghỉ Ngày Văn hóa Việt Nam"; days of one name in a row as a span; empty without any."""
    runs = [(name, list(run)) for name, run in groupby(_off(days), key=lambda day: day[1])]
    return ", ".join(f"{_span([day for day, _ in run])} {_resting(name)}" for name, run in runs)


def _off(days: Iterable[OfficeDay | DerivedDay]) -> list[tuple[date, str]]:
    named = []
    for each in days:
        if isinstance(each, OfficeDay):
            named.append((each.day, each.name))
        elif each.kind is DayKind.HOLIDAY:
            named.append((each.day, each.reason))
    return named


def _resting(name: str) -> str:
    return name if name.startswith("nghỉ") else f"nghỉ {name}"


def _span(days: list[date]) -> str:
    if len(days) == 1:
        return vietnamese_dates.weekday_date(days[0])
    first, last = days[0], days[-1]
    return f"{first:%d}–{last:%d/%m}" if first.month == last.month else f"{first:%d/%m}–{last:%d/%m}"
