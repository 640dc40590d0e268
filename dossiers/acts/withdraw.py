"""Withdraw: the citizen takes a dossier back, at once before reception, by request after it."""

from django.db import transaction

from dossiers.actors import ActCall
from dossiers.acts._clock import stop_clock
from dossiers.acts._shared import close_act, open_act
from dossiers.models import Dossier
from dossiers.states import Act, DossierState, Stage
from dossiers.telling import leaders, tell_people
from notifications.service import NoticeKind


@transaction.atomic
def withdraw_dossier(dossier_id: int, *, call: ActCall, reason: str = "") -> Dossier:
    """Withdraw before reception, or ask to; while a leader decides, the clock stands.

    A dossier that already waits (for a supplement, for a fee) keeps that suspension open.

    Raises:
        MoveNotAllowed, ActNotYours, VersionConflict, IdempotencyKeyReused.

    Source: docs/legal/one-stop.md#acts
    """
    opened = open_act(dossier_id, Act.WITHDRAW, call, {"reason": reason})
    if opened.repeated:
        return opened.dossier
    dossier = opened.dossier
    asks = opened.move.to == DossierState.WITHDRAWAL_REQUESTED
    if asks and opened.suspension is None:
        stop_clock(dossier, Stage.WITHDRAWAL, call.at)
    close_act(opened, changed=["remaining_minutes"], reason=reason.strip())
    if asks:
        tell_people(dossier, NoticeKind.WITHDRAWAL_REQUESTED, call.at, leaders(dossier, call.at))
    return dossier
