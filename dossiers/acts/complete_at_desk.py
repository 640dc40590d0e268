"""Complete at the desk: procedures whose result is made while the citizen waits; four acts, one button."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from accounts.permissions import Post
from accounts.selectors import people_at
from communes.models import Commune
from core.clock import ZONE
from dossiers.access import opening, require_may_act, require_unchanged
from dossiers.actors import ActCall
from dossiers.acts._shared import done_before, lock_dossier
from dossiers.acts.forward import forward_dossier
from dossiers.acts.receive import CounterFiling, receive_at_counter, receive_dossier
from dossiers.acts.release_result import SignedResult, release_result
from dossiers.acts.return_result import return_result
from dossiers.chain import payload_digest
from dossiers.codes import take_numbers
from dossiers.errors import MoveNotAllowed, RecipientHoldsNoPost
from dossiers.models import Dossier
from dossiers.selectors.steps import plan_of
from dossiers.states import Act
from procedures.models import ProcedureVersion

MOVE = opening(Act.COMPLETE_AT_DESK)
SERIES = "CT"


@dataclass(frozen=True, slots=True)
class Completion:
    """How it ends: who signed (a leader of the commune), who took it by which evidence. `number` empty: the next of the register."""

    signer_id: int
    receiver_name: str
    evidence: str
    fee_settled: bool
    number: str = ""

    def payload(self) -> dict[str, Any]:
        """Return what a repetition with the same key must equal."""
        return {name: value.strip() if isinstance(value, str) else value for name, value in asdict(self).items()}


@transaction.atomic
def complete_at_desk(target: int | CounterFiling, *, call: ActCall, completion: Completion) -> Dossier:
    """Receive, forward, release and return in one transaction, four events.

    `target` is a dossier that waits for reception, or what a person brings to the counter. The same key answers the first result.

    Raises:
        MoveNotAllowed: the procedure is not one whose result is made at once, or another commune decides.
        IdempotencyKeyReused: the key finished something else, or finished it otherwise.
        RecipientHoldsNoPost: the signer leads nothing here today. Whatever the four acts raise.

    Source: docs/legal/one-stop.md#acts
    """
    received = call.part(Act.RECEIVE, Act.COMPLETE_AT_DESK)
    if isinstance(target, CounterFiling):
        _require_immediate(target.version, "này", target.competent, call.actor.unit_id)
        dossier = receive_at_counter(target, call=received)
    else:
        dossier = _receive_waiting(target, call, received)
    released = call.part(Act.RELEASE_RESULT, Act.COMPLETE_AT_DESK)
    if done_before(dossier, Act.RELEASE_RESULT, released, payload_digest(completion.payload())):
        return dossier
    _finish(dossier, call, completion)
    dossier.refresh_from_db()
    return dossier


def _receive_waiting(dossier_id: int, call: ActCall, received: ActCall) -> Dossier:
    dossier = lock_dossier(dossier_id)
    _require_immediate(dossier.procedure_version, dossier.code, dossier.competent_unit, dossier.receiving_unit_id)
    if not done_before(dossier, Act.RECEIVE, received, payload_digest({"limit": None, "basis": ""})):
        require_unchanged(dossier, call)
        require_may_act(call.actor, dossier, MOVE)
    return receive_dossier(dossier_id, call=received)


def _require_immediate(version: ProcedureVersion, code: str, competent: Commune, receiving_id: int | None) -> None:
    if not version.is_immediate:
        raise MoveNotAllowed(code, Act.COMPLETE_AT_DESK.label, "thủ tục có hẹn trả")
    if competent.pk != receiving_id:
        raise MoveNotAllowed(code, Act.COMPLETE_AT_DESK.label, f"chuyển {competent.full_name} giải quyết")


def _finish(dossier: Dossier, call: ActCall, completion: Completion) -> None:
    day = call.at.astimezone(ZONE).date()
    signer = people_at(dossier.competent_unit_id, [Post.COMMUNE_LEADER], day).filter(pk=completion.signer_id).first()
    if signer is None:
        raise RecipientHoldsNoPost
    _pass_on(dossier, call)
    number = completion.number.strip() or f"{take_numbers(SERIES, dossier.competent_unit_id, f'{day:%Y}')[0]}/{SERIES}"
    result = SignedResult(number, day, signer.full_name, "Lãnh đạo UBND")
    release_result(
        dossier.pk,
        call=call.part(Act.RELEASE_RESULT, Act.COMPLETE_AT_DESK),
        result=result,
        file_required=False,
        asked=completion.payload(),
    )
    return_result(
        dossier.pk,
        call=call.part(Act.RETURN_RESULT, Act.COMPLETE_AT_DESK),
        receiver_name=completion.receiver_name,
        evidence=completion.evidence,
        fee_settled=completion.fee_settled,
    )


def _pass_on(dossier: Dossier, call: ActCall) -> None:
    """Forward within the desk: the officer keeps the dossier where the version's last step is his, else its holder signs and numbers."""
    last = plan_of(dossier.procedure_version)[-1]
    own = call.actor.user_id if last.post is Post.DESK_OFFICER else None
    forward_dossier(dossier.pk, call=call.part(Act.FORWARD, Act.COMPLETE_AT_DESK), to_user_id=own, step_position=last.position)
