"""The log of one dossier in words: the act with the number of its form, who, and what it did to the clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.permissions import Post
from core.clock import ZONE
from dossiers.actors import INSTEAD_OF
from dossiers.deadlines import hours_label
from dossiers.models import DossierEvent, EventNote, Suspension
from dossiers.states import PAUSED, Act, DossierState, Role


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One event. `effect` is what it did to the clock, `tone` its colour: "ok", "paused", "overdue" or ""."""

    seq: int
    act: Act
    at: datetime
    title: str
    who: str
    effect: str
    tone: str
    reason: str


_TITLES = {
    Act.SUBMIT: "Nộp hồ sơ",
    Act.RECEIVE: "Tiếp nhận đủ hồ sơ",
    Act.DECLINE: "Từ chối tiếp nhận",
    Act.REQUEST_SUPPLEMENT: "Yêu cầu bổ sung",
    Act.SUPPLEMENT: "Bổ sung theo yêu cầu",
    Act.WITHDRAW: "Xin rút hồ sơ",
    Act.APPROVE_WITHDRAWAL: "Đồng ý cho rút hồ sơ",
    Act.CANCEL_WITHDRAWAL: "Thôi rút, hồ sơ đi tiếp",
    Act.STOP: "Dừng giải quyết",
    Act.EXTEND: "Xin lỗi và hẹn lại",
    Act.REOPEN: "Mở lại để sửa kết quả",
    Act.NOTE_OVERDUE: "Quá hạn giải quyết",
}


def timeline_of(events: Sequence[DossierEvent], suspensions: Sequence[Suspension]) -> list[TimelineLine]:
    """Return the events as lines, in the order given."""
    left = {each.started_at: each.remaining_minutes for each in suspensions}
    return [_line(event, left) for event in events]


def _line(event: DossierEvent, left: dict[datetime, int | None]) -> TimelineLine:
    act, data, reason = Act(event.act), note_of(event), reason_of(event)
    effect, tone = _new_date(data) if act is Act.EXTEND else _effect(event, left.get(event.at))
    who = f"{who_of(event)} (thay {data[INSTEAD_OF]})" if INSTEAD_OF in data else who_of(event)
    return TimelineLine(event.seq, act, event.at, _title(event, act, data), who, effect, tone, reason)


def note_of(event: DossierEvent) -> dict[str, Any]:
    """Return the erasable facts of an event; nothing where there are none."""
    try:
        return dict(event.note.data)
    except EventNote.DoesNotExist:
        return {}


def reason_of(event: DossierEvent) -> str:
    """Return the erasable words of an event; empty where there are none."""
    try:
        return event.note.reason
    except EventNote.DoesNotExist:
        return ""


def who_of(event: DossierEvent) -> str:
    """Return the person with the post the act was done in."""
    if event.actor is None:
        return "Đồng hồ của cổng"
    post = "người nộp" if event.post == Role.CITIZEN else Post(event.post).label if event.post in Post.values else ""
    return f"{event.actor.full_name}{f', {post[:1].lower()}{post[1:]}' if post else ''}"


def form_of(event: DossierEvent) -> str:
    """Return the form an event issued: "phiếu 01 số 412/TNHS"; empty for none."""
    form, _, number = event.artefact.partition(":")
    return f"phiếu {form} số {number}" if number else ""


def _title(event: DossierEvent, act: Act, data: dict[str, Any]) -> str:
    if act is Act.FORWARD:
        return f"Chuyển sang bước {data.get('step', 'tiếp theo')}: {data.get('to', 'người tiếp nhận')}"
    if act is Act.NOTE_ESCALATED:
        return f"Báo lên cấp trên, đến cấp {event.artefact.partition(':')[2]}"
    if act is Act.RELEASE_RESULT:
        return f"Phát hành kết quả số {event.artefact}"
    if act is Act.RETURN_RESULT:
        return f"Trả kết quả cho {data.get('receiver', 'người nhận')}"
    form = form_of(event)
    return f"{_TITLES.get(act, act.label)}, {form}" if form else _TITLES.get(act, act.label)


def _effect(event: DossierEvent, left: int | None) -> tuple[str, str]:
    """Return what the event did to the clock, and its tone."""
    if event.act == Act.RECEIVE:
        return "Bắt đầu tính giờ", "ok"
    if event.act == Act.NOTE_OVERDUE:
        return "Đã báo người giữ và người dân", "overdue"
    if event.to_state in PAUSED and event.from_state not in PAUSED:
        return (f"Dừng đồng hồ, còn {hours_label(left)} làm việc" if left else "Chờ người dân, chưa tính hạn"), "paused"
    if event.from_state in PAUSED and event.to_state == DossierState.PROCESSING:
        return "Đồng hồ chạy tiếp", "ok"
    if event.to_state == DossierState.RESULT_READY:
        return "Dừng tính giờ, đã có kết quả", "ok"
    return "", ""


def _new_date(facts: dict[str, Any]) -> tuple[str, str]:
    """Return the new appointment of a letter of apology, and that it came late if it did."""
    due = datetime.fromisoformat(facts["due"]) if "due" in facts else None
    words = f"Hẹn lại {due.astimezone(ZONE):%H:%M %d/%m/%Y}" if due else "Hẹn lại"
    return (f"{words}; xin lỗi sau hạn", "overdue") if facts.get("late") else (words, "ok")
