"""The caller: posts held today, notices, and the office a request is made in."""

from datetime import timedelta

from rest_framework.test import APIClient

from accounts.permissions import Post
from tests.api.clients import client_of
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.dossiers import MONDAY_9H, Office, Situations


def test_it_names_the_posts_held_today_and_what_they_open(office: Office, elsewhere: Office) -> None:
    desk = office.posts[Post.DESK_OFFICER]
    MembershipFactory(user=desk.user, commune=elsewhere.commune, valid_to=MONDAY_9H.date() - timedelta(days=1))
    me = client_of(desk).get("/api/v1/me/").json()
    assert me["office"] == desk.pk
    assert [(post["id"], post["post"], post["commune"], post["place"]) for post in me["offices"]] == [
        (desk.pk, "desk_officer", office.commune.code, "phường Láng")
    ]
    assert me["offices"][0]["permissions"] == ["open_desk", "read_dossier"]


def test_with_several_posts_none_is_taken_for_granted(office: Office, elsewhere: Office) -> None:
    desk = office.posts[Post.DESK_OFFICER]
    MembershipFactory(user=desk.user, commune=elsewhere.commune)
    me = client_of(desk).get("/api/v1/me/").json()
    assert (me["office"], len(me["offices"])) == (None, 2)


def test_a_citizen_holds_no_post_and_sees_a_masked_phone(db: None) -> None:
    me = client_of(UserFactory(phone="+84912345678")).get("/api/v1/me/").json()
    assert (me["office"], me["offices"]) == (None, [])
    assert "345" not in me["phone"]


def test_notices_are_told_in_words(make: Situations) -> None:
    dossier = make.received()
    notices = client_of(make.applicant).get("/api/v1/notices/").json()
    assert notices["unread"] == 2
    assert notices["results"][0]["title"] == f"Hồ sơ {dossier.code} đã được tiếp nhận"
    assert client_of(UserFactory()).get("/api/v1/notices/").json() == {"unread": 0, "results": []}


def test_notices_are_read_when_the_caller_says_so(make: Situations) -> None:
    make.processing()
    other = make.office.posts[Post.SPECIALIST]
    answer = client_of(make.applicant).post("/api/v1/notices/read/").json()
    assert (answer["unread"], [each["is_read"] for each in answer["results"]]) == (0, [True, True])
    assert client_of(other).get("/api/v1/notices/").json()["unread"] == 1


def test_a_session_works_like_a_key_and_asks_for_the_form_token(make: Situations, office: Office) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(office.person(Post.DESK_OFFICER))
    address = f"/api/v1/dossiers/{make.submitted().code}/"
    assert client.get(address).status_code == 200
    refused = client.post(f"{address}receive/", {})
    assert (refused.status_code, refused.json()["code"]) == (403, "permission-denied")
