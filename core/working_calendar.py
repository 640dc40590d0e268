"""Working time of an office: sessions, days off, make-up days. Pure and fast: prefix sums of minutes and bisection.

Moments are aware; answers are in the zone of the office. Minutes are counted in whole minutes: seconds are dropped,
so that intervals laid end to end add up. Source: docs/legal/calendar.md.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from http import HTTPStatus
from itertools import accumulate, pairwise
from typing import Literal

from core.clock import ZONE
from core.errors import DomainError

MINUTES_OF_A_DAY = 24 * 60
ONE_DAY = timedelta(days=1)
FIRST_MINUTE = datetime(1, 1, 1, tzinfo=ZONE)


class CalendarMissing(DomainError):
    """A date outside the years of the calendar: refused, never guessed."""

    code = "calendar-missing"
    http_status = HTTPStatus.SERVICE_UNAVAILABLE

    def __init__(self, year: int | None = None) -> None:
        when = f" năm {year}" if year else ""
        super().__init__(f"Chưa có lịch làm việc{when}, nên chưa tính được ngày hẹn", data={"year": year})


class DayStatus(StrEnum):
    """How sure a day off or a make-up day is."""

    STATUTORY = "statutory"
    ANNOUNCED = "announced"
    PROVISIONAL = "provisional"


@dataclass(frozen=True, slots=True)
class Session:
    """One stretch of office hours on a day; the lunch break is the gap between two."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class OfficeDay:
    """A day that differs from its weekday: off, or a make-up day with its own hours."""

    day: date
    kind: Literal["off", "makeup"]
    name: str
    status: DayStatus
    source: str = ""
    sessions: tuple[Session, ...] = ()


class WorkingCalendar:
    """The working time of one office over whole years; immutable once built.

    `weekly` maps weekdays (Monday 0) to their sessions; a weekday left out is a day of rest.

    Raises:
        ValueError: overlapping or backward sessions, a date given twice or outside the years, a make-up day without
            sessions or a day off with some.
    """

    def __init__(
        self,
        weekly: Mapping[int, tuple[Session, ...]],
        days: Iterable[OfficeDay],
        first_year: int,
        last_year: int,
    ) -> None:
        self.weekly = dict(weekly)
        self.first_year = first_year
        self.last_year = last_year
        self._office_days = _by_ordinal(days, first_year, last_year)
        for weekday, sessions in self.weekly.items():
            _require_order(f"weekday {weekday}", sessions)
        self._index()

    def _index(self) -> None:
        """Lay all sessions of all years on one line of minutes."""
        first = date(self.first_year, 1, 1).toordinal()
        past_last = date(self.last_year + 1, 1, 1).toordinal()
        open_days = [(n, sessions) for n in range(first, past_last) if (sessions := self._sessions(n))]
        spans = [(_at(n, each.opens), _at(n, each.closes)) for n, sessions in open_days for each in sessions]
        self._limits = first, past_last
        self._ordinals = [n for n, _ in open_days]
        self._last_minutes = [_at(n, sessions[-1].closes) for n, sessions in open_days]
        self._closings = [_moment(minute) for minute in self._last_minutes]
        self._opens = [opens for opens, _ in spans]
        self._closes = [closes for _, closes in spans]
        self._before = list(accumulate((closes - opens for opens, closes in spans), initial=0))

    def _sessions(self, ordinal: int) -> tuple[Session, ...]:
        special = self._office_days.get(ordinal)
        return special.sessions if special else self.weekly.get((ordinal - 1) % 7, ())  # ordinal 1 was a Monday

    def require_covered(self, *days: date) -> None:
        """Check that dates or moments lie in the years of the calendar.

        Raises:
            CalendarMissing: one does not.
        """
        for day in days:
            self._ordinal(at_office(day) if isinstance(day, datetime) else day)

    def sessions_on(self, day: date) -> tuple[Session, ...]:
        """Return the sessions of a date in order; none on a day of rest."""
        return self._sessions(self._ordinal(day))

    def is_working_day(self, day: date) -> bool:
        """Say whether the office opens at all on this date."""
        return bool(self.sessions_on(day))

    def office_day(self, day: date) -> OfficeDay | None:
        """Return what makes this date differ from its weekday, or None for an ordinary one."""
        return self._office_days.get(self._ordinal(day))

    def provisional_days(self, first: date, last: date) -> tuple[OfficeDay, ...]:
        """Return the days from `first` to `last`, both included, that are not yet announced, in order."""
        span = range(first.toordinal(), last.toordinal() + 1)
        found = (each for ordinal, each in sorted(self._office_days.items()) if ordinal in span)
        return tuple(each for each in found if each.status is DayStatus.PROVISIONAL)

    def closing(self, day: date) -> datetime:
        """Return the end of the last session of a working date.

        Raises:
            ValueError: the office is closed all day.
        """
        if not self.is_working_day(day):
            raise ValueError(f"the office is closed on {day}")
        return self.first_closing_from(day)

    def next_working_day(self, day: date) -> date:
        """Return the first working date after `day`."""
        return self.closing_after(day, 1).date()

    def closing_after(self, day: date, working_days: int) -> datetime:
        """Return the closing moment of the n-th working date after `day`, which itself does not count.

        With 0: of the last working date up to and including `day`.
        """
        return self._closing(bisect_right(self._ordinals, self._ordinal(day)) - 1 + working_days)

    def first_closing_from(self, day: date) -> datetime:
        """Return the closing moment of `day` if it is a working date, else of the next one."""
        return self._closing(bisect_left(self._ordinals, self._ordinal(day)))

    def closing_from(self, moment: datetime, working_days: int = 0) -> datetime:
        """Return the closing moment of the n-th working date after the one a moment falls into.

        With 0: of that date itself, which for a moment after closing or on a day of rest is the next working date.
        """
        local = at_office(moment)
        begun = 1 if local.second or local.microsecond else 0  # a second after closing is after closing
        return self._closing(bisect_left(self._last_minutes, self._minute(local) + begun) + working_days)

    def working_days_between(self, start: date, end: date) -> int:
        """Return how many working dates lie after `start` up to and including `end`; negative if `end` is earlier."""
        upto_end = bisect_right(self._ordinals, self._ordinal(end))
        return upto_end - bisect_right(self._ordinals, self._ordinal(start))

    def effective_start(self, moment: datetime) -> datetime:
        """Return the moment itself within office hours, edges included, else the opening of the next session."""
        local = at_office(moment)
        minute = self._minute(local)
        index = bisect_right(self._opens, minute) - 1
        if index >= 0 and (minute, local.second, local.microsecond) <= (self._closes[index], 0, 0):
            return local
        if index + 1 == len(self._opens):
            raise CalendarMissing(self.last_year + 1)
        return _moment(self._opens[index + 1])

    def working_minutes(self, start: datetime, end: datetime) -> int:
        """Return the minutes of office hours from `start` to `end`; negative if `end` is earlier."""
        return self._worked_before(self._minute(end)) - self._worked_before(self._minute(start))

    def add_working_minutes(self, moment: datetime, minutes: int) -> datetime:
        """Return the first moment that lies `minutes` of office hours after `moment` (before it, if negative).

        The end of a session comes before the opening of the next: 4 hours from 08:00 end at 12:00, not at 13:00.
        With 0 the moment itself, without its seconds.
        """
        minute = self._minute(moment)
        if not minutes:
            return _moment(minute)
        target = self._worked_before(minute) + minutes
        if target <= 0:
            raise CalendarMissing(self.first_year - 1)
        if target > self._before[-1]:
            raise CalendarMissing(self.last_year + 1)
        index = bisect_left(self._before, target) - 1
        return _moment(self._opens[index] + target - self._before[index])

    def _worked_before(self, minute: int) -> int:
        index = bisect_right(self._opens, minute) - 1
        if index < 0:
            return 0
        return self._before[index] + min(minute, self._closes[index]) - self._opens[index]

    def _closing(self, index: int) -> datetime:
        if index >= len(self._closings):
            raise CalendarMissing(self.last_year + 1)
        if index < 0:
            raise CalendarMissing(self.first_year - 1)
        return self._closings[index]

    def _ordinal(self, day: date) -> int:
        ordinal = day.toordinal()
        first, past_last = self._limits
        if not first <= ordinal < past_last:
            raise CalendarMissing(day.year)
        return ordinal

    def _minute(self, moment: datetime) -> int:
        local = at_office(moment)
        return self._ordinal(local) * MINUTES_OF_A_DAY + local.hour * 60 + local.minute


def _by_ordinal(days: Iterable[OfficeDay], first_year: int, last_year: int) -> dict[int, OfficeDay]:
    by_ordinal: dict[int, OfficeDay] = {}
    for each in days:
        if each.day.toordinal() in by_ordinal:
            raise ValueError(f"{each.day} is given twice")
        if not first_year <= each.day.year <= last_year:
            raise ValueError(f"{each.day} lies outside {first_year}–{last_year}")
        if (each.kind == "makeup") != bool(each.sessions):
            raise ValueError(f"{each.day}: a make-up day needs its own sessions, a day off has none")
        _require_order(str(each.day), each.sessions)
        by_ordinal[each.day.toordinal()] = each
    return by_ordinal


def _require_order(where: str, sessions: Sequence[Session]) -> None:
    if any(each.opens >= each.closes for each in sessions):
        raise ValueError(f"{where}: a session closes before it opens")
    if any(later.opens < earlier.closes for earlier, later in pairwise(sessions)):
        raise ValueError(f"{where}: sessions overlap or are out of order")


def at_office(moment: datetime) -> datetime:
    """Return a moment in the zone of the office; beyond the first and last years there is no calendar either."""
    if moment.tzinfo is ZONE:
        return moment
    if moment.tzinfo is None:
        raise ValueError("a naive datetime has no place in a calendar")
    try:
        return moment.astimezone(ZONE)
    except OverflowError as error:
        raise CalendarMissing(moment.year) from error


def _at(ordinal: int, clock: time) -> int:
    return ordinal * MINUTES_OF_A_DAY + clock.hour * 60 + clock.minute


def _moment(minute: int) -> datetime:
    return FIRST_MINUTE + timedelta(minutes=minute - MINUTES_OF_A_DAY)  # by the wall clock: ordinals begin with 1
