"""Who holds which post, and where. Days are days of the office (Asia/Ho_Chi_Minh); both ends of a post count."""

from collections.abc import Collection
from datetime import date
from enum import Enum
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from accounts.contacts import Contact
from accounts.models import Membership, User
from accounts.permissions import GRANTS, Permission, Post


class _All(Enum):
    ALL = "all"

    def __contains__(self, commune_id: object) -> bool:
        return True


ALL: Final = _All.ALL  # every commune: a post of the whole city


def memberships_of(user: User | AnonymousUser, on: date) -> tuple[Membership, ...]:
    """Return the posts `user` holds on that day: posts of communes first, in Vietnamese order. One query; none for a visitor."""
    if not user.is_authenticated or not user.is_active:
        return ()
    return tuple(
        user.memberships.valid_on(on)
        .select_related("commune", "division", "reception_point")
        .order_by("commune__sort_key", "post", "pk")  # PostgreSQL puts NULL, the city, last
    )


def communes_with(user: User | AnonymousUser, permission: Permission, on: date) -> set[int] | _All:
    """Return the ids of communes where a post held on that day grants `permission`; ALL if a post of the city does."""
    return communes_granting(memberships_of(user, on), permission)


def communes_granting(memberships: Collection[Membership], permission: Permission) -> set[int] | _All:
    """Return the ids of communes where one of these posts grants `permission`; ALL for a post of the whole city."""
    granting = [held for held in memberships if permission in GRANTS[Post(held.post)]]
    if any(held.commune_id is None for held in granting):
        return ALL
    return {held.commune_id for held in granting if held.commune_id is not None}


def holds(user: User | AnonymousUser, permission: Permission, on: date, commune_id: int | None = None) -> bool:
    """Return whether a post held on that day grants `permission`: in that commune, or anywhere when it is None."""
    communes = communes_with(user, permission, on)
    if communes is ALL:
        return True
    return commune_id in communes if commune_id is not None else bool(communes)


def person_reached_by(contact: Contact) -> User | None:
    """Return the person whose phone or e-mail address this is."""
    return User.objects.filter(**{contact.kind.value: contact.value}).first()


def people_at(commune_id: int, posts: Collection[Post], on: date) -> QuerySet[User]:
    """Return the active people who hold one of `posts` in the commune on that day, by name."""
    held = Membership.objects.valid_on(on).filter(commune=commune_id, post__in=list(posts))
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("full_name", "pk")
