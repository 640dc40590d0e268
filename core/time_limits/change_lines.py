"""What happened to the clock of a dossier, in sentences."""

from collections.abc import Iterable
from datetime import datetime

from core.time_limits.changes import Extension, Pause, Step
from core.time_limits.words import at, hours
from core.working_calendar import WorkingCalendar


def change_lines(original: datetime, steps: Iterable[Step], counts_from: datetime, calendar: WorkingCalendar) -> list[str]:
    """Return the first due moment, then for each change what was left and the due moment after it.

    `counts_from` is the moment from which the limit counts: the closing of the day of reception, where that day does
    not count.
    """
    written = [f"Hẹn đầu: {at(original)}."]
    for step in steps:
        if isinstance(step.change, Extension):
            written.append(f"Gia hạn {at(step.change.decided_at)}{_reason(step.change.reason)}. Hẹn lại: {at(step.due_at)}.")
        else:
            written += _stop(step.change, step, counts_from, calendar)
    return written


def _stop(pause: Pause, step: Step, counts_from: datetime, calendar: WorkingCalendar) -> list[str]:
    written = [f"Dừng {at(pause.stopped_at)}{_reason(pause.reason)}. {_left(pause, step, calendar)}"]
    uncounted = calendar.working_minutes(pause.stopped_at, counts_from)
    if uncounted > 0:
        written.append(f"Trong đó có {hours(uncounted)} còn lại của ngày nhận hồ sơ.")
    if pause.resumed_at is not None:
        kept = " vẫn là" if pause.stopped_at >= step.due_before else ":"
        written.append(f"Tính tiếp từ {at(pause.resumed_at)}. Hẹn trả{kept} {at(step.due_at)}.")
    return written


def _left(pause: Pause, step: Step, calendar: WorkingCalendar) -> str:
    minutes = calendar.working_minutes(pause.stopped_at, step.due_before)
    return f"Còn {hours(minutes)} làm việc." if pause.stopped_at <= step.due_before else f"Đã quá hẹn {hours(-minutes)} làm việc."


def _reason(reason: str) -> str:
    return f" – {reason}" if reason else ""
