"""Approve a withdrawal: a leader lets the dossier go; form 05."""

from django.db import transaction

from dossiers.actors import ActCall
from dossiers.acts._clock import end_suspension
from dossiers.acts._shared import close_act, open_act
from dossiers.acts._steps import finish_step
from dossiers.acts.stop import GivenBack, StopGround, stop_slip
from dossiers.models import Dossier
from dossiers.states import Act
from dossiers.telling import tell_citizen
from notifications.service import NoticeKind


@transaction.atomic
def approve_withdrawal(dossier_id: int, *, call: ActCall, given_back: GivenBack | None = None) -> Dossier:
    """End a dossier whose citizen asked to withdraw; no result can have been issued, see the table of moves.

    Raises:
        MoveNotAllowed, ActNotYours, VersionConflict, IdempotencyKeyReused.

    Source: docs/legal/one-stop.md#acts
    """
    note = {"ground": StopGround.WITHDRAWAL.value, **(given_back or GivenBack()).payload()}
    opened = open_act(dossier_id, Act.APPROVE_WITHDRAWAL, call, note)
    if opened.repeated:
        return opened.dossier
    end_suspension(opened.suspension, call.at)
    finish_step(opened.dossier, call.at)
    close_act(opened, reason=note["refund"], note=note, artefact=stop_slip(opened.dossier, call))
    tell_citizen(opened.dossier, NoticeKind.STOPPED, call.at)
    return opened.dossier
