"""Who holds which post, and where. Days are days of the office (Asia/Ho_Chi_Minh); both ends of a post count."""

from collections.abc import Collection, Iterable
from datetime import date
from enum import Enum
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Least

from accounts.contacts import Contact
from accounts.models import Delegation, Membership, User
from accounts.permissions import COMMUNE_POSTS, GRANTS, Permission, Post
from core.lookup import get_or_none


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
    return get_or_none(User.objects.filter(**{contact.kind.value: contact.value}))


def people_at(commune_id: int, posts: Collection[Post], on: date) -> QuerySet[User]:
    """Return the active people who hold one of `posts` in the commune on that day, by name."""
    held = Membership.objects.valid_on(on).filter(commune=commune_id, post__in=list(posts))
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("full_name", "pk")


def delegations_between(first: date, last: date) -> QuerySet[Delegation]:
    """Return who is on leave on one of these days, both included, with whoever stands in; those called off are left out."""
    until = Least("to_day", "ended_on")  # PostgreSQL leaves NULL out
    return Delegation.objects.alias(until=until).filter(from_day__lte=last, until__gte=first).filter(until__gte=F("from_day"))


def standing_in(on: date) -> QuerySet[Delegation]:
    """Return who is on leave that day, where the deputy may sign in and still holds a post of that commune: only then he hears.

    Source: docs/legal/one-stop.md#delegation
    """
    posts = Membership.objects.valid_on(on).filter(user=OuterRef("deputy"), commune=OuterRef("commune"), post__in=COMMUNE_POSTS)
    return delegations_between(on, on).filter(Exists(posts), deputy__is_active=True)


def stood_in_for(deputy_id: int, commune_id: int, on: date) -> QuerySet[Delegation, int]:
    """Return the ids of the people for whom somebody stands in in a commune that day, to be read or put into a query."""
    return delegations_between(on, on).filter(deputy=deputy_id, commune=commune_id).values_list("user", flat=True)


def away(user_ids: Iterable[int], commune_id: int, on: date) -> dict[int, Delegation]:
    """Return who of these people is on leave in the commune that day, by id, each with the deputy. One query."""
    rows = delegations_between(on, on).filter(user__in=list(user_ids), commune=commune_id)
    return {row.user_id: row for row in rows.select_related("deputy").order_by("pk")}


def leaves_about(user_id: int, on: date) -> list[Delegation]:
    """Return the leaves of that day and later in which a person is on leave or stands in, the earliest first. One query."""
    rows = delegations_between(on, date.max).filter(Q(user=user_id) | Q(deputy=user_id))
    return list(rows.select_related("user", "deputy", "commune").order_by("from_day", "pk"))


def with_deputies(people: Iterable[User], commune_ids: Collection[int], on: date) -> list[User]:
    """Return these people and whoever stands in for them that day in one of the communes, each once. One query."""
    everybody = {person.pk: person for person in people}
    rows = standing_in(on).filter(user__in=list(everybody), commune__in=list(commune_ids))
    for row in rows.select_related("deputy").order_by("pk"):
        everybody.setdefault(row.deputy_id, row.deputy)
    return list(everybody.values())


def colleagues(commune_id: int, on: date) -> QuerySet[Membership]:
    """Return the posts of a commune's desk held on that day or later by people who may sign in, by name."""
    held = Membership.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), commune=commune_id, post__in=COMMUNE_POSTS)
    return held.filter(user__is_active=True).select_related("user").order_by("user__full_name", "user", "post", "pk")


def people_under(office: Membership, on: date) -> QuerySet[Membership]:
    """Return the posts held today by those whose leave this post may arrange: a leader's commune, a head's own division.

    Source: docs/legal/one-stop.md#delegation
    """
    held = Membership.objects.valid_on(on).filter(commune=office.commune_id, commune__isnull=False, post__in=COMMUNE_POSTS)
    if office.post == Post.COMMUNE_LEADER:
        return held
    if office.post == Post.DIVISION_HEAD and office.division_id is not None:
        return held.filter(division=office.division_id)
    return held.none()
