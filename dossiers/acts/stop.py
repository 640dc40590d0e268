"""Stop: a leader ends a dossier by decision; form 05."""

from dataclasses import dataclass

from django.db import models, transaction

from core.clock import ZONE
from core.errors import FieldErrors
from core.vietnamese_dates import moment
from dossiers.actors import ActCall
from dossiers.acts._clock import end_suspension
from dossiers.acts._shared import OpenAct, close_act, open_act
from dossiers.acts._steps import finish_step
from dossiers.codes import take_numbers
from dossiers.models import Dossier
from dossiers.states import Act, DossierState
from dossiers.telling import tell_citizen
from notifications.service import NoticeKind

SLIP = "TBD"


class StopGround(models.TextChoices):
    """Why a dossier ends without a result. Source: docs/legal/one-stop.md#form-05."""

    SUPPLEMENT_EXPIRED = "supplement_expired", "Hết hạn bổ sung mà chưa nộp"
    OTHER = "other", "Căn cứ khác theo pháp luật"
    WITHDRAWAL = "withdrawal", "Người nộp xin rút hồ sơ"


STOP_GROUNDS = (StopGround.SUPPLEMENT_EXPIRED, StopGround.OTHER)  # a withdrawal is approved, by its own act


@dataclass(frozen=True, slots=True)
class GivenBack:
    """What the citizen gets back with form 05, in words: money already paid, papers handed in."""

    refund: str = ""
    papers: str = ""

    def payload(self) -> dict[str, str]:
        return {"refund": self.refund.strip(), "papers": self.papers.strip()}


@transaction.atomic
def stop_dossier(
    dossier_id: int,
    *,
    call: ActCall,
    legal_basis: str,
    explanation: str,
    ground: str = StopGround.OTHER,
    given_back: GivenBack | None = None,
) -> Dossier:
    """End processing without a result.

    Raises:
        FieldErrors: no legal basis, no explanation, or a ground that does not hold: the window for the supplement is open.
        MoveNotAllowed, ActNotYours, VersionConflict, IdempotencyKeyReused.

    Source: docs/legal/one-stop.md#acts
    """
    legal_basis, explanation = legal_basis.strip(), explanation.strip()
    _require_words(ground, legal_basis, explanation)
    note = {"ground": str(ground), "basis": legal_basis, **(given_back or GivenBack()).payload()}
    opened = open_act(dossier_id, Act.STOP, call, {**note, "explanation": explanation})
    if opened.repeated:
        return opened.dossier
    _require_ground(opened, ground)
    end_suspension(opened.suspension, call.at)
    finish_step(opened.dossier, call.at)
    close_act(opened, reason=explanation, note=note, artefact=stop_slip(opened.dossier, call))
    tell_citizen(opened.dossier, NoticeKind.STOPPED, call.at)
    return opened.dossier


def stop_slip(dossier: Dossier, call: ActCall) -> str:
    """Return form and number of the notice of stopping, `05:7/TBD`."""
    number = take_numbers(SLIP, dossier.competent_unit_id, f"{call.at.astimezone(ZONE):%Y}")[0]
    return f"05:{number}/{SLIP}"


def _require_words(ground: str, legal_basis: str, explanation: str) -> None:
    errors = {}
    if ground not in STOP_GROUNDS:
        errors["ground"] = "Chọn lý do dừng"
    if not legal_basis:
        errors["legal_basis"] = "Ghi căn cứ pháp lý của việc dừng"
    if not explanation:
        errors["explanation"] = "Ghi lý do để người dân hiểu"
    if errors:
        raise FieldErrors(errors)


def _require_ground(opened: OpenAct, ground: str) -> None:
    """Check that a window said to be over is over."""
    dossier = opened.dossier
    if ground != StopGround.SUPPLEMENT_EXPIRED:
        return
    if dossier.state != DossierState.AWAITING_SUPPLEMENT or dossier.supplement_due_at is None:
        raise FieldErrors({"ground": "Hồ sơ không chờ bổ sung. Chọn lý do khác"})
    if opened.call.at <= dossier.supplement_due_at:
        raise FieldErrors({"ground": f"Người dân còn được bổ sung đến {moment(dossier.supplement_due_at)}"})
