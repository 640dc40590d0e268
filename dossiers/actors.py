"""Who performs an act, and the envelope every act comes in."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID, uuid5

from accounts.models import Membership, User
from accounts.permissions import Post
from accounts.selectors import stood_in_for
from core import clock
from dossiers.states import Act, Role

INSTEAD_OF = "instead_of"  # in the note of an event: the name of the holder for whom a deputy acted


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in one capacity: a post at a unit, or a citizen; or the system (no user)."""

    user: User | None
    post: str
    unit_id: int | None = None
    _replaced: dict[date, frozenset[int]] = field(default_factory=dict, compare=False, repr=False)

    def stands_in_for(self, user_id: int, on: date) -> bool:
        """Tell whether this person stands in for another one that day, in this unit. One query a day asked for."""
        if self.user_id is None or self.unit_id is None:
            return False
        if on not in self._replaced:
            self._replaced[on] = frozenset(stood_in_for(self.user_id, self.unit_id, on))
        return user_id in self._replaced[on]

    @property
    def user_id(self) -> int | None:
        return self.user.pk if self.user else None

    @property
    def label(self) -> str:
        return self.user.full_name if self.user else "Đồng hồ của cổng"

    @property
    def is_citizen(self) -> bool:
        return self.post == Role.CITIZEN


SYSTEM = Actor(user=None, post=Role.SYSTEM)


def citizen(user: User) -> Actor:
    """Return a person acting for himself, whatever posts he also holds."""
    return Actor(user=user, post=Role.CITIZEN)


def officer(membership: Membership) -> Actor:
    """Return a person acting in one post."""
    return Actor(user=membership.user, post=Post(membership.post), unit_id=membership.commune_id)


@dataclass(frozen=True, slots=True)
class ActCall:
    """One asking for an act.

    `key` makes a repetition answer the first result; `version` is the dossier's version the person saw (None: not compared);
    `within` names the composite act whose right covers this one.
    """

    actor: Actor
    at: datetime = field(default_factory=clock.now)
    key: UUID | None = None
    version: int | None = None
    within: Act | None = None

    def part(self, act: Act, whole: Act) -> "ActCall":
        """Return the call of one part of a composite act, with a key of its own that a repetition derives again."""
        return replace(self, key=uuid5(self.key, act.value) if self.key else None, version=None, within=whole)
