"""The strip of days between reception and the due moment: one cell a day, each with a word."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from core.clock import ZONE
from core.time_limits.due import day_zero, last_counted_day, local_day
from core.time_limits.rules import LimitUnit, TimeLimit
from core.time_limits.words import WEEKEND, hours
from core.working_calendar import ONE_DAY, OfficeDay, WorkingCalendar

TET = "Tết Nguyên đán"


class DayKind(StrEnum):
    """What a day is to the time limit; where several fit, the first of this list."""

    DUE = "due"
    RECEIVED = "received"
    COUNTED = "counted"
    MAKEUP = "makeup"  # counted, and a make-up day
    HOLIDAY = "holiday"
    WEEKEND = "weekend"
    START = "start"  # the working day on which a dossier received after hours counts as received
    PAUSED = "paused"


OFF = frozenset({DayKind.HOLIDAY, DayKind.WEEKEND})


@dataclass(frozen=True, slots=True)
class DerivedDay:
    """One day of a derivation.

    `label` is the word of the cell; `counted` the number of the day, None where days are not numbered; `minutes` the
    office minutes that ran, only where hours count; `reason` and `source` say why it is off or a make-up day.
    """

    day: date
    kind: DayKind
    counted: int | None
    reason: str
    source: str
    label: str
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """The dates from reception to the due moment, on a calendar."""

    received_at: datetime
    due_at: datetime
    calendar: WorkingCalendar

    def days(self) -> list[date]:
        """Return every date, both ends included."""
        return days_from(local_day(self.received_at), local_day(self.due_at))

    def minutes_on(self, day: date, start: datetime, end: datetime) -> int:
        """Return the office minutes of one date between two moments."""
        if not self.calendar.is_working_day(day):
            return 0
        opening = datetime.combine(day, self.calendar.sessions_on(day)[0].opens, ZONE)
        return max(self.calendar.working_minutes(max(start, opening), min(end, self.calendar.closing(day))), 0)

    def cell(self, day: date, *, number: int | None = None, minutes: int = 0) -> DerivedDay:
        """Return the cell of one date; `number` and `minutes` say what of it counts."""
        special = self.calendar.office_day(day)
        kind = self._kind(day, special, counts=bool(number or minutes))
        return DerivedDay(
            day=day,
            kind=kind,
            counted=number,
            reason=special.name if special else WEEKEND if kind is DayKind.WEEKEND else "",
            source=special.source if special else "",
            label=_label(kind, special, number, minutes, is_received=day == local_day(self.received_at)),
            minutes=minutes,
        )

    def _kind(self, day: date, special: OfficeDay | None, *, counts: bool) -> DayKind:
        if day == local_day(self.due_at):
            return DayKind.DUE
        if day == local_day(self.received_at):
            return DayKind.RECEIVED
        if counts:
            return DayKind.MAKEUP if special and special.kind == "makeup" else DayKind.COUNTED
        if not self.calendar.is_working_day(day):
            return DayKind.HOLIDAY if special else DayKind.WEEKEND
        return DayKind.START


def day_strip(limit: TimeLimit, stretch: Stretch) -> tuple[DerivedDay, ...]:
    """Return every date from reception to the due moment, as the limit sees it."""
    numbers = {day: number for number, day in enumerate(_counted_days(limit, stretch), start=1)}
    if limit.unit is LimitUnit.HOURS:
        received_at, due_at = stretch.received_at, stretch.due_at
        return tuple(stretch.cell(day, minutes=stretch.minutes_on(day, received_at, due_at)) for day in stretch.days())
    return tuple(stretch.cell(day, number=numbers.get(day)) for day in stretch.days())


def days_from(first: date, last: date) -> list[date]:
    """Return every date from `first` to `last`, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _counted_days(limit: TimeLimit, stretch: Stretch) -> list[date]:
    match limit.unit:
        case LimitUnit.WORKING_DAYS:
            first = day_zero(stretch.received_at, stretch.calendar) + ONE_DAY
            return [day for day in days_from(first, local_day(stretch.due_at)) if stretch.calendar.is_working_day(day)]
        case LimitUnit.CALENDAR_DAYS | LimitUnit.MONTHS:
            return days_from(local_day(stretch.received_at) + ONE_DAY, last_counted_day(limit, stretch.received_at))
        case LimitUnit.HOURS | LimitUnit.SAME_DAY:
            return []


def _label(kind: DayKind, special: OfficeDay | None, number: int | None, minutes: int, *, is_received: bool) -> str:
    if kind in OFF:
        return "nghỉ" if special is None else "Tết" if special.name == TET else "nghỉ lễ"
    if kind is DayKind.START:
        return "bắt đầu"
    if kind is DayKind.DUE and number:
        return f"ngày {number} trả"
    words = ["nhận"] if is_received else []
    words += [f"ngày {number}"] if number else [hours(minutes)] if minutes else []
    words += ["làm bù"] if kind is DayKind.MAKEUP else ["trả"] if kind is DayKind.DUE else []
    return ", ".join(words)
