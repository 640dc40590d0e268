"""What happens to a running time limit: stops of its clock, and one new appointment.

Source: docs/legal/time-limits.md#suspension, docs/legal/time-limits.md#extension
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.errors import DomainError
from core.time_limits.due import due_moment
from core.time_limits.rules import TimeLimit
from core.vietnamese_dates import moment
from core.working_calendar import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Pause:
    """One stop of the clock; `resumed_at` is None while it lasts, `reason` says who is waited for."""

    stopped_at: datetime
    resumed_at: datetime | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Extension:
    """A new appointment, decided with an apology: the closing of `until`."""

    decided_at: datetime
    until: date
    reason: str = ""


Change = Pause | Extension


class InvalidPause(DomainError):
    """Stops of the clock that cannot have happened."""

    code = "invalid-suspension"


class InvalidExtension(DomainError):
    """A new appointment that may not be made."""

    code = "invalid-extension"


@dataclass(frozen=True, slots=True)
class Step:
    """One change and the due moments before and after it."""

    change: Change
    due_before: datetime
    due_at: datetime


def present_due(limit: TimeLimit, received_at: datetime, calendar: WorkingCalendar, changes: Sequence[Change] = ()) -> datetime:
    """Return when the result of a dossier is due after all that happened to its clock.

    Raises:
        CalendarMissing: the limit or a change leaves the years of the calendar.
        InvalidPause, InvalidExtension: see `require_order` and `extended_due`.
    """
    require_possible(changes, received_at, calendar)
    return due_after(due_moment(limit, received_at, calendar), changes, calendar)


def due_after(due_at: datetime, changes: Sequence[Change], calendar: WorkingCalendar) -> datetime:
    """Return the due moment after changes that are in order; a stop that still lasts moves nothing yet."""
    for step in steps(due_at, changes, calendar):
        due_at = step.due_at
    return due_at


def steps(due_at: datetime, changes: Sequence[Change], calendar: WorkingCalendar) -> Iterator[Step]:
    """Yield what each change did to the due moment; the changes are in order."""
    for change in changes:
        before, due_at = due_at, _changed(due_at, change, calendar)
        yield Step(change, before, due_at)


def _changed(due_at: datetime, change: Change, calendar: WorkingCalendar) -> datetime:
    if isinstance(change, Extension):
        return extended_due(due_at, change, calendar)
    if change.resumed_at is None:
        return due_at
    return resumed_due(due_at, minutes_left(due_at, change.stopped_at, calendar), change.resumed_at, calendar)


def minutes_left(due_at: datetime, at: datetime, calendar: WorkingCalendar) -> int:
    """Return the office minutes left at `at`; 0 when the due moment has come or passed."""
    return calendar.working_minutes(at, due_at) if at < due_at else 0


def resumed_due(due_at: datetime, left: int, resumed_at: datetime, calendar: WorkingCalendar) -> datetime:
    """Return the due moment once the minutes `left` at the stop are given back; with none left it stays as it was.

    Minutes left of the day of reception are given back too, although that day is not counted. The last minute given
    back may close a session: the due moment is then that closing, not the opening after it.

    Source: docs/legal/time-limits.md#suspension
    """
    return calendar.add_working_minutes(resumed_at, left) if left else due_at


def extended_due(due_at: datetime, extension: Extension, calendar: WorkingCalendar) -> datetime:
    """Return the due moment of a new appointment.

    Raises:
        InvalidExtension: its last day is a day of rest, or the new moment lies not after the present one and the decision.
        CalendarMissing: its last day lies outside the years of the calendar.

    Source: docs/legal/time-limits.md#extension
    """
    if not calendar.is_working_day(extension.until):
        raise InvalidExtension(f"Ngày hẹn lại {extension.until:%d/%m/%Y} là ngày nghỉ")
    new_due = calendar.closing(extension.until)
    if new_due <= max(due_at, extension.decided_at):
        raise InvalidExtension(f"Ngày hẹn lại {extension.until:%d/%m/%Y} phải sau ngày hẹn cũ và sau lúc quyết định")
    return new_due


def require_possible(changes: Sequence[Change], received_at: datetime, calendar: WorkingCalendar) -> None:
    """Check that changes follow each other, in the years of the calendar.

    Raises:
        CalendarMissing: one lies outside.
        InvalidPause, InvalidExtension: see `require_order`.
    """
    require_order(changes, received_at)
    for change in changes:
        if isinstance(change, Extension):
            calendar.require_covered(change.decided_at)
        else:
            calendar.require_covered(change.stopped_at, change.resumed_at or change.stopped_at)


def require_order(changes: Sequence[Change], received_at: datetime) -> None:
    """Check that changes follow reception and each other, as a clock that runs can be changed.

    Raises:
        InvalidPause: a stop before reception, backwards, or while the clock stands.
        InvalidExtension: a second one, one before reception or while the clock stands.
    """
    free_from: datetime | None = received_at
    extended = False
    for change in changes:
        if isinstance(change, Extension):
            _require_running(InvalidExtension, "gia hạn", change.decided_at, free_from)
            if extended:
                raise InvalidExtension("Chỉ được gia hạn một lần")
            extended, free_from = True, change.decided_at
        else:
            _require_running(InvalidPause, "tạm dừng", change.stopped_at, free_from)
            require_forward(change)
            free_from = change.resumed_at


def require_forward(pause: Pause) -> None:
    """Check that a stop does not end before it begins.

    Raises:
        InvalidPause: it does.
    """
    if pause.resumed_at is not None and pause.resumed_at < pause.stopped_at:
        raise InvalidPause(f"Tính tiếp lúc {moment(pause.resumed_at)}, trước khi tạm dừng lúc {moment(pause.stopped_at)}")


def _require_running(error: type[DomainError], what: str, at: datetime, free_from: datetime | None) -> None:
    if free_from is None:
        raise error(f"Không thể {what} lúc {moment(at)}: lần tạm dừng trước chưa kết thúc")
    if at < free_from:
        raise error(f"Không thể {what} lúc {moment(at)}: sớm nhất là {moment(free_from)}, lúc đồng hồ bắt đầu chạy")
