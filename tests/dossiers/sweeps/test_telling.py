"""Who hears of what an order notes, by which way, when, and that nobody hears it twice."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings

from accounts.models import Delegation, Membership, User
from accounts.permissions import Post
from core.clock import ZONE
from dossiers.models import Dossier, PartyRole
from dossiers.parties import Person, write_party
from dossiers.sweeps import APOLOGY_DUE, DUE_SOON, OVERDUE, RESPONSE_OVERDUE, STEP_OVERDUE, SUPPLEMENT_EXPIRED, Sweep, note_due, run_sweep
from notifications.kinds import WORDS, NoticeKind, fill
from notifications.models import Notice
from tests.dossiers.sweeps.conftest import Case, MakeCase, copies
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.dossiers import Office

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
DESK, SPECIALIST, LEADER = Post.DESK_OFFICER, Post.SPECIALIST, Post.COMMUNE_LEADER


def told(order: Sweep) -> Counter[User]:
    return Counter(notice.recipient for notice in Notice.objects.filter(kind=order.tells_officer).select_related("recipient"))


def stand_in(office: Office, post: Post, on: datetime, **row: Any) -> User:
    """Let somebody of the office stand in for the holder of a post on that day, and return him."""
    deputy = MembershipFactory(commune=row.get("commune", office.commune), post=Post.CLERK).user
    day = on.astimezone(ZONE).date()
    row = {"from_day": day, "to_day": day, "commune": office.commune, "deputy": deputy, **row}
    return Delegation.objects.create(user=office.person(post), made_by=office.person(LEADER), **row).deputy


@pytest.mark.parametrize(
    ("order", "posts"),
    [
        (OVERDUE, {SPECIALIST}),
        (RESPONSE_OVERDUE, {DESK, LEADER}),
        (STEP_OVERDUE, {SPECIALIST}),
        (SUPPLEMENT_EXPIRED, {SPECIALIST}),
        (APOLOGY_DUE, {SPECIALIST, LEADER}),
        (DUE_SOON, {SPECIALIST, LEADER}),
    ],
    ids=lambda value: value.act.value if isinstance(value, Sweep) else "",
)
def test_each_order_tells_its_people_and_their_deputies_once(order: Sweep, posts: set[Post], case: MakeCase, office: Office) -> None:
    its = case(order)
    at = its.moment + SECOND
    deputies = {stand_in(office, post, at) for post in posts}
    note_due(order, now=at)
    assert told(order) == Counter({office.person(post) for post in posts} | deputies)


@pytest.mark.parametrize("order", [RESPONSE_OVERDUE, SUPPLEMENT_EXPIRED], ids=lambda order: order.act.value)
def test_the_people_of_the_dossier_hear_by_every_way_with_the_moment_that_passed(order: Sweep, case: MakeCase) -> None:
    its = case(order)
    note_due(order, now=its.moment + SECOND)
    assert order.tells_citizen is not None
    notices = Notice.objects.filter(kind=order.tells_citizen).order_by("channel")
    assert [notice.channel for notice in notices] == ["in_app", "sms"]
    words = f"{its.moment.astimezone(ZONE):%H:%M %d/%m/%Y}"
    assert {notice.data["due"] for notice in notices} == {words}
    assert words in fill(WORDS[NoticeKind(order.tells_citizen)].body, notices[0].data)


def test_people_with_one_address_hear_once(case: MakeCase) -> None:
    its = case(OVERDUE)
    for role, email in ((PartyRole.FILER, "Nha@example.org"), (PartyRole.REPRESENTATIVE, "nha@example.org")):
        write_party(its.dossier, role, Person("Trần Thị Nhà", phone="+84912345678", email=email), None)
    note_due(OVERDUE, now=its.moment + SECOND)
    assert Counter(Notice.objects.filter(kind=OVERDUE.tells_citizen).order_by("pk").values_list("channel", flat=True)) == {
        "in_app": 1,
        "sms": 1,
        "email": 1,
    }


def test_a_late_step_names_the_due_moment_of_the_dossier(case: MakeCase) -> None:
    its = case(STEP_OVERDUE)
    note_due(STEP_OVERDUE, now=its.moment + SECOND)
    assert Notice.objects.get(kind=NoticeKind.STEP_OVERDUE).data["due"] == f"{its.dossier.due_at.astimezone(ZONE):%H:%M %d/%m/%Y}"


@pytest.mark.parametrize(("others", "codes"), [(0, 1), (4, 5), (5, 5), (49, 5)])
def test_warnings_come_in_one_message_a_person_that_names_the_first_five(due_soon: Case, office: Office, others: int, codes: int) -> None:
    named = [due_soon.dossier.code, *[each.code for each in copies(due_soon.dossier, others)]][:codes]
    note_due(DUE_SOON, now=due_soon.moment)
    assert told(DUE_SOON) == Counter([office.person(SPECIALIST), office.person(LEADER)])
    notice = Notice.objects.filter(kind=NoticeKind.DUE_SOON).order_by("pk")[0]
    assert notice.data["codes"] == ", ".join(named) + (", …" if others >= 5 else "")
    assert (notice.data["count"], notice.about_id, notice.about_code) == (str(others + 1), None, "")
    assert notice.data["link"] == f"{settings.SITE_ADDRESS}/mot-cua/?nhom=sap-den-han"


def test_each_hears_of_his_own_dossiers_only(due_soon: Case, office: Office, elsewhere: Office) -> None:
    mine, other = due_soon.dossier, copies(due_soon.dossier, 1)[0]
    Dossier.objects.filter(pk=other.pk).update(
        assignee=elsewhere.person(SPECIALIST), receiving_unit=elsewhere.commune, competent_unit=elsewhere.commune
    )
    note_due(DUE_SOON, now=due_soon.moment)
    counted = dict(Notice.objects.filter(kind=NoticeKind.DUE_SOON).order_by("pk").values_list("recipient", "data__codes"))
    both = ((office, mine.code), (elsewhere, other.code))
    assert counted == {unit.person(post).pk: code for unit, code in both for post in (SPECIALIST, LEADER)}


@pytest.mark.parametrize("order", [OVERDUE, STEP_OVERDUE, DUE_SOON], ids=lambda order: order.act.value)
def test_a_moment_that_comes_back_is_told_anew_and_each_time_once(order: Sweep, case: MakeCase) -> None:
    """A calendar moves the due moment away and a later one moves it back: the flag is empty again."""
    its = case(order)
    for times in (1, 2):
        type(its.row).objects.filter(pk=its.row.pk).update(**{order.noted_column: None})
        assert [run_sweep(order, now=its.moment + SECOND, size=10) for _ in range(2)] == [1, 0]
        assert set(told(order).values()) == {times}


@pytest.mark.parametrize(
    "leave",
    [
        {"from_day": DAY, "to_day": DAY},
        {"from_day": -DAY, "to_day": -DAY},
        {"from_day": -DAY, "to_day": DAY, "ended_on": -DAY},
    ],
    ids=["tomorrow", "yesterday", "ended early"],
)
def test_a_deputy_of_another_day_hears_nothing(due_soon: Case, office: Office, leave: dict[str, timedelta]) -> None:
    day = due_soon.moment.astimezone(ZONE).date()
    stand_in(office, SPECIALIST, due_soon.moment, **{name: day + shift for name, shift in leave.items()})
    note_due(DUE_SOON, now=due_soon.moment)
    assert set(told(DUE_SOON)) == {office.person(SPECIALIST), office.person(LEADER)}


def test_a_deputy_elsewhere_or_without_account_hears_nothing_and_no_deputy_passes_on(
    due_soon: Case, office: Office, elsewhere: Office
) -> None:
    stand_in(office, SPECIALIST, due_soon.moment, commune=elsewhere.commune)
    stand_in(office, LEADER, due_soon.moment, deputy=UserFactory(is_active=False))
    deputy = stand_in(office, SPECIALIST, due_soon.moment)
    day = due_soon.moment.astimezone(ZONE).date()
    Delegation.objects.create(user=deputy, deputy=office.person(DESK), made_by=deputy, commune=office.commune, from_day=day, to_day=day)
    note_due(DUE_SOON, now=due_soon.moment)
    assert set(told(DUE_SOON)) == {office.person(SPECIALIST), office.person(LEADER), deputy}


@pytest.mark.parametrize("order", [OVERDUE, DUE_SOON], ids=lambda order: order.act.value)
def test_a_deputy_whose_post_there_ended_hears_nothing(order: Sweep, case: MakeCase, office: Office, elsewhere: Office) -> None:
    its = case(order)
    deputy = stand_in(office, SPECIALIST, its.moment)
    MembershipFactory(user=deputy, commune=elsewhere.commune)
    Membership.objects.filter(user=deputy, commune=office.commune).update(valid_to=its.moment.astimezone(ZONE).date() - DAY)
    note_due(order, now=its.moment + SECOND)
    assert office.person(SPECIALIST) in told(order)
    assert deputy not in told(order)


def test_at_night_the_portal_waits_with_sms_and_shows_at_once(case: MakeCase) -> None:
    case(OVERDUE)
    night = datetime(2026, 11, 5, 23, 30, tzinfo=ZONE)
    note_due(OVERDUE, now=night)
    waits = dict(Notice.objects.filter(kind=NoticeKind.OVERDUE_CITIZEN).order_by("pk").values_list("channel", "next_try_at"))
    assert waits == {"in_app": night, "sms": datetime(2026, 11, 6, 7, 0, tzinfo=ZONE)}
