"""Stops of a running time limit: what was left, and when it ends after they are over.

Source: docs/legal/time-limits.md#suspension
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.time_limits.words import at, hours
from core.working_calendar import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Pause:
    """One stop of the clock; `resumed_at` is None while it lasts, `reason` says who is waited for."""

    stopped_at: datetime
    resumed_at: datetime | None
    reason: str = ""


def due_after_pauses(due_at: datetime, pauses: Sequence[Pause], calendar: WorkingCalendar) -> datetime:
    """Return the due moment once the office minutes left at each stop are given back at its end.

    `pauses` are in order and do not overlap. One that still lasts moves nothing yet. Minutes left of the day of
    reception are given back too, although that day is not counted.

    Source: docs/legal/time-limits.md#suspension
    """
    for pause in pauses:
        if pause.resumed_at is not None:
            left = calendar.working_minutes(pause.stopped_at, due_at)
            due_at = calendar.add_working_minutes(pause.resumed_at, left)
    return due_at


def pause_lines(due_at: datetime, pauses: Sequence[Pause], counts_from: datetime, calendar: WorkingCalendar) -> list[str]:
    """Return the first due moment, then for each stop what was left and the due moment after it.

    `counts_from` is the moment from which the limit counts: the closing of the day of reception, where that day does
    not count.
    """
    written = [f"Hẹn đầu: {at(due_at)}."]
    for pause in pauses:
        left = calendar.working_minutes(pause.stopped_at, due_at)
        reason = f" – {pause.reason}" if pause.reason else ""
        written.append(f"Dừng {at(pause.stopped_at)}{reason}. {_left(left)}")
        uncounted = calendar.working_minutes(pause.stopped_at, counts_from)
        if uncounted > 0:
            written.append(f"Trong đó có {hours(uncounted)} còn lại của ngày nhận hồ sơ.")
        if pause.resumed_at is not None:
            due_at = calendar.add_working_minutes(pause.resumed_at, left)
            written.append(f"Tính tiếp từ {at(pause.resumed_at)}. Hẹn trả: {at(due_at)}.")
    return written


def _left(minutes: int) -> str:
    return f"Còn {hours(minutes)} làm việc." if minutes >= 0 else f"Đã quá hẹn {hours(-minutes)} làm việc."
