"""Who performs an act, and the envelope every act comes in."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID, uuid5

from accounts.models import Membership, User
from accounts.permissions import Post
from core import clock
from dossiers.states import Act, Role


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in one capacity: a post at a unit, or a citizen; or the system (no user)."""

    user: User | None
    post: str
    unit_id: int | None = None

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
