"""The only doors to a dossier, and who may perform which act on it."""

from collections.abc import Collection
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from accounts.models import Membership, User
from accounts.permissions import Permission, Post
from accounts.selectors import ALL, communes_granting, memberships_of
from core import clock
from core.lookup import get_or_none
from dossiers.actors import ActCall, Actor
from dossiers.errors import ActNotYours, DossierNotFound, VersionConflict
from dossiers.models import Dossier, DossierParty
from dossiers.states import MOVES, Act, DossierState, Move, Role, Stage

# What the system notes of itself: it moves no version, so nobody was first by it.
SYSTEM_NOTES = tuple(act for act in Act if act.startswith("note_"))

DETAIL_RELATIONS = (
    "procedure_version__procedure__field",
    "receiving_unit",
    "competent_unit",
    "support_unit",
    "assignee",
)


def get_dossier_for(user: User | AnonymousUser, code: str, *, on: date | None = None) -> Dossier:
    """Return the dossier with this code if `user` may know of it: as an officer of one of its units today, or as one of its people.

    Raises:
        DossierNotFound: it does not exist or lies outside the user's sight.
    """
    dossier = get_or_none(Dossier.objects.select_related(*DETAIL_RELATIONS).filter(code=code))
    if dossier is None or not user.is_authenticated:
        raise DossierNotFound
    if serves(memberships_of(user, on or clock.today()), dossier):
        return dossier
    if concerns(user, dossier):
        return dossier
    raise DossierNotFound


def get_own_dossier(user: User | AnonymousUser, code: str) -> Dossier:
    """Return a dossier of this citizen's own; posts open nothing here.

    Raises:
        DossierNotFound: not one of the user's dossiers.
    """
    dossier = get_or_none(Dossier.objects.select_related(*DETAIL_RELATIONS).filter(code=code))
    if dossier is None or not user.is_authenticated or not concerns(user, dossier):
        raise DossierNotFound
    return dossier


def get_office_dossier(membership: Membership, code: str) -> Dossier:
    """Return a dossier that the chosen office serves.

    Raises:
        DossierNotFound: it does not exist or belongs to other units.
    """
    dossier = get_or_none(Dossier.objects.select_related(*DETAIL_RELATIONS).filter(code=code))
    if dossier is None or not serves([membership], dossier):
        raise DossierNotFound
    return dossier


def serves(memberships: Collection[Membership], dossier: Dossier) -> bool:
    """Tell whether one of these posts lets its holder read the dossier."""
    communes = communes_granting(memberships, Permission.READ_DOSSIER)
    if communes is ALL:
        return True
    return any(unit in communes for unit in units_of(dossier))


def concerns(user: User, dossier: Dossier) -> bool:
    """Tell whether the user is one of the people of the dossier."""
    return DossierParty.objects.filter(dossier=dossier, user=user).exists()


def units_of(dossier: Dossier) -> frozenset[int]:
    """Return the ids of the units that have to do with a dossier."""
    units = (dossier.receiving_unit_id, dossier.competent_unit_id, dossier.support_unit_id)
    return frozenset(unit for unit in units if unit is not None)


def own_dossiers(user: User) -> QuerySet[Dossier]:
    """Return the dossiers a citizen is a person of, newest first."""
    mine = DossierParty.objects.filter(user=user).values("dossier")
    return Dossier.objects.filter(pk__in=mine).order_by("-listed_at", "-pk")


def may_act(actor: Actor, dossier: Dossier, move: Move, on: date | None = None) -> bool:
    """Tell whether the actor, in this capacity, is one of those the table of moves names, or stands in for the holder (today)."""
    return _may_himself(actor, dossier, move) or _may_for_holder(actor, dossier, move, on or clock.today())


def _may_himself(actor: Actor, dossier: Dossier, move: Move) -> bool:
    return any(_fits(actor, dossier, who, move) for who in move.who)


def _fits(actor: Actor, dossier: Dossier, who: Post | Role, move: Move) -> bool:
    if isinstance(who, Post):
        return actor.post == who and actor.unit_id in _units_for(who, dossier, move)
    if who is Role.OWNER:
        return actor.user_id is not None and actor.user_id == dossier.assignee_id and actor.unit_id == _unit_of_holder(dossier)
    return actor.post == who


def _may_for_holder(actor: Actor, dossier: Dossier, move: Move, on: date) -> bool:
    """Tell whether the act is the holder's and the actor stands in for him. Source: docs/legal/one-stop.md#delegation."""
    if Role.OWNER not in move.who or dossier.assignee_id is None or actor.unit_id != _unit_of_holder(dossier):
        return False
    return actor.stands_in_for(dossier.assignee_id, on)


def _unit_of_holder(dossier: Dossier) -> int:
    """Return the unit in which the holder holds the dossier: the desk that received it until it is forwarded, then who decides it."""
    at_desk = dossier.state in (DossierState.SUBMITTED, DossierState.RECEIVED)
    return dossier.receiving_unit_id if at_desk else dossier.competent_unit_id


def _units_for(post: Post, dossier: Dossier, move: Move) -> frozenset[int]:
    """Desks act where the dossier was received; leaders and clerks where it is decided, leaders at reception too."""
    if post is Post.DESK_OFFICER:
        return frozenset({dossier.receiving_unit_id})
    if post is Post.COMMUNE_LEADER and (DossierState.SUBMITTED in move.sources or move.stage is Stage.RECEPTION):
        return frozenset({dossier.receiving_unit_id, dossier.competent_unit_id})
    return frozenset({dossier.competent_unit_id})


def require_may_act(actor: Actor, dossier: Dossier, move: Move, on: date | None = None) -> User | None:
    """Return the holder in whose place the actor performs the act; None where it is the actor's own right.

    Raises ActNotYours, naming whose act it is, for anybody else.
    """
    if _may_himself(actor, dossier, move):
        return None
    if _may_for_holder(actor, dossier, move, on or clock.today()):
        return dossier.assignee
    raise not_yours(move)


def not_yours(move: Move) -> ActNotYours:
    """Return the error that names whose act it is."""
    return ActNotYours(move.act.label, whose(move))


def whose(move: Move) -> str:
    """Return in words who may perform a move: "Một cửa hoặc Lãnh đạo xã, phường"."""
    words = {Role.CITIZEN: "người nộp hồ sơ", Role.OWNER: "người đang giữ hồ sơ", Role.SYSTEM: "đồng hồ của cổng"}
    names = [who.label if isinstance(who, Post) else words[who] for who in sorted(move.who)]
    return " hoặc ".join(names)


def opening(act: Act) -> Move:
    """Return the move by which an act opens a dossier that does not exist yet."""
    return next(move for move in MOVES if move.act is act and move.opens)


def may_open(post: str, act: Act) -> bool:
    """Tell whether the table of moves lets a post begin a dossier by this act."""
    return post in opening(act).who


def require_unchanged(dossier: Dossier, call: ActCall) -> None:
    """Raise VersionConflict, naming who was first, if the person saw an older version than the present one."""
    if call.version is None or call.version == dossier.version:
        return
    last = dossier.events.exclude(act__in=SYSTEM_NOTES).select_related("actor").order_by("-seq").first()
    who = last.actor.full_name if last and last.actor else "Cổng"
    what = Act(last.act).label if last else ""
    raise VersionConflict(who, what, last.at if last else call.at, dossier.version)
