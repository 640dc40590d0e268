"""One year of a calendar to be checked by reading: in sentences, month by month, day by day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from communes.calendar_words import KIND_WORDS, STATUS_WORDS, hours_words
from core.vietnamese_dates import long_date
from core.working_calendar import DayStatus, OfficeDay, WorkingCalendar

MONTHS = range(1, 13)
LONG_REST = 3  # days without work in a row that are worth a sentence


class CellKind(StrEnum):
    """What a day of the picture is; each has a word and a shape of its own."""

    WORK = "work"
    REST = "rest"
    OFF = "off"
    MAKEUP = "makeup"


_MARKS = {CellKind.WORK: "", CellKind.REST: "", CellKind.OFF: "nghỉ", CellKind.MAKEUP: "làm"}


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day of the picture; `words` says in full what it is."""

    day: date
    kind: CellKind
    mark: str
    words: str
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class Month:
    """One month: its days in order, how many are worked and for how many hours."""

    first: date
    days: tuple[DayCell, ...]
    working_days: int
    working_minutes: int

    @property
    def label(self) -> str:
        return f"Tháng {self.first.month}"

    @property
    def hours(self) -> str:
        hours, minutes = divmod(self.working_minutes, 60)
        return f"{hours} giờ {minutes}’" if minutes else f"{hours} giờ"


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that differs from its weekday, as a row of the table."""

    day: date
    kind: str
    hours: str
    name: str
    status: str
    source: str
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class YearView:
    """A year in words and as a picture."""

    year: int
    months: tuple[Month, ...]
    sentences: tuple[str, ...]
    special_days: tuple[SpecialDay, ...]


def year_view(calendar: WorkingCalendar, year: int) -> YearView:
    """Return one year of a calendar.

    Raises:
        CalendarMissing: the calendar does not hold that year.
    """
    months = tuple(_month(calendar, date(year, number, 1)) for number in MONTHS)
    special = [each for day in _days_of(year) if (each := calendar.office_day(day)) is not None]
    return YearView(year, months, tuple(_sentences(calendar, year, months, special)), tuple(map(_special_day, special)))


def _days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


def _month(calendar: WorkingCalendar, first: date) -> Month:
    days = [day for day in _days_of(first.year) if day.month == first.month]
    cells = tuple(_cell(calendar, day) for day in days)
    minutes = sum(_minutes(calendar, day) for day in days)
    return Month(first, cells, sum(calendar.is_working_day(day) for day in days), minutes)


def _minutes(calendar: WorkingCalendar, day: date) -> int:
    at = [(each.opens, each.closes) for each in calendar.sessions_on(day)]
    return sum((closes.hour - opens.hour) * 60 + closes.minute - opens.minute for opens, closes in at)


def _cell(calendar: WorkingCalendar, day: date) -> DayCell:
    special = calendar.office_day(day)
    if special is None:
        kind = CellKind.WORK if calendar.is_working_day(day) else CellKind.REST
        words = "làm việc" if kind is CellKind.WORK else "nghỉ hằng tuần"
        return DayCell(day, kind, _MARKS[kind], f"{long_date(day)}: {words}", is_provisional=False)
    kind = CellKind(special.kind)
    provisional = special.status is DayStatus.PROVISIONAL
    doubt = ", chưa công bố" if provisional else ""
    return DayCell(day, kind, _MARKS[kind], f"{long_date(day)}: {KIND_WORDS[special.kind]}, {special.name}{doubt}", provisional)


def _special_day(each: OfficeDay) -> SpecialDay:
    hours = hours_words([(f"{one.opens:%H:%M}", f"{one.closes:%H:%M}") for one in each.sessions]) if each.sessions else ""
    provisional = each.status is DayStatus.PROVISIONAL
    return SpecialDay(each.day, KIND_WORDS[each.kind], hours, each.name, STATUS_WORDS[each.status], each.source, provisional)


def _sentences(calendar: WorkingCalendar, year: int, months: Sequence[Month], special: Sequence[OfficeDay]) -> Iterator[str]:
    off = [each for each in special if each.kind == "off" and calendar.weekly.get(each.day.weekday())]
    makeup = [each for each in special if each.kind == "makeup"]
    yield f"Năm {year} có {sum(month.working_days for month in months)} ngày làm việc."
    yield f"{len(off)} ngày thường được nghỉ{'' if off else ' lễ'}, {len(makeup)} ngày nghỉ hằng tuần phải làm bù."
    for first, last, names in _rests(calendar, year):
        yield f"Nghỉ {(last - first).days + 1} ngày liền, từ {long_date(first)} đến hết {long_date(last)}: {', '.join(names)}."
    for each in makeup:
        yield f"Làm việc {long_date(each.day)}: {each.name}."
    unsure = [each for each in special if each.status is DayStatus.PROVISIONAL]
    if unsure:
        yield f"{len(unsure)} ngày chưa công bố: {', '.join(dict.fromkeys(each.name for each in unsure))}."


def _rests(calendar: WorkingCalendar, year: int) -> Iterator[tuple[date, date, list[str]]]:
    """Yield stretches without work that hold a day off and are longer than a weekend; one that begins in the year counts to it."""
    days = _days_of(year)
    start = 0
    while start < len(days):
        end = start
        while end < len(days) and not calendar.is_working_day(days[end]):
            end += 1
        names = [each.name for day in days[start:end] if (each := calendar.office_day(day)) is not None]
        if names and end - start >= LONG_REST:
            yield days[start], days[end - 1], list(dict.fromkeys(names))
        start = max(end, start + 1)


def years_of(calendar: WorkingCalendar) -> list[int]:
    """Return the years a calendar holds."""
    return list(range(calendar.first_year, calendar.last_year + 1))
