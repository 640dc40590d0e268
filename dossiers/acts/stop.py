"""Stop: a leader ends a dossier by decision; form 05."""

from django.db import transaction

from core.clock import ZONE
from core.errors import FieldErrors
from dossiers.actors import ActCall
from dossiers.acts._clock import end_suspension
from dossiers.acts._shared import close_act, open_act
from dossiers.acts._steps import finish_step
from dossiers.codes import take_numbers
from dossiers.models import Dossier
from dossiers.states import Act
from dossiers.telling import tell_citizen
from notifications.service import NoticeKind

SLIP = "TBD"


@transaction.atomic
def stop_dossier(dossier_id: int, *, call: ActCall, legal_basis: str, explanation: str) -> Dossier:
    """End processing without a result.

    Raises:
        FieldErrors: no legal basis, or no explanation.
        MoveNotAllowed, ActNotYours, VersionConflict, IdempotencyKeyReused.

    Source: docs/legal/one-stop.md#acts
    """
    legal_basis, explanation = legal_basis.strip(), explanation.strip()
    errors = {}
    if not legal_basis:
        errors["legal_basis"] = "Ghi căn cứ pháp lý của việc dừng"
    if not explanation:
        errors["explanation"] = "Ghi lý do để người dân hiểu"
    if errors:
        raise FieldErrors(errors)
    opened = open_act(dossier_id, Act.STOP, call, {"basis": legal_basis, "explanation": explanation})
    if opened.repeated:
        return opened.dossier
    end_suspension(opened.suspension, call.at)
    finish_step(opened.dossier, call.at)
    close_act(opened, reason=explanation, note={"basis": legal_basis}, artefact=stop_slip(opened.dossier, call))
    tell_citizen(opened.dossier, NoticeKind.STOPPED, call.at)
    return opened.dossier


def stop_slip(dossier: Dossier, call: ActCall) -> str:
    """Return form and number of the notice of stopping, `05:7/TBD`."""
    number = take_numbers(SLIP, dossier.competent_unit_id, f"{call.at.astimezone(ZONE):%Y}")[0]
    return f"05:{number}/{SLIP}"
