"""Who stands in does what the holder of a dossier may do, hears what he would hear, and finds his dossiers; not a day longer."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import Delegation, Membership, User
from accounts.permissions import Post
from dossiers.actors import ActCall, officer
from dossiers.acts.forward import forward_dossier
from dossiers.acts.release_result import release_result
from dossiers.acts.request_supplement import Asked, request_supplement
from dossiers.deputies import begin_leave, end_leave
from dossiers.errors import ActNotYours
from dossiers.log_check import check_log
from dossiers.models import Dossier
from dossiers.selectors.office_timeline import timeline_of
from dossiers.telling import tell_people
from notifications.models import Notice
from notifications.selectors import notices_of
from notifications.service import NoticeKind
from tests.api.clients import client_of
from tests.factories.accounts import MembershipFactory
from tests.factories.dossiers import MONDAY_9H, Office, Situations, signed_result

A_DAY = timedelta(days=1)
MONDAY = MONDAY_9H.date()
ITEMS = [Asked("Giấy thử số 1", "Ảnh mờ", "giay-1")]
INBOX, LEAVE = "/mot-cua/", "/mot-cua/nghi-phep/"


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with time_machine.travel(MONDAY_9H, tick=False):
        yield


@pytest.fixture
def holder(office: Office) -> Membership:
    """The specialist who holds what is being processed; on leave Monday and Tuesday."""
    return office.posts[Post.SPECIALIST]


@pytest.fixture
def deputy(office: Office) -> Membership:
    return MembershipFactory(commune=office.commune, post=Post.DIVISION_HEAD, user__full_name="Bùi Yến")


@pytest.fixture
def leave(holder: Membership, deputy: Membership) -> Delegation:
    return begin(holder, deputy.user)


def begin(actor: Membership, deputy: User, first: date = MONDAY, last: date = MONDAY + A_DAY) -> Delegation:
    return begin_leave(actor=actor, person=actor.user, deputy=deputy, from_day=first, to_day=last, at=MONDAY_9H)


def signed_in(membership: Membership) -> Client:
    client = Client()
    client.force_login(membership.user)
    return client


@pytest.mark.parametrize(("days", "may"), [(0, True), (1, True), (2, False)])
def test_the_deputy_forwards_for_the_holder_until_the_last_day(
    make: Situations, deputy: Membership, leave: Delegation, days: int, may: bool
) -> None:
    dossier, call = make.processing(), ActCall(officer(deputy), MONDAY_9H + days * A_DAY)
    if not may:
        with pytest.raises(ActNotYours):
            forward_dossier(dossier.pk, call=call)
        return
    forward_dossier(dossier.pk, call=call)
    event = dossier.events.order_by("-seq").select_related("note").first()
    assert event is not None
    assert (event.actor, event.post) == (deputy.user, Post.DIVISION_HEAD)
    (line,) = timeline_of([event], [])
    assert line.who == f"Bùi Yến, trưởng phòng (thay {leave.user.full_name})"
    assert [fault for checked in check_log() for fault in checked.faults] == []


def test_the_deputy_asks_for_a_supplement_and_the_dossier_stays_with_its_holder(
    make: Situations, deputy: Membership, leave: Delegation
) -> None:
    dossier = request_supplement(make.processing().pk, call=ActCall(officer(deputy), MONDAY_9H), items=ITEMS)
    assert Dossier.objects.get(pk=dossier.pk).assignee == leave.user


def test_an_act_in_ones_own_right_is_nobody_elses(make: Situations, office: Office) -> None:
    holder, clerk = office.posts[Post.SPECIALIST], office.posts[Post.CLERK]
    dossier = make.processing()
    begin(holder, clerk.user)
    release_result(dossier.pk, call=ActCall(officer(clerk), MONDAY_9H), result=signed_result())
    event = dossier.events.order_by("-seq").select_related("note").first()
    assert event is not None
    assert "thay" not in timeline_of([event], [])[0].who


def test_acts_of_a_post_need_the_deputys_own(make: Situations, deputy: Membership, leave: Delegation) -> None:
    with pytest.raises(ActNotYours):
        release_result(make.processing().pk, call=ActCall(officer(deputy), MONDAY_9H), result=signed_result())


def test_after_an_end_at_once_the_deputy_is_refused(make: Situations, deputy: Membership, holder: Membership, leave: Delegation) -> None:
    dossier = make.processing()
    end_leave(leave.pk, actor=holder, at=MONDAY_9H, at_once=True)
    with pytest.raises(ActNotYours):
        forward_dossier(dossier.pk, call=ActCall(officer(deputy), MONDAY_9H))


def test_a_deputy_of_another_commune_is_a_stranger_here(make: Situations, deputy: Membership, leave: Delegation, elsewhere: Office) -> None:
    there = MembershipFactory(user=deputy.user, commune=elsewhere.commune)
    with pytest.raises(ActNotYours):
        forward_dossier(make.processing().pk, call=ActCall(officer(there), MONDAY_9H))


@pytest.fixture
def far_holder(holder: Membership, elsewhere: Office) -> Membership:
    """The specialist's second post: in the commune that received what this office decides."""
    return MembershipFactory(user=holder.user, commune=elsewhere.commune, post=Post.SPECIALIST)


def test_what_one_commune_received_and_another_decides_is_acted_on_where_it_is_held(
    office: Office, elsewhere: Office, holder: Membership, far_holder: Membership, deputy: Membership
) -> None:
    dossier = Situations(elsewhere).at_counter(competent=office.commune)
    desk, helps = elsewhere.posts[Post.DESK_OFFICER], elsewhere.posts[Post.CLERK]
    begin(desk, helps.user)
    forward_dossier(dossier.pk, call=ActCall(officer(helps), MONDAY_9H), to_user_id=holder.user_id)  # the desk held it there
    begin(far_holder, elsewhere.person(Post.DIVISION_HEAD))
    begin(holder, deputy.user)
    for stranger in (elsewhere.posts[Post.DIVISION_HEAD], far_holder):
        with pytest.raises(ActNotYours):
            request_supplement(dossier.pk, call=ActCall(officer(stranger), MONDAY_9H), items=ITEMS)
    request_supplement(dossier.pk, call=ActCall(officer(deputy), MONDAY_9H), items=ITEMS)


def test_the_holder_costs_no_query_more(make: Situations, office: Office, leave: Delegation, django_assert_num_queries: Any) -> None:
    dossier, actor = make.processing(), officer(office.posts[Post.SPECIALIST])
    with django_assert_num_queries(0):
        assert actor.user_id == dossier.assignee_id
    stranger = officer(office.posts[Post.CLERK])
    with django_assert_num_queries(1):
        assert not any(stranger.stands_in_for(user_id, MONDAY) for user_id in range(1, 6))


def test_the_deputy_is_told_when_it_begins_and_when_it_ends(holder: Membership, deputy: Membership, leave: Delegation) -> None:
    begin(holder, deputy.user)  # the same pressed again
    name = holder.user.full_name
    (told,) = notices_of(deputy.user)
    assert told.title == f"Bạn làm thay {name}"
    assert told.body.startswith(f"Bạn làm thay {name} ngày 02/11–03/11/2026.")
    end_leave(leave.pk, actor=holder, at=MONDAY_9H, at_once=False)
    assert "02/11/2026 (kết thúc sớm)" in notices_of(deputy.user)[0].body
    assert set(Notice.objects.values_list("channel", "about_id")) == {("in_app", None)}


@pytest.mark.parametrize(("days", "hear"), [(1, True), (2, False)])
def test_the_deputy_hears_what_the_holder_hears_once(
    make: Situations, holder: Membership, deputy: Membership, leave: Delegation, days: int, hear: bool
) -> None:
    dossier, at = make.processing(), MONDAY_9H + days * A_DAY
    tell_people(dossier, NoticeKind.SUPPLEMENTED, at, [holder.user, holder.user])
    heard = set(Notice.objects.filter(kind=NoticeKind.SUPPLEMENTED).values_list("recipient", flat=True))
    assert heard == ({holder.user_id, deputy.user_id} if hear else {holder.user_id})


def mine(client: Client) -> tuple[str, list[tuple[str, str]]]:
    context = client.get(f"{INBOX}?nhom=cua-toi").context
    count = next(item["count"] for column in context["columns"] for item in column["items"] if item["url"].endswith("cua-toi"))
    return count, [(row.code, row.holder) for row in context["page"].rows]


def test_what_i_stand_in_for_is_among_mine_with_the_holders_name(
    make: Situations, holder: Membership, deputy: Membership, leave: Delegation
) -> None:
    dossier = make.processing()
    with time_machine.travel(MONDAY_9H + A_DAY, tick=False):
        assert mine(signed_in(deputy)) == ("1", [(dossier.code, f"thay {holder.user.full_name}")])
        assert mine(signed_in(holder)) == ("1", [(dossier.code, holder.user.full_name)])
    with time_machine.travel(MONDAY_9H + 2 * A_DAY, tick=False):
        assert mine(signed_in(deputy)) == ("0", [])


def test_the_dossier_says_who_stands_in_and_offers_the_acts(make: Situations, deputy: Membership, leave: Delegation) -> None:
    page = signed_in(deputy).get(f"{INBOX}{make.processing().code}/")
    assert "(nghỉ tới 03/11, Bùi Yến làm thay)" in page.content.decode()
    assert "Chuyển bước" in {offer.label for offer in page.context["offers"].acts}


def test_a_dossier_goes_to_who_is_there_and_says_who_is_away(
    make: Situations, office: Office, deputy: Membership, leave: Delegation
) -> None:
    desk = signed_in(office.posts[Post.DESK_OFFICER])
    people = desk.get(f"{INBOX}{make.received().code}/forward/").context["form"].steps[0].people
    assert [(person.checked, person.away) for person in people] == [(False, "nghỉ tới 03/11, Bùi Yến làm thay")]
    busy = MembershipFactory(commune=office.commune, post=Post.SPECIALIST).user
    for _ in range(2):
        forward_dossier(make.received().pk, call=office.call(Post.DESK_OFFICER))
    assert Dossier.objects.filter(assignee=busy).count() == 2


def test_where_everybody_is_away_the_dossier_still_goes_on(make: Situations, leave: Delegation) -> None:
    assert make.processing().assignee == leave.user


def press(client: Client, address: str = LEAVE, **typed: Any) -> Any:
    return client.post(address, {"from_day": "02/11/2026", "to_day": "03/11/2026", "note": "Nghỉ phép", **typed})


def test_the_page_makes_and_ends_a_leave(holder: Membership, deputy: Membership) -> None:
    client = signed_in(holder)
    empty = client.get(LEAVE).content.decode()
    assert "Bạn chưa có ngày nghỉ nào." in empty
    assert 'value="02/11/2026"' in empty
    assert press(client, deputy=deputy.user_id).status_code == 302
    page = client.get(LEAVE)
    (line,) = page.context["leaves"].own
    assert (line.days, line.deputy, line.is_now, line.note) == ("02/11–03/11/2026", "Bùi Yến", True, "Nghỉ phép")
    assert [each.pk for each in signed_in(deputy).get(LEAVE).context["leaves"].stands_in] == [line.pk]
    assert client.post(f"{LEAVE}{line.pk}/ket-thuc/", {"when": "now"}).status_code == 302
    assert client.get(LEAVE).context["leaves"].own == []
    again = client.post(f"{LEAVE}{line.pk}/ket-thuc/", {"when": "now"})
    assert (again.status_code, "Lần làm thay này đã kết thúc." in again.content.decode()) == (409, True)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"to_day": "01/11/2026"}, "Ngày cuối phải từ ngày đầu trở đi"),
        ({"from_day": "31/02/2026"}, "Từ ngày cần có dạng 28/11/2026"),
        ({"from_day": "31/12/9999", "to_day": "31/12/9999"}, "Chọn ngày đầu trong một năm tới, chậm nhất 02/11/2027"),
        ({"to_day": "31/12/9999"}, "Một lần dài nhất 60 ngày, đến hết 31/12/2026."),
        ({"deputy": ""}, "Chọn người làm thay"),
        ({"deputy": "999999"}, "Chọn người làm thay"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(holder: Membership, deputy: Membership, typed: dict[str, str], words: str) -> None:
    response = press(signed_in(holder), **{"deputy": deputy.user_id, **typed})
    page = response.content.decode()
    assert (response.status_code, words in page, "Nghỉ phép" in page) == (422, True, True)
    assert not Delegation.objects.exists()


def test_a_leader_arranges_for_others_and_nobody_else_may_choose_the_person(office: Office, holder: Membership, deputy: Membership) -> None:
    press(signed_in(office.posts[Post.CLERK]), person=holder.user_id, deputy=deputy.user_id)
    assert Delegation.objects.get().user == office.person(Post.CLERK)
    leader = signed_in(office.posts[Post.COMMUNE_LEADER])
    assert press(leader, person=holder.user_id, deputy=deputy.user_id).status_code == 302
    assert {line.person for line in leader.get(LEAVE).context["leaves"].unit} == {
        holder.user.full_name,
        office.person(Post.CLERK).full_name,
    }


@pytest.mark.parametrize("leaves", [1, 3])
def test_the_page_costs_the_same_however_many_are_away(
    office: Office, deputy: Membership, leaves: int, django_assert_max_num_queries: Any
) -> None:
    for post in (Post.SPECIALIST, Post.CLERK, Post.DESK_OFFICER)[:leaves]:
        begin(office.posts[post], deputy.user)
    client = signed_in(office.posts[Post.COMMUNE_LEADER])
    # 1 person · 2 posts · 3–4 choices of the form · 5–6 leaves · 7 counts · 8 unread notices
    with django_assert_max_num_queries(8):
        assert len(client.get(LEAVE).context["leaves"].unit) == leaves


def test_the_api_tells_who_stands_in_for_whom(holder: Membership, deputy: Membership, leave: Delegation) -> None:
    told = client_of(deputy).get("/api/v1/me/").json()
    assert told["deputies"] == []
    assert told["stands_in_for"] == client_of(holder).get("/api/v1/me/").json()["deputies"]
    assert told["stands_in_for"] == [
        {
            "commune": leave.commune.code,
            "person": holder.user.full_name,
            "deputy": "Bùi Yến",
            "from_day": "2026-11-02",
            "to_day": "2026-11-03",
        }
    ]
