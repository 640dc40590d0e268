"""Posts: from the first day to the last, in one commune or in the whole city."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from accounts.permissions import Permission, Post
from accounts.selectors import ALL, communes_with, holds, memberships_of, people_at
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.communes import CommuneFactory

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2026, 3, 2), date(2026, 3, 31)
A_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "held"),
    [(FIRST - A_DAY, False), (FIRST, True), (LAST, True), (LAST + A_DAY, False)],
)
def test_a_post_counts_from_its_first_to_its_last_day(day, held):
    membership = MembershipFactory(valid_from=FIRST, valid_to=LAST)

    assert bool(memberships_of(membership.user, day)) is held
    assert holds(membership.user, Permission.OPEN_DESK, day) is held
    assert people_at(membership.commune_id, {Post.DESK_OFFICER}, day).exists() is held


def test_an_open_post_counts_for_ever():
    membership = MembershipFactory(valid_from=FIRST)

    assert holds(membership.user, Permission.OPEN_DESK, date(2099, 1, 1))


def test_a_post_opens_its_own_commune_only():
    membership = MembershipFactory(valid_from=FIRST)
    elsewhere = CommuneFactory()

    assert communes_with(membership.user, Permission.READ_DOSSIER, FIRST) == {membership.commune_id}
    assert holds(membership.user, Permission.READ_DOSSIER, FIRST, membership.commune_id)
    assert not holds(membership.user, Permission.READ_DOSSIER, FIRST, elsewhere.pk)


def test_posts_in_two_communes_open_both():
    user = UserFactory()
    here, there = (MembershipFactory(user=user, valid_from=FIRST).commune_id for _ in range(2))

    assert communes_with(user, Permission.OPEN_DESK, FIRST) == {here, there}


def test_a_post_of_the_city_opens_every_commune():
    user = MembershipFactory(city=True, valid_from=FIRST).user
    commune = CommuneFactory()

    assert communes_with(user, Permission.READ_DOSSIER, FIRST) is ALL
    assert commune.pk in ALL
    assert holds(user, Permission.READ_DOSSIER, FIRST, commune.pk)
    assert not holds(user, Permission.OPEN_DESK, FIRST, commune.pk)


def test_being_superuser_opens_no_dossier():
    user = UserFactory(is_staff=True, is_superuser=True)

    assert not any(holds(user, permission, FIRST) for permission in Permission)


@pytest.mark.parametrize("user", [AnonymousUser(), None])
def test_visitors_and_closed_accounts_hold_nothing(user):
    user = user or MembershipFactory(valid_from=FIRST, user__is_active=False).user

    assert memberships_of(user, FIRST) == ()


def test_closed_accounts_are_not_offered_for_work():
    membership = MembershipFactory(valid_from=FIRST, user__is_active=False)

    assert not people_at(membership.commune_id, {Post.DESK_OFFICER}, FIRST).exists()


def test_people_of_a_commune_come_by_name():
    commune = CommuneFactory()
    for name, post in [("Bình", Post.COMMUNE_LEADER), ("An", Post.COMMUNE_LEADER), ("Chi", Post.CLERK)]:
        MembershipFactory(commune=commune, post=post, valid_from=FIRST, user__full_name=name)

    assert [person.full_name for person in people_at(commune.pk, {Post.COMMUNE_LEADER}, FIRST)] == ["An", "Bình"]


@pytest.mark.parametrize("posts", [1, 3])
def test_posts_with_their_places_cost_one_query(posts, django_assert_num_queries):
    user = UserFactory()
    MembershipFactory.create_batch(posts, user=user, valid_from=FIRST)

    # 1. posts with commune, division, reception point
    with django_assert_num_queries(1):
        assert len([held.place for held in memberships_of(user, FIRST)]) == posts


def test_the_same_post_is_not_held_twice_at_once():
    held = MembershipFactory(valid_from=FIRST, valid_to=LAST)
    again = MembershipFactory.build(user=held.user, commune=held.commune, valid_from=LAST)

    with pytest.raises(ValidationError, match="đã giữ vị trí đó"):
        again.full_clean()
    with pytest.raises(IntegrityError):
        again.save()


@pytest.mark.parametrize("change", [{"valid_from": LAST + A_DAY}, {"post": Post.CLERK, "valid_from": FIRST}])
def test_a_later_or_another_post_in_the_same_place_is_fine(change):
    held = MembershipFactory(valid_from=FIRST, valid_to=LAST)

    assert MembershipFactory(**{"user": held.user, "commune": held.commune, **change}).pk


@pytest.mark.parametrize(
    "wrong",
    [
        {"valid_from": LAST, "valid_to": FIRST},
        {"commune": None, "post": Post.CLERK},
        {"post": Post.CITY_STAFF},
        {"post": Post.CATALOGUE_EDITOR},
    ],
)
def test_it_refuses_posts_that_cannot_be(wrong):
    with pytest.raises(IntegrityError):
        MembershipFactory(**wrong)


def test_an_auditor_may_belong_to_a_commune_or_to_the_city():
    assert MembershipFactory(post=Post.AUDITOR).commune
    assert MembershipFactory(post=Post.AUDITOR, commune=None).place == "thành phố Hà Nội"
