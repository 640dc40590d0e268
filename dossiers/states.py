"""States of a dossier and the acts that move it. Source: docs/legal/one-stop.md#acts."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models

from accounts.permissions import Post


class DossierState(models.IntegerChoices):
    """The ten national exchange codes; labels are the desk's words. Source: docs/legal/one-stop.md#states."""

    SUBMITTED = 1, "Chờ tiếp nhận"
    RECEIVED = 2, "Đã tiếp nhận"
    DECLINED = 3, "Từ chối tiếp nhận"
    PROCESSING = 4, "Đang giải quyết"
    AWAITING_SUPPLEMENT = 5, "Chờ bổ sung"
    AWAITING_PAYMENT = 6, "Chờ nộp phí"
    WITHDRAWAL_REQUESTED = 7, "Xin rút hồ sơ"
    STOPPED = 8, "Dừng xử lý"
    RESULT_READY = 9, "Đã có kết quả, chờ trả"
    RETURNED = 10, "Đã trả kết quả"


_S = DossierState

FINISHED = frozenset({_S.DECLINED, _S.STOPPED, _S.RESULT_READY, _S.RETURNED})
TERMINAL = frozenset({_S.DECLINED, _S.STOPPED, _S.RETURNED})
CLOCK_RUNNING = frozenset({_S.RECEIVED, _S.PROCESSING})
PAUSED = frozenset({_S.AWAITING_SUPPLEMENT, _S.AWAITING_PAYMENT, _S.WITHDRAWAL_REQUESTED})


class Stage(models.TextChoices):
    """Where a supplement was asked for, or that a withdrawal is pending; decides what happens to the clock."""

    RECEPTION = "reception", "tiếp nhận"
    APPRAISAL = "appraisal", "thẩm định"
    WITHDRAWAL = "withdrawal", "xin rút"


class Act(models.TextChoices):
    """Legal acts. The value is the file name, the address segment and the word in the log; labels are verbs for buttons."""

    SUBMIT = "submit", "Nộp hồ sơ"
    RECEIVE = "receive", "Tiếp nhận"
    DECLINE = "decline", "Từ chối tiếp nhận"
    REQUEST_SUPPLEMENT = "request_supplement", "Yêu cầu bổ sung"
    SUPPLEMENT = "supplement", "Bổ sung"
    FORWARD = "forward", "Chuyển bước"
    REQUEST_PAYMENT = "request_payment", "Yêu cầu nộp phí"
    CONFIRM_PAYMENT = "confirm_payment", "Xác nhận đã nộp phí"
    WITHDRAW = "withdraw", "Rút hồ sơ"
    APPROVE_WITHDRAWAL = "approve_withdrawal", "Đồng ý cho rút"
    CANCEL_WITHDRAWAL = "cancel_withdrawal", "Không rút nữa"
    STOP = "stop", "Dừng giải quyết"
    RELEASE_RESULT = "release_result", "Phát hành kết quả"
    REOPEN = "reopen", "Mở lại hồ sơ"
    RETURN_RESULT = "return_result", "Trả kết quả"
    COMPLETE_AT_DESK = "complete_at_desk", "Giải quyết và trả ngay"
    EXTEND = "extend", "Xin lỗi và gia hạn"
    TRANSFER = "transfer", "Chuyển đúng nơi"
    REASSIGN = "reassign", "Bàn giao người khác"
    CORRECT_AND_REISSUE = "correct_and_reissue", "Sửa và cấp lại phiếu"
    UPDATE_CONTACT = "update_contact", "Đổi cách liên hệ"
    APPLY_CALENDAR = "apply_calendar", "Áp dụng lịch làm việc mới"
    NOTE_DUE_SOON = "note_due_soon", "Ghi nhận sắp đến hạn"
    NOTE_APOLOGY_DUE = "note_apology_due", "Ghi nhận đến lúc xin lỗi"
    NOTE_OVERDUE = "note_overdue", "Ghi nhận quá hạn"
    NOTE_STEP_OVERDUE = "note_step_overdue", "Ghi nhận bước quá hạn"
    NOTE_RESPONSE_OVERDUE = "note_response_overdue", "Ghi nhận quá hạn trả lời"
    NOTE_SUPPLEMENT_EXPIRED = "note_supplement_expired", "Ghi nhận hết hạn bổ sung"
    NOTE_ESCALATED = "note_escalated", "Báo lên cấp trên"


class Role(StrEnum):
    """Who may act without holding a post: the citizen concerned, the current owner, the system itself."""

    CITIZEN = "citizen"
    OWNER = "owner"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Move:
    """One legal move.

    `sources` empty = the dossier does not exist yet is also allowed only where `opens` is set. `to` None = the state stays.
    `back` = the state goes back to the one before. `works` False = in the table of the law, act not available yet.
    """

    act: Act
    sources: frozenset[DossierState]
    to: DossierState | None
    who: frozenset[Post | Role]
    opens: bool = False
    back: bool = False
    stage: Stage | None = None
    form: str = ""
    works: bool = True


def _states(*states: DossierState) -> frozenset[DossierState]:
    return frozenset(states)


def _who(*who: Post | Role) -> frozenset[Post | Role]:
    return frozenset(who)


_DESK, _LEADER, _CLERK = Post.DESK_OFFICER, Post.COMMUNE_LEADER, Post.CLERK
_CITIZEN, _OWNER, _SYSTEM = Role.CITIZEN, Role.OWNER, Role.SYSTEM
_RUNNING = _states(_S.RECEIVED, _S.PROCESSING)
_OPEN_AT_OFFICE = _states(_S.RECEIVED, _S.PROCESSING, _S.AWAITING_SUPPLEMENT, _S.AWAITING_PAYMENT)
_OPEN = _OPEN_AT_OFFICE | _states(_S.SUBMITTED, _S.WITHDRAWAL_REQUESTED, _S.RESULT_READY)

MOVES: tuple[Move, ...] = (
    Move(Act.SUBMIT, _states(), _S.SUBMITTED, _who(_CITIZEN, _DESK), opens=True),
    Move(Act.RECEIVE, _states(_S.SUBMITTED), _S.RECEIVED, _who(_DESK), opens=True, form="01"),
    Move(Act.DECLINE, _states(_S.SUBMITTED), _S.DECLINED, _who(_DESK, _LEADER), form="03"),
    Move(Act.DECLINE, _states(_S.AWAITING_SUPPLEMENT), _S.DECLINED, _who(_DESK, _LEADER), stage=Stage.RECEPTION, form="03"),
    Move(Act.REQUEST_SUPPLEMENT, _states(_S.SUBMITTED), _S.AWAITING_SUPPLEMENT, _who(_DESK, _LEADER), stage=Stage.RECEPTION, form="02"),
    Move(Act.REQUEST_SUPPLEMENT, _states(_S.PROCESSING), _S.AWAITING_SUPPLEMENT, _who(_OWNER, _LEADER), stage=Stage.APPRAISAL, form="02"),
    Move(Act.SUPPLEMENT, _states(_S.AWAITING_SUPPLEMENT), _S.SUBMITTED, _who(_CITIZEN, _DESK), stage=Stage.RECEPTION),
    Move(Act.SUPPLEMENT, _states(_S.AWAITING_SUPPLEMENT), _S.PROCESSING, _who(_CITIZEN, _DESK), stage=Stage.APPRAISAL),
    Move(Act.FORWARD, _states(_S.RECEIVED), _S.PROCESSING, _who(_DESK, _OWNER)),
    Move(Act.FORWARD, _states(_S.PROCESSING), _S.PROCESSING, _who(_OWNER)),
    Move(Act.REQUEST_PAYMENT, _states(_S.PROCESSING), _S.AWAITING_PAYMENT, _who(_OWNER), works=False),
    Move(Act.CONFIRM_PAYMENT, _states(_S.AWAITING_PAYMENT), _S.PROCESSING, _who(_DESK, _SYSTEM), works=False),
    Move(Act.WITHDRAW, _states(_S.SUBMITTED), _S.STOPPED, _who(_CITIZEN)),
    Move(Act.WITHDRAW, _OPEN_AT_OFFICE, _S.WITHDRAWAL_REQUESTED, _who(_CITIZEN)),
    Move(Act.APPROVE_WITHDRAWAL, _states(_S.WITHDRAWAL_REQUESTED), _S.STOPPED, _who(_LEADER), form="05"),
    Move(Act.CANCEL_WITHDRAWAL, _states(_S.WITHDRAWAL_REQUESTED), None, _who(_CITIZEN, _LEADER), back=True),
    Move(Act.STOP, _OPEN_AT_OFFICE, _S.STOPPED, _who(_LEADER), form="05"),
    Move(Act.RELEASE_RESULT, _states(_S.PROCESSING), _S.RESULT_READY, _who(_CLERK)),
    Move(Act.REOPEN, _states(_S.RESULT_READY), _S.PROCESSING, _who(_LEADER)),
    Move(Act.RETURN_RESULT, _states(_S.RESULT_READY), _S.RETURNED, _who(_DESK)),
    Move(Act.COMPLETE_AT_DESK, _states(_S.SUBMITTED), _S.RETURNED, _who(_DESK), opens=True),
    Move(Act.EXTEND, _states(_S.RECEIVED, _S.PROCESSING), None, _who(_LEADER), form="04"),
    Move(Act.TRANSFER, _states(_S.SUBMITTED, _S.RECEIVED), None, _who(_DESK), works=False),
    Move(Act.REASSIGN, _states(_S.RECEIVED, _S.PROCESSING), None, _who(_OWNER, Post.DIVISION_HEAD), works=False),
    Move(Act.CORRECT_AND_REISSUE, _states(_S.RECEIVED, _S.PROCESSING), None, _who(_DESK), works=False),
    Move(Act.UPDATE_CONTACT, _OPEN, None, _who(_CITIZEN, _DESK), works=False),
    Move(Act.APPLY_CALENDAR, _OPEN - {_S.RESULT_READY}, None, _who(_SYSTEM)),
    Move(Act.NOTE_DUE_SOON, _RUNNING, None, _who(_SYSTEM)),
    Move(Act.NOTE_APOLOGY_DUE, _RUNNING, None, _who(_SYSTEM)),
    Move(Act.NOTE_OVERDUE, _RUNNING, None, _who(_SYSTEM)),
    Move(Act.NOTE_STEP_OVERDUE, _RUNNING, None, _who(_SYSTEM)),
    Move(Act.NOTE_RESPONSE_OVERDUE, _states(_S.SUBMITTED), None, _who(_SYSTEM)),
    Move(Act.NOTE_SUPPLEMENT_EXPIRED, _states(_S.AWAITING_SUPPLEMENT), None, _who(_SYSTEM)),
    Move(Act.NOTE_ESCALATED, _RUNNING, None, _who(_SYSTEM)),
)


def moves_from(state: DossierState | int, stage: str | None = None) -> tuple[Move, ...]:
    """Return the working moves that lead out of a state; `stage` is that of the open suspension, if there is one."""
    return tuple(move for move in MOVES if move.works and state in move.sources and _stage_fits(move, stage))


def _stage_fits(move: Move, stage: str | None) -> bool:
    """A supplement and a refusal while waiting depend on where the supplement was asked for; a request sets the stage itself."""
    return move.act is Act.REQUEST_SUPPLEMENT or move.stage is None or move.stage == stage
