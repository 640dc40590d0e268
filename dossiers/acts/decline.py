"""Decline: the desk refuses a dossier with a legal reason; form 03."""

from django.db import models, transaction

from core.clock import ZONE
from core.errors import FieldErrors
from dossiers.actors import ActCall
from dossiers.acts._clock import end_suspension
from dossiers.acts._shared import close_act, open_act
from dossiers.codes import take_numbers
from dossiers.models import Dossier
from dossiers.offered import require_may_decline
from dossiers.states import Act
from dossiers.telling import tell_citizen
from notifications.service import NoticeKind

SLIP = "TC"


class DeclineReason(models.TextChoices):
    """Legal grounds of a refusal. Source: docs/legal/one-stop.md#forms."""

    NOT_COMPETENT = "not_competent", "Không thuộc thẩm quyền, phạm vi giải quyết"
    NOT_ENTITLED = "not_entitled", "Không đúng đối tượng"
    PAPERS_INVALID = "papers_invalid", "Thành phần hồ sơ không hợp lệ, không khắc phục được"
    DUPLICATE = "duplicate", "Trùng hồ sơ đã nộp"
    NOT_IN_FORCE = "not_in_force", "Thủ tục đã hết hiệu lực"
    OTHER = "other", "Lý do khác theo pháp luật"


@transaction.atomic
def decline_dossier(dossier_id: int, *, call: ActCall, ground: str, explanation: str) -> Dossier:
    """Refuse a dossier that waits for reception, or for a supplement asked for at reception.

    Raises:
        FieldErrors: no ground, or no explanation the citizen can act on.
        DeclineNeedsLeader, MoveNotAllowed, ActNotYours, VersionConflict, IdempotencyKeyReused.

    Source: docs/legal/one-stop.md#reception
    """
    explanation = explanation.strip()
    _require_reason(ground, explanation)
    opened = open_act(dossier_id, Act.DECLINE, call, {"ground": ground, "explanation": explanation})
    if opened.repeated:
        return opened.dossier
    require_may_decline(call.actor.post, opened.dossier.procedure_version)
    end_suspension(opened.suspension, call.at)
    opened.dossier.supplement_due_at = None
    number = take_numbers(SLIP, opened.dossier.receiving_unit_id, f"{call.at.astimezone(ZONE):%Y}")[0]
    close_act(opened, changed=["supplement_due_at"], reason=explanation, note={"ground": ground}, artefact=f"03:{number}/{SLIP}")
    tell_citizen(opened.dossier, NoticeKind.DECLINED, call.at)
    return opened.dossier


def _require_reason(ground: str, explanation: str) -> None:
    errors = {}
    if ground not in DeclineReason.values:
        errors["ground"] = "Chọn lý do từ chối"
    if not explanation:
        errors["explanation"] = "Ghi rõ lý do để người dân hiểu và biết nộp lại thế nào"
    if errors:
        raise FieldErrors(errors)
