"""The days a figure is counted over, and the days it is compared with."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.working_calendar import CalendarMissing, WorkingCalendar

ONE_DAY = timedelta(days=1)
LONGEST = 3 * 366  # days; longer periods are reports, not a page


class Kind(StrEnum):
    """What can be chosen; the value stands in the address."""

    TODAY = "hom-nay"
    WEEK = "tuan"
    MONTH = "thang"
    OTHER = "khac"


LABELS = {Kind.TODAY: "Hôm nay", Kind.WEEK: "Tuần", Kind.MONTH: "Tháng", Kind.OTHER: "Khác"}


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included, with the days before that they are compared with."""

    kind: Kind
    first: date
    last: date
    before_first: date
    before_last: date

    @property
    def is_current(self) -> bool:
        """Tell whether the period runs up to today."""
        return self.kind is not Kind.OTHER

    @property
    def query(self) -> str:
        """Return what names these very days in an address, whenever it is opened."""
        return f"tu={self.first}&den={self.last}"


def period_of(kind: Kind, today: date) -> Period:
    """Return the period of a kind that runs up to today, and the same days of the period before."""
    if kind is Kind.TODAY:
        return Period(kind, today, today, today - 7 * ONE_DAY, today - 7 * ONE_DAY)
    if kind is Kind.WEEK:
        first = today - today.weekday() * ONE_DAY
        return Period(kind, first, today, first - 7 * ONE_DAY, today - 7 * ONE_DAY)
    first = today.replace(day=1)
    before = (first - ONE_DAY).replace(day=1)
    return Period(Kind.MONTH, first, today, before, min(before + (today - first), first - ONE_DAY))


def chosen_period(kind: str, first: str, last: str, today: date) -> tuple[Period, str]:
    """Return the period named in an address and a sentence of what was wrong with it, empty if nothing was.

    What cannot be read becomes the month; two dates in the wrong order are turned round.
    """
    if not (first or last):
        known = kind in set(Kind) and kind != Kind.OTHER
        return period_of(Kind(kind) if known else Kind.MONTH, today), ""
    try:
        begins, ends = sorted([date.fromisoformat(first), date.fromisoformat(last)])
    except ValueError:
        return period_of(Kind.MONTH, today), "Chưa đọc được ngày. Chọn cả ngày đầu và ngày cuối."
    begins, ends = min(begins, today), min(ends, today)
    if (ends - begins).days > LONGEST:
        return period_of(Kind.MONTH, today), "Kỳ dài quá ba năm. Chọn kỳ ngắn hơn."
    return _between(begins, ends, today), ""


def _between(first: date, last: date, today: date) -> Period:
    for kind in (Kind.TODAY, Kind.WEEK, Kind.MONTH):
        found = period_of(kind, today)
        if (found.first, found.last) == (first, last):
            return found
    length = last - first + ONE_DAY
    return Period(Kind.OTHER, first, last, first - length, first - ONE_DAY)


def working_days(first: date, last: date, calendar: WorkingCalendar) -> int | None:
    """Return the working days from `first` to `last`, both included; None where the calendar does not reach."""
    try:
        return calendar.working_days_between(first - ONE_DAY, last)
    except CalendarMissing:
        return None
