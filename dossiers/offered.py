"""Which acts are offered now: the moves of the table that nothing known beforehand would refuse."""

from collections.abc import Collection, Iterable

from django.conf import settings

from accounts.permissions import Post
from dossiers.access import may_act
from dossiers.actors import Actor
from dossiers.errors import DeclineNeedsLeader
from dossiers.models import Dossier, Extension, Suspension
from dossiers.states import Act, Move, Stage, moves_from
from procedures.models import ProcedureVersion

NEEDS_PAPERS = frozenset({Act.RECEIVE, Act.COMPLETE_AT_DESK})


def offered_moves(dossier: Dossier, actor: Actor, suspensions: Collection[Suspension], missing: Collection[str]) -> list[Move]:
    """Return the moves this actor may make now.

    `suspensions` are all of the dossier, `missing` the papers without which it cannot be received.
    """
    refused = {Act.REQUEST_SUPPLEMENT} if needs_leader(actor.post, suspensions) else set()
    if leader_declines(actor.post, dossier.procedure_version):
        refused.add(Act.DECLINE)
    if missing:
        refused |= NEEDS_PAPERS
    there = [move for move in open_moves(dossier, suspensions) if move.act not in refused and may_act(actor, dossier, move)]
    return [move for move in there if move.act is not Act.EXTEND or not was_extended(dossier)]


def was_extended(dossier: Dossier) -> bool:
    """Tell whether the one letter of apology was issued. One query. Source: docs/legal/one-stop.md#apology."""
    return Extension.objects.filter(dossier=dossier, issued_at__isnull=False).exists()


def open_moves(dossier: Dossier, suspensions: Iterable[Suspension]) -> list[Move]:
    """Return the moves out of the present state, whoever asks; what is made at the counter at once only where it may be."""
    stage = next((each.stage for each in suspensions if each.ended_at is None), None)
    at_once = is_made_at_once(dossier.procedure_version, dossier.receiving_unit_id, dossier.competent_unit_id)
    return [move for move in moves_from(dossier.state, stage) if at_once or move.act is not Act.COMPLETE_AT_DESK]


def is_made_at_once(version: ProcedureVersion, receiving_id: int | None, competent_id: int | None) -> bool:
    """Tell whether the receiving desk may end this itself: the procedure is so, with a known limit, and its own commune decides."""
    return version.is_immediate and version.time_limit is not None and receiving_id == competent_id


def times_asked(suspensions: Iterable[Suspension]) -> int:
    """Return how often a supplement was asked for; a wish to withdraw stops the clock too, but asks for nothing."""
    return sum(each.stage != Stage.WITHDRAWAL for each in suspensions)


def needs_leader(post: str, suspensions: Iterable[Suspension]) -> bool:
    """Tell whether it takes somebody else, a leader, to ask for a supplement again. Source: docs/legal/one-stop.md#supplement."""
    return post != Post.COMMUNE_LEADER and times_asked(suspensions) > 0


def require_may_decline(post: str, version: ProcedureVersion) -> None:
    """Raise DeclineNeedsLeader where a leader has to refuse."""
    if leader_declines(post, version):
        raise DeclineNeedsLeader(version.procedure.field.name)


def leader_declines(post: str, version: ProcedureVersion) -> bool:
    """Tell whether it takes somebody else, a leader, to refuse a filing of this field. Source: docs/legal/one-stop.md#acts (practice)."""
    return post != Post.COMMUNE_LEADER and version.procedure.field.code in settings.LEADER_DECLINES_FIELDS
