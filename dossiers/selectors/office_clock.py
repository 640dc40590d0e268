"""The clock of one dossier as the desk reads it: how it stands and what is left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from communes.selectors import calendar_of_revision
from core.clock import ZONE
from core.working_calendar import CalendarMissing, WorkingCalendar
from dossiers.deadlines import ClockReading, hours_label, minutes_left
from dossiers.models import Dossier, Extension, Suspension
from dossiers.selectors.clock import clock_of, desk_clock, remaining_label
from dossiers.selectors.due_steps import agrees_with_log
from dossiers.states import PAUSED, DossierState


@dataclass(frozen=True, slots=True)
class ClockPanel:
    """The clock at the right of a dossier page. `lead` says what `moment` is.

    `used` is a share of the time in percent, None without a clock; `agrees` False where the log gives another due moment.
    """

    reading: ClockReading
    lead: str
    moment: datetime | None
    note: str
    used: int | None = None
    used_words: str = ""
    left_words: str = ""
    explains: bool = False
    agrees: bool = True


def clock_panel(dossier: Dossier, suspensions: Sequence[Suspension], now: datetime, extension: Extension | None = None) -> ClockPanel:
    """Return how the clock stands at `now`. For a stopped clock `moment` is what the due moment would be if it went on now."""
    if dossier.due_at is None or dossier.calendar_revision_id is None:
        return _without_due(dossier, now)
    calendar = calendar_of_revision(dossier.calendar_revision_id)
    reading = clock_of(dossier, now)
    agrees = agrees_with_log(dossier, suspensions, extension)
    if dossier.finished_at is not None:
        return ClockPanel(reading, "Hẹn trả kết quả", dossier.due_at, f"Xong {_at(dossier.finished_at)}", explains=True, agrees=agrees)
    lead, moment, note = "Hẹn trả kết quả", dossier.due_at, f"{_original(dossier)}{_letter(extension)}"
    try:
        left = dossier.remaining_minutes if dossier.remaining_minutes is not None else minutes_left(dossier.due_at, now, calendar)
        total = max(left, _whole(dossier, extension, now, calendar))
        if dossier.state in PAUSED and left:
            lead, moment = "Nếu đi tiếp ngay lúc này, hẹn trả là", calendar.add_working_minutes(now, left)
            note = f"{remaining_label(left).capitalize()}.{note}"
    except CalendarMissing as error:
        return ClockPanel(reading, lead, moment, f"{error.message}.{note}", explains=True, agrees=agrees)
    return ClockPanel(
        reading,
        lead,
        moment,
        note.strip(),
        used=round(100 * (total - left) / total) if total else 100,
        used_words=f"{hours_label(total - left)} đã dùng",
        left_words=f"{hours_label(left)} còn lại" if left else "đã hết giờ",
        explains=True,
        agrees=agrees,
    )


def _without_due(dossier: Dossier, now: datetime) -> ClockPanel:
    reading, answer_by = desk_clock(dossier, now)
    if dossier.state == DossierState.SUBMITTED:
        return ClockPanel(reading, "Trả lời người dân trước", answer_by, "Chưa tính hạn giải quyết.")
    return ClockPanel(reading, "Chưa tính hạn giải quyết", None, "Đồng hồ bắt đầu khi tiếp nhận.")


def _original(dossier: Dossier) -> str:
    if dossier.original_due_at is None or dossier.original_due_at == dossier.due_at:
        return ""
    return f" Hẹn ban đầu {_at(dossier.original_due_at)}."


def _whole(dossier: Dossier, extension: Extension | None, now: datetime, calendar: WorkingCalendar) -> int:
    """Return the office minutes of the term: those of the limit, and those the letter of apology added."""
    whole = calendar.working_minutes(dossier.received_at or now, dossier.original_due_at or dossier.due_at or now)
    if extension is not None and extension.due_before is not None and extension.due_after is not None:
        whole += calendar.working_minutes(extension.due_before, extension.due_after)
    return whole


def _letter(extension: Extension | None) -> str:
    if extension is None:
        return ""
    if extension.issued_at is None:
        return " Thư xin lỗi đã soạn, chờ lãnh đạo phát hành."
    return f" Đã xin lỗi, hẹn lại một lần, thư số {extension.number}."


def _at(moment: datetime) -> str:
    return f"{moment.astimezone(ZONE):%H:%M %d/%m/%Y}"
