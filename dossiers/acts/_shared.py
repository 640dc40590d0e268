"""What every act does around its own few lines: open (lock, repeat, version, right, state) and close (place, event, feed)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from accounts.models import User
from core.clock import ZONE
from core.locks import waiting_briefly
from core.lookup import get_or_none
from dossiers.access import require_may_act, require_unchanged
from dossiers.actors import INSTEAD_OF, ActCall
from dossiers.chain import GENESIS, event_hash, payload_digest
from dossiers.errors import DossierNotFound, IdempotencyKeyReused, MoveNotAllowed
from dossiers.models import FAR_FUTURE, Dossier, DossierEvent, EventFeed, EventNote, Suspension
from dossiers.states import FINISHED, MOVES, PAUSED, Act, DossierState, Move, moves_from


@dataclass(slots=True)
class OpenAct:
    """A dossier locked for one act. `repeated`: the same call was done before, nothing is to be written.

    `instead_of` is the holder in whose place a deputy acts, None where the act is the actor's own.
    """

    dossier: Dossier
    move: Move
    call: ActCall
    payload: bytes
    suspension: Suspension | None
    repeated: bool = False
    instead_of: User | None = None


def open_act(dossier_id: int, act: Act, call: ActCall, payload: Mapping[str, Any] | None = None) -> OpenAct:
    """Lock the dossier and check that this call may perform `act` on it now.

    Raises:
        DossierNotFound, IdempotencyKeyReused, VersionConflict, MoveNotAllowed, ActNotYours.
    """
    dossier = lock_dossier(dossier_id)
    digest = payload_digest(payload or {})
    suspension = get_or_none(dossier.suspensions.filter(ended_at__isnull=True)) if dossier.state in PAUSED else None
    if done_before(dossier, act, call, digest):
        any_move = next(move for move in MOVES if move.act is act)
        return OpenAct(dossier, any_move, call, digest, suspension, repeated=True)
    require_unchanged(dossier, call)
    move = require_move(dossier, act, suspension)
    instead_of = None
    if call.within is None:
        instead_of = require_may_act(call.actor, dossier, move, call.at.astimezone(ZONE).date())
    return OpenAct(dossier, move, call, digest, suspension, instead_of=instead_of)


def lock_dossier(dossier_id: int) -> Dossier:
    """Return the dossier locked until commit; uploads and readers of other rows do not wait for it.

    Raises DossierNotFound; Busy when somebody else holds it for too long.
    """
    rows = Dossier.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "procedure_version__procedure", "receiving_unit", "competent_unit"
    )
    with waiting_briefly():
        dossier = get_or_none(rows.filter(pk=dossier_id))
    if dossier is None:
        raise DossierNotFound
    return dossier


def done_before(dossier: Dossier, act: Act, call: ActCall, payload: bytes) -> bool:
    """Tell whether this very call was done already.

    Raises IdempotencyKeyReused if its key stands for something else.
    """
    if call.key is None:
        return False
    event = get_or_none(dossier.events.filter(act_key=call.key))
    if event is None:
        return False
    if event.act != act or bytes(event.payload_sha256) != payload:
        raise IdempotencyKeyReused
    return True


def require_move(dossier: Dossier, act: Act, suspension: Suspension | None) -> Move:
    """Return the one move of `act` out of the present state.

    Raises MoveNotAllowed if the table has none.
    """
    stage = suspension.stage if suspension else None
    for move in moves_from(dossier.state, stage):
        if move.act is act:
            return move
    raise MoveNotAllowed(dossier.code, act.label, dossier.state_label)


def close_act(
    opened: OpenAct,
    *,
    to: DossierState | None = None,
    changed: Collection[str] = (),
    reason: str = "",
    note: Mapping[str, Any] | None = None,
    artefact: str = "",
) -> DossierEvent:
    """Place the dossier in its new state and write the event. `to` None takes the state from the table; `changed` names further columns.

    Call it after everything that may fail and after the slow writes: from here to commit others wait.
    """
    dossier, call = opened.dossier, opened.call
    before = DossierState(dossier.state)
    place_in(dossier, to or opened.move.to or before, call.at)
    event = new_event(dossier, opened.move.act, call, before, opened.payload, artefact=artefact)
    dossier.save(update_fields=[*_PLACED, *changed])
    if opened.instead_of is not None:
        note = {**(note or {}), INSTEAD_OF: opened.instead_of.full_name}
    store_event(event, reason, note)
    return event


_PLACED = ("state", "finished_at", "returned_at", "next_act_by", "version", "last_seq", "last_hash")


def place_in(dossier: Dossier, state: DossierState, at: datetime) -> None:
    """Set the state and the columns that follow from it alone."""
    dossier.state = state
    if state in FINISHED:
        dossier.finished_at = dossier.finished_at or at
    else:
        dossier.finished_at = None
    dossier.returned_at = at if state == DossierState.RETURNED else None
    dossier.next_act_by = next_act_by(dossier)
    dossier.version += 1


def next_act_by(dossier: Dossier) -> datetime:
    """Return the moment by which somebody must act, far away where there is none: the one key the inbox sorts by."""
    moments = {
        DossierState.SUBMITTED: dossier.response_due_at,
        DossierState.RECEIVED: dossier.due_at,
        DossierState.PROCESSING: dossier.due_at,
        DossierState.AWAITING_SUPPLEMENT: dossier.supplement_due_at,
    }
    return moments.get(DossierState(dossier.state)) or FAR_FUTURE


def new_event(
    dossier: Dossier, act: Act, call: ActCall, before: DossierState | None, payload: bytes, *, artefact: str = ""
) -> DossierEvent:
    """Return the next event of the dossier's chain, unsaved, and move the head on the dossier."""
    event = DossierEvent(
        cohort=dossier.cohort,
        dossier=dossier,
        seq=dossier.last_seq + 1,
        at=call.at,
        act=act,
        actor=call.actor.user,
        post=call.actor.post,
        unit_id=call.actor.unit_id,
        from_state=before,
        to_state=dossier.state,
        act_key=call.key,
        artefact=artefact,
        payload_sha256=payload,
        prev_hash=bytes(dossier.last_hash) or GENESIS,
    )
    event.hash = event_hash(event)
    dossier.last_seq, dossier.last_hash = event.seq, event.hash
    return event


def store_event(event: DossierEvent, reason: str = "", note: Mapping[str, Any] | None = None) -> None:
    """Write the event, its erasable words, and the row that asks the tallies to count it."""
    event.save(force_insert=True)
    EventFeed.objects.bulk_create([EventFeed(event_id=event.pk)])
    if reason or note:
        EventNote.objects.create(event=event, reason=reason, data=dict(note or {}))


def reserve_dossier_id() -> int:
    """Return the id the new dossier will have.

    Rows that hang on it are written first (their foreign keys are checked at commit), so that the counter row of the code,
    on which other desks wait, is held only for the last two inserts.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('dossiers_dossier', 'id'))")
        return int(cursor.fetchone()[0])
