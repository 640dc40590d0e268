"""Who stands in: from a day to a day, one at a time, by whom it may be arranged."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction

from accounts.delegation import A_YEAR, LONGEST_DAYS, days_of, delegate, end_delegation
from accounts.errors import DeputyRefused, LeaveDaysRefused, LeaveNotFound, LeaveNotYours, LeaveOver
from accounts.models import Delegation, Membership, User
from accounts.permissions import Post
from accounts.selectors import away, stood_in_for, with_deputies
from communes.models import Division
from core.clock import ZONE
from tests.factories.accounts import MembershipFactory
from tests.factories.communes import CommuneFactory

pytestmark = pytest.mark.django_db

A_DAY = timedelta(days=1)
MONDAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 27)
NOW = datetime(2026, 11, 23, 8, 30, tzinfo=ZONE)


@pytest.fixture
def holder() -> Membership:
    return MembershipFactory(user__full_name="Lê An", post=Post.SPECIALIST)


def colleague(of: Membership, **held: Any) -> User:
    user: User = MembershipFactory(commune=of.commune, **held).user
    return user


def leave(actor: Membership, deputy: User, first: date = MONDAY, last: date = FRIDAY, **more: Any) -> Delegation:
    return delegate(actor=actor, deputy=deputy, from_day=first, to_day=last, at=more.pop("at", NOW), **{"person": actor.user, **more})


def stands_in(made: Delegation, day: date) -> bool:
    return made.user_id in stood_in_for(made.deputy_id, made.commune_id, day)


@pytest.mark.parametrize(("day", "stands"), [(MONDAY - A_DAY, False), (MONDAY, True), (FRIDAY, True), (FRIDAY + A_DAY, False)])
def test_both_days_count(holder: Membership, day: date, stands: bool) -> None:
    made = leave(holder, colleague(holder))
    assert stands_in(made, day) is stands
    assert (made.user_id in away([made.user_id], made.commune_id, day)) is stands
    assert (made.deputy in with_deputies([made.user], [made.commune_id], day)) is stands


def test_it_counts_in_its_own_commune_only(holder: Membership) -> None:
    made, elsewhere = leave(holder, colleague(holder)), CommuneFactory()
    assert not stood_in_for(made.deputy_id, elsewhere.pk, MONDAY).exists()
    assert with_deputies([made.user], [elsewhere.pk], MONDAY) == [made.user]


def test_a_deputy_hears_as_long_as_he_holds_a_post_there(holder: Membership) -> None:
    made = leave(holder, colleague(holder))
    MembershipFactory(user=made.deputy)
    Membership.objects.filter(user=made.deputy, commune=holder.commune).update(valid_to=MONDAY)
    assert with_deputies([holder.user], [holder.commune_id], MONDAY) == [holder.user, made.deputy]
    assert with_deputies([holder.user], [holder.commune_id], MONDAY + A_DAY) == [holder.user]


def test_who_stands_in_for_two_is_heard_once(holder: Membership) -> None:
    other, deputy = MembershipFactory(commune=holder.commune), colleague(holder)
    leave(holder, deputy)
    leave(other, deputy)
    assert with_deputies([holder.user, other.user, deputy], [holder.commune_id], MONDAY) == [holder.user, other.user, deputy]
    assert set(stood_in_for(deputy.pk, holder.commune_id, MONDAY)) == {holder.user_id, other.user_id}


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (MONDAY - A_DAY, FRIDAY, "from_day"),
        (FRIDAY, MONDAY, "to_day"),
        (MONDAY, MONDAY + LONGEST_DAYS * A_DAY, "to_day"),
        (MONDAY, date.max, "to_day"),
        (MONDAY + A_YEAR + A_DAY, MONDAY + A_YEAR + A_DAY, "from_day"),
        (date.max, date.max, "from_day"),
    ],
)
def test_it_refuses_days_that_cannot_be(holder: Membership, first: date, last: date, field: str) -> None:
    with pytest.raises(LeaveDaysRefused) as refused:
        leave(holder, colleague(holder), first, last)
    assert list(refused.value.errors) == [field]
    assert not Delegation.objects.exists()


def test_today_alone_and_the_longest_leave_are_accepted(holder: Membership) -> None:
    assert days_of(leave(holder, colleague(holder), MONDAY, MONDAY)) == "23/11/2026"
    assert days_of(leave(holder, colleague(holder), FRIDAY, FRIDAY + (LONGEST_DAYS - 1) * A_DAY)) == "27/11/2026–25/01/2027"


def test_today_is_the_day_at_the_office(holder: Membership) -> None:
    late = datetime(2026, 11, 24, 0, 10, tzinfo=ZONE)  # still Monday in UTC
    with pytest.raises(LeaveDaysRefused):
        leave(holder, colleague(holder), at=late)


@pytest.mark.parametrize(("first", "last"), [(FRIDAY, FRIDAY), (MONDAY, FRIDAY + A_DAY), (MONDAY + A_DAY, MONDAY + A_DAY)])
def test_one_deputy_at_a_time(holder: Membership, first: date, last: date) -> None:
    made = leave(holder, colleague(holder))
    with pytest.raises(LeaveDaysRefused, match="1 chỗ") as refused:
        leave(holder, colleague(holder), first, last)
    assert refused.value.errors["from_day"].startswith(f"Lê An đã có {made.deputy.full_name} làm thay 23/11–27/11/2026.")
    leave(holder, colleague(holder), FRIDAY + A_DAY, FRIDAY + A_DAY)


def test_the_same_asked_twice_is_made_once(holder: Membership) -> None:
    deputy = colleague(holder)
    assert leave(holder, deputy) == leave(holder, deputy)


@pytest.mark.django_db(transaction=True)
def test_who_loses_a_race_reads_who_was_first() -> None:
    actor = MembershipFactory(user__full_name="Lê An", post=Post.SPECIALIST)
    deputies, barrier = [colleague(actor) for _ in range(4)], Barrier(4)

    def one(deputy: User) -> Delegation | LeaveDaysRefused:
        connection.ensure_connection()
        barrier.wait(timeout=60)
        try:
            return leave(actor, deputy)
        except LeaveDaysRefused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(one, deputies))
    (made,) = [answer for answer in answers if isinstance(answer, Delegation)]
    refusals = [answer for answer in answers if isinstance(answer, LeaveDaysRefused)]
    assert all(made.deputy.full_name in refused.errors["from_day"] for refused in refusals)
    assert (Delegation.objects.get(), len(refusals)) == (made, 3)


def test_the_database_itself_keeps_one_at_a_time(holder: Membership) -> None:
    made = leave(holder, colleague(holder))
    made.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save(force_insert=True)


@pytest.mark.parametrize(
    ("post", "ok"),
    [
        ({"valid_to": FRIDAY}, True),
        ({"valid_to": FRIDAY - A_DAY}, False),
        ({"valid_from": MONDAY + A_DAY}, False),
        ({"post": Post.AUDITOR}, False),
        ({"commune": "elsewhere"}, False),
        ({"user__is_active": False}, False),
    ],
)
def test_a_deputy_holds_a_post_here_on_every_day(holder: Membership, post: dict[str, Any], ok: bool) -> None:
    held = {"commune": holder.commune, **post}
    deputy = MembershipFactory(**held | ({"commune": CommuneFactory()} if held["commune"] == "elsewhere" else {})).user
    if ok:
        assert leave(holder, deputy).deputy == deputy
    else:
        with pytest.raises(DeputyRefused):
            leave(holder, deputy)


def test_two_posts_one_after_the_other_will_do_and_a_gap_will_not(holder: Membership) -> None:
    deputy = colleague(holder, valid_to=MONDAY)
    MembershipFactory(user=deputy, commune=holder.commune, post=Post.CLERK, valid_from=MONDAY + 2 * A_DAY)
    with pytest.raises(DeputyRefused):
        leave(holder, deputy)
    MembershipFactory(user=deputy, commune=holder.commune, post=Post.SPECIALIST, valid_from=MONDAY + A_DAY, valid_to=MONDAY + A_DAY)
    leave(holder, deputy)


def test_nobody_stands_in_for_himself(holder: Membership) -> None:
    with pytest.raises(DeputyRefused):
        leave(holder, holder.user)


def test_a_deputy_is_not_on_leave_and_nobody_on_leave_is_a_deputy(holder: Membership) -> None:
    other = MembershipFactory(commune=holder.commune)
    leave(holder, colleague(holder))
    with pytest.raises(DeputyRefused) as refused:
        leave(other, holder.user, FRIDAY, FRIDAY + A_DAY)
    assert refused.value.errors["deputy"] == "Lê An cũng nghỉ 23/11–27/11/2026. Chọn người khác hoặc đổi ngày."
    leave(other, holder.user, FRIDAY + A_DAY, FRIDAY + 3 * A_DAY)
    with pytest.raises(LeaveDaysRefused):
        leave(holder, colleague(holder), FRIDAY + 2 * A_DAY, FRIDAY + 2 * A_DAY)


def test_heads_arrange_for_their_division_and_leaders_for_the_commune(holder: Membership) -> None:
    one, two = (Division.objects.create(commune=holder.commune, code=f"P{n}", name=f"Phòng {n}") for n in (1, 2))
    Membership.objects.filter(pk=holder.pk).update(division=one)
    deputy = colleague(holder)
    head, other_head = (MembershipFactory(commune=holder.commune, post=Post.DIVISION_HEAD, division=each) for each in (one, two))
    without_division = MembershipFactory(commune=holder.commune, post=Post.DIVISION_HEAD)
    leader, leader_elsewhere = (
        MembershipFactory(commune=holder.commune, post=Post.COMMUNE_LEADER),
        MembershipFactory(post=Post.COMMUNE_LEADER),
    )
    desk = MembershipFactory(commune=holder.commune)
    for stranger in (other_head, without_division, leader_elsewhere, desk):
        with pytest.raises(LeaveNotYours):
            leave(stranger, deputy, person=holder.user)
    made = leave(head, deputy, person=holder.user)
    assert (made.user, made.made_by) == (holder.user, head.user)
    for stranger in (other_head, desk):
        with pytest.raises(LeaveNotYours):
            end_delegation(made.pk, actor=stranger, at=NOW, at_once=True)
    with pytest.raises(LeaveNotFound):
        end_delegation(made.pk, actor=leader_elsewhere, at=NOW, at_once=True)
    end_delegation(made.pk, actor=leader, at=NOW, at_once=True)


@pytest.mark.parametrize(("at_once", "today", "tomorrow"), [(False, True, False), (True, False, False)])
def test_it_ends_early(holder: Membership, at_once: bool, today: bool, tomorrow: bool) -> None:
    made = leave(holder, colleague(holder))
    tuesday = MONDAY + A_DAY
    ended = end_delegation(made.pk, actor=holder, at=NOW + A_DAY, at_once=at_once)
    assert (stands_in(ended, MONDAY), stands_in(ended, tuesday), stands_in(ended, tuesday + A_DAY)) == (True, today, tomorrow)
    leave(holder, colleague(holder), ended.last_day + A_DAY if not at_once else tuesday, FRIDAY, at=NOW + A_DAY)


@pytest.mark.parametrize("at_once", [True, False])
def test_before_its_first_day_it_is_called_off(holder: Membership, at_once: bool) -> None:
    made = leave(holder, colleague(holder), MONDAY + A_DAY, FRIDAY)
    ended = end_delegation(made.pk, actor=holder, at=NOW, at_once=at_once)
    assert not any(stands_in(ended, MONDAY + n * A_DAY) for n in range(7))
    for again in (True, False):
        with pytest.raises(LeaveOver):
            end_delegation(made.pk, actor=holder, at=NOW, at_once=again)
    assert Delegation.objects.get(pk=made.pk).ended_on == ended.ended_on
    leave(holder, colleague(holder), MONDAY + A_DAY, FRIDAY)


def test_what_is_over_does_not_end_again(holder: Membership) -> None:
    made = leave(holder, colleague(holder))
    for day, at_once in ((FRIDAY, False), (FRIDAY + A_DAY, True)):
        with pytest.raises(LeaveOver):
            end_delegation(made.pk, actor=holder, at=datetime(day.year, day.month, day.day, 9, tzinfo=ZONE), at_once=at_once)
