"""Everybody hears in one message of all his dossiers, once, and whoever holds no post is stepped over."""

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.models import Delegation, Membership, User
from accounts.permissions import Post
from dossiers.escalation import digests as telling
from dossiers.escalation import run, run_ladder
from dossiers.escalation.digests import send_digests
from dossiers.escalation.escalate import escalate
from dossiers.escalation.reading import escalations_of, unread_today
from dossiers.models import Dossier, EscalationTold
from dossiers.states import DossierState
from notifications.models import Channel, Notice
from notifications.service import mark_read
from tests.dossiers.escalation.conftest import FRIDAY_BEFORE_TET, Late, at, put_late
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.communes import DivisionFactory
from tests.factories.dossiers import Office, Situations

NOON = at(23, 12)
EVENING = at(24, 17)


def told(channel: Channel = Channel.IN_APP) -> list[Notice]:
    return list(Notice.objects.filter(kind="escalated", channel=channel).order_by("pk"))


def hearers() -> set[User]:
    return {notice.recipient for notice in told() if notice.recipient}


def deputy_of(person: User, office: Office, day: date) -> User:
    deputy = MembershipFactory(commune=office.commune, post=Post.SPECIALIST).user
    Delegation.objects.create(user=person, deputy=deputy, commune=office.commune, from_day=day, to_day=day, made_by=person)
    return deputy


def test_a_level_hears_of_all_its_dossiers_in_one_message(late: Late, office: Office, settings: Any) -> None:
    dossiers = [late(FRIDAY_BEFORE_TET - timedelta(minutes=minutes)) for minutes in range(7)]
    assert run_ladder(NOON) == 7
    (notice,) = told()
    assert notice.recipient == office.person(Post.DIVISION_HEAD)
    oldest = [dossier.code for dossier in reversed(dossiers)][:5]
    assert notice.data["count"] == "7"
    assert notice.data["codes"] == f"{', '.join(oldest)} và 2 hồ sơ khác"
    assert notice.data["days"] == "1"
    assert notice.data["link"] == f"{settings.SITE_ADDRESS}/mot-cua/?nhom=qua-han"
    assert EscalationTold.objects.filter(notice=notice).count() == 7


def test_what_reaches_the_level_later_that_day_is_told_by_itself(late: Late) -> None:
    late()
    run_ladder(NOON)
    second = late(at(23, 9))
    run_ladder(at(23, 14))  # the second is 240 office minutes late now
    assert [(notice.data["count"], notice.data["codes"]) for notice in told()][1:] == [("1", second.code)]
    assert told()[1].data["days"] == "chưa đến 1"


def test_all_levels_hear_and_the_city_gets_its_own_list(late: Late, office: Office, city: Membership, settings: Any) -> None:
    late()
    run_ladder(EVENING)
    assert hearers() == {office.person(Post.DIVISION_HEAD), office.person(Post.COMMUNE_LEADER), city.user}
    links = {notice.recipient_id: notice.data["link"] for notice in told()}
    assert links[city.user_id] == f"{settings.SITE_ADDRESS}/thanh-pho/ho-so/?loc=qua-han"


def test_the_city_hears_of_all_communes_in_one_message(late: Late, elsewhere: Office, make: Situations, city: Membership) -> None:
    late()
    put_late(Situations(elsewhere, make.applicant, make.version).processing(at(2, 9, month=1)), FRIDAY_BEFORE_TET)
    run_ladder(EVENING)
    assert [notice.data["count"] for notice in told() if notice.recipient == city.user] == ["2"]
    assert len(told()) == 5


def test_only_heads_of_the_holders_division_hear_where_it_is_known(late: Late, office: Office) -> None:
    ours, theirs = DivisionFactory(commune=office.commune), DivisionFactory(commune=office.commune)
    head = MembershipFactory(commune=office.commune, post=Post.DIVISION_HEAD, division=ours).user
    other = MembershipFactory(commune=office.commune, post=Post.DIVISION_HEAD, division=theirs).user
    known = late()
    Membership.objects.filter(pk=office.posts[Post.SPECIALIST].pk).update(division=ours)
    nobodys = late()
    Dossier.objects.filter(pk=nobodys.pk).update(assignee=None)
    run_ladder(NOON)
    codes = {notice.recipient: notice.data["codes"] for notice in told()}
    assert codes == {
        head: f"{known.code}, {nobodys.code}",
        other: nobodys.code,
        office.person(Post.DIVISION_HEAD): nobodys.code,
    }


def test_where_nobody_holds_the_post_the_next_level_hears_and_knows_why(late: Late, office: Office) -> None:
    office.posts[Post.DIVISION_HEAD].delete()
    late()
    run_ladder(NOON)
    (notice,) = told()
    assert notice.recipient == office.person(Post.COMMUNE_LEADER)
    assert notice.data["note"] == "Có hồ sơ báo đến bạn vì chưa có ai giữ vị trí Trưởng phòng."
    run_ladder(at(23, 17))
    assert [notice.recipient for notice in told()] == [office.person(Post.COMMUNE_LEADER)] * 2


def test_what_reaches_nobody_is_told_as_soon_as_somebody_holds_the_post(late: Late, office: Office) -> None:
    Membership.objects.filter(post__in=[Post.DIVISION_HEAD, Post.COMMUNE_LEADER]).update(valid_to=date(2026, 2, 22))
    late()
    assert run_ladder(NOON) == 1
    assert told() == []
    head = MembershipFactory(commune=office.commune, post=Post.DIVISION_HEAD).user
    assert run_ladder(at(23, 12, 1)) == 0
    assert hearers() == {head}


def test_people_whose_account_or_post_has_ended_hear_nothing(late: Late, office: Office) -> None:
    MembershipFactory(commune=office.commune, post=Post.DIVISION_HEAD, user=UserFactory(is_active=False))
    MembershipFactory(commune=office.commune, post=Post.DIVISION_HEAD, valid_to=date(2026, 2, 22))
    MembershipFactory(commune=office.commune, post=Post.DIVISION_HEAD, valid_from=date(2026, 2, 24))
    late()
    run_ladder(NOON)
    assert hearers() == {office.person(Post.DIVISION_HEAD)}


def test_who_stands_in_today_hears_too(late: Late, office: Office) -> None:
    head = office.person(Post.DIVISION_HEAD)
    deputy = deputy_of(head, office, date(2026, 2, 23))
    deputy_of(office.person(Post.COMMUNE_LEADER), office, date(2026, 2, 20))
    late()
    run_ladder(NOON)
    notes = {notice.recipient: notice.data["note"] for notice in told()}
    assert notes == {head: "", deputy: f"Bạn làm thay {head.full_name}."}


@pytest.mark.parametrize(("post", "now"), [(Post.DIVISION_HEAD, NOON), (Post.COMMUNE_LEADER, at(23, 17))])
def test_who_stands_in_for_two_hears_once_and_stops_nobody_else(late: Late, office: Office, post: Post, now: Any) -> None:
    first, second = office.person(post), MembershipFactory(commune=office.commune, post=post).user
    deputy = deputy_of(first, office, date(2026, 2, 23))
    Delegation.objects.create(
        user=second, deputy=deputy, commune=office.commune, from_day=date(2026, 2, 23), to_day=date(2026, 2, 23), made_by=second
    )
    late()
    run_ladder(now)
    (notice,) = [notice for notice in told() if notice.recipient == deputy]
    assert notice.data["note"] == " ".join(sorted(f"Bạn làm thay {person.full_name}." for person in (first, second)))
    assert (notice.data["count"], EscalationTold.objects.filter(notice=notice).count()) == ("1", 1)
    assert {first, second, deputy} <= hearers()


def test_a_deputy_whose_post_ended_hears_nothing(late: Late, office: Office) -> None:
    head = office.person(Post.DIVISION_HEAD)
    deputy = deputy_of(head, office, date(2026, 2, 23))
    Membership.objects.filter(user=deputy).update(valid_to=date(2026, 2, 22))
    late()
    run_ladder(NOON)
    assert hearers() == {head}


def test_what_a_run_out_of_time_could_not_bring_the_next_one_brings_and_tells(late: Late, monkeypatch: pytest.MonkeyPatch) -> None:
    late()
    with monkeypatch.context() as hurried:
        hurried.setattr(run, "BOX_SECONDS", 0.0)
        assert (run_ladder(NOON), told()) == (0, [])
    assert (run_ladder(NOON), len(told())) == (1, 1)


def test_mail_goes_where_the_account_has_an_address_and_leads_to_the_notice(late: Late, office: Office, settings: Any) -> None:
    User.objects.filter(pk=office.person(Post.DIVISION_HEAD).pk).update(email="truong-phong@example.com")
    late()
    run_ladder(NOON)
    (mail,), (notice,) = told(Channel.EMAIL), told()
    assert mail.data["link"] == f"{settings.SITE_ADDRESS}/mot-cua/thong-bao/{notice.pk}/"
    assert mail.next_try_at == NOON


def test_mail_of_a_late_run_waits_for_the_morning(late: Late, office: Office) -> None:
    User.objects.filter(pk=office.person(Post.DIVISION_HEAD).pk).update(email="truong-phong@example.com")
    late()
    run_ladder(at(23, 21))
    assert [mail.next_try_at for mail in told(Channel.EMAIL)] == [at(24, 7)]


def test_a_crash_between_the_two_halves_is_made_good(late: Late, monkeypatch: pytest.MonkeyPatch) -> None:
    late()
    escalate(now=NOON)  # and then the worker died
    assert told() == []
    assert run_ladder(at(23, 12, 1)) == 0
    assert len(told()) == 1


def test_a_crash_while_telling_leaves_nothing_half_told(late: Late, monkeypatch: pytest.MonkeyPatch) -> None:
    late()
    with monkeypatch.context() as broken:
        broken.setattr(telling, "_TOLD", "SELECT 1 / 0")
        with pytest.raises(Exception, match="division by zero"):
            run_ladder(NOON)
    assert (told(), EscalationTold.objects.count()) == ([], 0)
    run_ladder(at(23, 12, 1))
    run_ladder(at(23, 12, 2))
    assert (len(told()), EscalationTold.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_once(late: Late, office: Office) -> None:
    for _ in range(3):
        late()
    together = threading.Barrier(4)
    runs = [lambda: run_ladder(NOON), lambda: run_ladder(NOON), lambda: send_digests(now=NOON), lambda: send_digests(now=NOON)]

    def work(one: Any) -> None:
        together.wait()
        one()
        connection.close()

    workers = [threading.Thread(target=work, args=[one]) for one in runs]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    run_ladder(NOON)
    assert EscalationTold.objects.count() == 3
    assert sum(int(notice.data["count"]) for notice in told()) == 3
    assert hearers() == {office.person(Post.DIVISION_HEAD)}


def test_reading_is_kept_and_shown(late: Late, office: Office, city: Membership) -> None:
    dossier, head, leader = late(), office.person(Post.DIVISION_HEAD), office.person(Post.COMMUNE_LEADER)
    run_ladder(at(23, 17))
    first = told()[0]
    assert first.recipient == head
    mark_read(head, first.pk, at(23, 17, 12))
    mark_read(head, first.pk, at(24, 9))
    assert mark_read(leader, first.pk, at(24, 9)) is None
    lines = escalations_of(dossier)
    assert [(line.post, line.name, line.told_at, line.read_at) for line in lines] == [
        ("Lãnh đạo xã, phường", leader.full_name, at(23, 17), None),
        ("Trưởng phòng", head.full_name, at(23, 17), at(23, 17, 12)),
    ]


def test_leaders_and_the_city_see_what_nobody_has_read(late: Late, office: Office, city: Membership) -> None:
    late()
    run_ladder(at(23, 17))
    head, leader, today = office.person(Post.DIVISION_HEAD), office.person(Post.COMMUNE_LEADER), date(2026, 2, 23)

    def unread(viewer: User, unit: int | None, day: date = today) -> list[tuple[str, int, str]]:
        return [(line.post, line.count, line.names) for line in unread_today(viewer.pk, unit, day)]

    assert unread(leader, office.commune.pk) == [("Trưởng phòng", 1, head.full_name)]
    assert {post for post, _, _ in unread(city.user, None)} == {"Trưởng phòng", "Lãnh đạo xã, phường"}
    assert unread(leader, office.commune.pk, date(2026, 2, 24)) == []
    mark_read(head, told()[0].pk, at(23, 17, 5))
    assert unread(leader, office.commune.pk) == []


def test_the_page_of_the_dossier_says_who_was_told_and_read(late: Late, office: Office, client: Client) -> None:
    dossier, head = late(), office.person(Post.DIVISION_HEAD)
    run_ladder(NOON)
    client.force_login(head)
    page = client.get(f"/mot-cua/{dossier.code}/").content.decode()
    assert f"Trưởng phòng {head.full_name}" in page
    assert "chưa đọc" in page
    assert "Báo lên cấp trên, đến cấp 1" in page
    mark_read(head, told()[0].pk, at(23, 12, 12))
    assert "12:12" in client.get(f"/mot-cua/{dossier.code}/").content.decode()


@pytest.mark.parametrize(
    "meanwhile",
    [
        {"state": DossierState.RESULT_READY, "finished_at": at(23, 12, 2)},
        {"due_at": at(27, 17), "overdue_noted_at": None},
        {"due_at": at(20, 17)},
    ],
    ids=["finished", "appointed anew", "another moment, late as well"],
)
def test_what_changed_since_it_was_noted_is_told_to_nobody(late: Late, meanwhile: dict[str, Any]) -> None:
    dossier = late()
    assert escalate(now=at(23, 12)) == 1  # and the process dies before the messages
    Dossier.objects.filter(pk=dossier.pk).update(**meanwhile)
    assert send_digests(now=at(23, 12, 5)) == 0
