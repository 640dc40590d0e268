"""The clock of one dossier in the desk's words; the arithmetic is core.time_limits. Source: docs/legal/time-limits.md."""

from dataclasses import dataclass
from datetime import datetime

from core.clock import ZONE
from core.time_limits import (
    Clock,
    LimitUnit,
    Punctuality,
    Standing,
    TimeLimit,
    clock_for,
    due_moment,
    minutes_left,
    standing_at,
    start_clock,
    when_finished,
)
from core.working_calendar import CalendarMissing, WorkingCalendar
from dossiers.states import CLOCK_RUNNING, PAUSED, DossierState

__all__ = [
    "SUPPLEMENT_DAYS",
    "Clock",
    "ClockReading",
    "Punctuality",
    "clock_for",
    "hours_label",
    "minutes_left",
    "read_clock",
    "start_clock",
    "supplement_window",
]

SUPPLEMENT_DAYS = range(1, 91)  # working days the window of a supplement may have

_FINISHED = {Punctuality.EARLY: "Xong trước hạn", Punctuality.ON_TIME: "Xong đúng hạn", Punctuality.LATE: "Xong quá hạn"}


def supplement_window(at: datetime, working_days: int, calendar: WorkingCalendar) -> datetime:
    """Return until when a citizen may send what was asked for at `at`: the closing of the last working day.

    Raises:
        ValueError: `working_days` lies outside SUPPLEMENT_DAYS.
        CalendarMissing: the window runs out of the years the calendar holds.

    Source: docs/legal/one-stop.md#supplement
    """
    if working_days not in SUPPLEMENT_DAYS:
        raise ValueError(f"working_days must be {SUPPLEMENT_DAYS[0]} to {SUPPLEMENT_DAYS[-1]}, got {working_days}")
    return due_moment(TimeLimit(LimitUnit.WORKING_DAYS, working_days), at, calendar)


@dataclass(frozen=True, slots=True)
class ClockReading:
    """What the clock says at one moment: a kind for colour and icon, and the words that carry the meaning."""

    kind: Punctuality
    label: str


def read_clock(
    *,
    state: int,
    due_at: datetime | None,
    due_soon_at: datetime | None,
    finished_at: datetime | None,
    remaining_minutes: int | None,
    now: datetime,
    calendar: WorkingCalendar | None,
) -> ClockReading:
    """Return how a dossier stands at `now`, in the desk's words; "ngày" are working days.

    Where the calendar it is pinned to ends too early the words count no days: lists go on working on the first of January.
    """
    if state in PAUSED:
        return ClockReading(Punctuality.PAUSED, _paused_label(state))
    if finished_at is not None:
        return _finished(state, due_at, finished_at)
    if state not in CLOCK_RUNNING or due_at is None or calendar is None:
        return ClockReading(Punctuality.WAITING, "Chờ tiếp nhận")
    try:
        standing = standing_at(due_at, now, calendar, soon_at=due_soon_at)
        return ClockReading(standing.kind, _open_label(standing, due_at, now, calendar))
    except CalendarMissing:
        return _uncounted(due_at, now)


def _uncounted(due_at: datetime, now: datetime) -> ClockReading:
    """Return how an open dossier stands whose calendar ends before today: by its date alone, without counting days."""
    if now > due_at:
        return ClockReading(Punctuality.OVERDUE, "Quá hạn")
    due_on = due_at.astimezone(ZONE).date()
    if due_on == now.astimezone(ZONE).date():
        return ClockReading(Punctuality.DUE_TODAY, "Hôm nay")
    return ClockReading(Punctuality.IN_TIME, f"Hẹn {due_on:%d/%m/%Y}")


def _open_label(standing: Standing, due_at: datetime, now: datetime, calendar: WorkingCalendar) -> str:
    days = calendar.working_days_between(now.astimezone(ZONE).date(), due_at.astimezone(ZONE).date())
    if standing.kind is Punctuality.OVERDUE:
        return _overdue_label(-days, -standing.minutes)
    if standing.kind is Punctuality.DUE_TODAY:
        return f"Hôm nay, còn {hours_label(standing.minutes)}"
    return f"Còn {days} ngày làm việc"


def _paused_label(state: int) -> str:
    waiting_for = {
        DossierState.AWAITING_SUPPLEMENT: "chờ bổ sung",
        DossierState.AWAITING_PAYMENT: "chờ nộp phí",
        DossierState.WITHDRAWAL_REQUESTED: "xin rút",
    }
    return f"Tạm dừng, {waiting_for[DossierState(state)]}"


def _finished(state: int, due_at: datetime | None, finished_at: datetime) -> ClockReading:
    if state in {DossierState.DECLINED, DossierState.STOPPED} or due_at is None:
        return ClockReading(Punctuality.ENDED, DossierState(state).label)
    kind = when_finished(due_at, finished_at)
    return ClockReading(kind, _FINISHED[kind])


def _overdue_label(days: int, minutes: int) -> str:
    if days >= 1:
        return f"Quá hạn {days} ngày"
    return f"Quá hạn {hours_label(minutes)}" if minutes else "Quá hạn"


def hours_label(minutes: int) -> str:
    """Return "2 giờ 18’" for working minutes; under an hour the minutes alone.

    >>> hours_label(138), hours_label(60), hours_label(5)
    ('2 giờ 18’', '1 giờ', '5 phút')
    """
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} phút"
    return f"{hours} giờ {rest}’" if rest else f"{hours} giờ"
