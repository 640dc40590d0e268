"""Cancel a withdrawal: the dossier goes back to where it was, its clock as before."""

from django.db import transaction

from dossiers.actors import ActCall
from dossiers.acts._clock import RESUMED_COLUMNS, resume_clock
from dossiers.acts._shared import close_act, open_act
from dossiers.acts._steps import resume_step
from dossiers.models import Dossier
from dossiers.states import Act, DossierState, Stage
from dossiers.telling import tell_citizen
from notifications.service import NoticeKind


@transaction.atomic
def cancel_withdrawal(dossier_id: int, *, call: ActCall, reason: str = "") -> Dossier:
    """Take back the wish to withdraw, by the citizen or by a leader who does not agree to it.

    Raises:
        MoveNotAllowed, ActNotYours, VersionConflict, IdempotencyKeyReused.

    Source: docs/legal/one-stop.md#acts
    """
    opened = open_act(dossier_id, Act.CANCEL_WITHDRAWAL, call, {"reason": reason})
    if opened.repeated:
        return opened.dossier
    dossier = opened.dossier
    before = _state_before(dossier)
    changed: tuple[str, ...] = ()
    if opened.suspension is not None and opened.suspension.stage == Stage.WITHDRAWAL:
        resume_clock(dossier, opened.suspension, call.at)
        resume_step(dossier, opened.suspension, call.at)
        changed = RESUMED_COLUMNS
    close_act(opened, to=before, changed=changed, reason=reason.strip())
    if not call.actor.is_citizen:
        tell_citizen(dossier, NoticeKind.WITHDRAWAL_REFUSED, call.at)
    return dossier


def _state_before(dossier: Dossier) -> DossierState:
    """Return the state the withdrawal came from, as the log has it."""
    event = dossier.events.filter(act=Act.WITHDRAW).order_by("-seq").first()
    return DossierState(event.from_state if event and event.from_state else DossierState.PROCESSING)
