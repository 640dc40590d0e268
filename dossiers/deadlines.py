"""The clock of one dossier: pure functions over a calendar. Source: docs/legal/time-limits.md."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.clock import ZONE
from core.time_limits import TimeLimit, due_moment
from core.working_calendar import WorkingCalendar
from dossiers.states import CLOCK_RUNNING, PAUSED, DossierState


@dataclass(frozen=True, slots=True)
class Clock:
    """The moments stored with a running dossier, aware: when it is due, from when that is soon, when an apology must be out."""

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
    """Return the warning moments of a due moment; a warning never lies before `not_before`."""
    due_on = due_at.astimezone(ZONE).date()
    soon = _opening(calendar.closing_after(due_on, -soon_days).date(), calendar)
    apology = _opening(calendar.closing_after(due_on, -1).date(), calendar)
    return Clock(due_at, max(soon, not_before), max(apology, not_before))


def _opening(day: date, calendar: WorkingCalendar) -> datetime:
    return datetime.combine(day, calendar.sessions_on(day)[0].opens, tzinfo=ZONE)


def minutes_left(due_at: datetime, at: datetime, calendar: WorkingCalendar) -> int:
    """Return the working minutes left at `at`; 0 when the due moment has passed."""
    return calendar.working_minutes(at, due_at) if at < due_at else 0


SUPPLEMENT_DAYS = range(1, 91)  # working days the window of a supplement may have


def supplement_window(at: datetime, working_days: int, calendar: WorkingCalendar) -> datetime:
    """Return until when a citizen may send what was asked for at `at`: the closing of the last working day.

    Raises:
        ValueError: `working_days` lies outside SUPPLEMENT_DAYS.
        CalendarMissing: the window runs out of the years the calendar holds.

    Source: docs/legal/one-stop.md#supplement
    """
    if working_days not in SUPPLEMENT_DAYS:
        raise ValueError(f"working_days must be {SUPPLEMENT_DAYS[0]} to {SUPPLEMENT_DAYS[-1]}, got {working_days}")
    return calendar.closing_after(calendar.effective_start(at).date(), working_days)


class Punctuality(StrEnum):
    """How a dossier stands against its due moment. Source: docs/legal/time-limits.md#classification."""

    IN_TIME = "in_time"
    DUE_SOON = "due_soon"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    PAUSED = "paused"
    WAITING = "waiting"
    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    ENDED = "ended"


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
    """Return how a dossier stands at `now`, in the desk's words; "ngày" are working days."""
    if state in PAUSED:
        return ClockReading(Punctuality.PAUSED, _paused_label(state))
    if finished_at is not None:
        return _finished(state, due_at, finished_at)
    if state not in CLOCK_RUNNING or due_at is None or calendar is None:
        return ClockReading(Punctuality.WAITING, "Chờ tiếp nhận")
    if now > due_at:
        return ClockReading(Punctuality.OVERDUE, _overdue_label(due_at, now, calendar))
    return _running(due_at, due_soon_at, now, calendar)


def _running(due_at: datetime, due_soon_at: datetime | None, now: datetime, calendar: WorkingCalendar) -> ClockReading:
    today, due_on = now.astimezone(ZONE).date(), due_at.astimezone(ZONE).date()
    if today == due_on:
        return ClockReading(Punctuality.DUE_TODAY, f"Hôm nay, còn {hours_label(calendar.working_minutes(now, due_at))}")
    is_soon = due_soon_at is not None and now >= due_soon_at
    days = calendar.working_days_between(today, due_on)
    return ClockReading(Punctuality.DUE_SOON if is_soon else Punctuality.IN_TIME, f"Còn {days} ngày làm việc")


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
    if finished_at > due_at:
        return ClockReading(Punctuality.LATE, "Xong quá hạn")
    if finished_at.astimezone(ZONE).date() < due_at.astimezone(ZONE).date():
        return ClockReading(Punctuality.EARLY, "Xong trước hạn")
    return ClockReading(Punctuality.ON_TIME, "Xong đúng hạn")


def _overdue_label(due_at: datetime, now: datetime, calendar: WorkingCalendar) -> str:
    days = calendar.working_days_between(due_at.astimezone(ZONE).date(), now.astimezone(ZONE).date())
    if days >= 1:
        return f"Quá hạn {days} ngày"
    minutes = calendar.working_minutes(due_at, now)
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
