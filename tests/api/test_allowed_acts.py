"""What the API says a caller may do now is what the page offers, and nothing that would be refused."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.permissions import Post
from dossiers.actors import ActCall, citizen
from dossiers.acts.supplement import Sent, supplement_dossier
from dossiers.models import Dossier
from tests.api.clients import client_of
from tests.factories.dossiers import MONDAY_9H, Office, Situations
from tests.factories.procedures import ProcedureVersionFactory

ASKED = {"items": [{"what": "Giấy thử số 1", "reason": "Vẫn mờ", "document_code": "giay-1"}]}
DESK_POSTS = (Post.DESK_OFFICER, Post.SPECIALIST, Post.COMMUNE_LEADER, Post.CLERK)


def allowed(office: Office, post: Post, dossier: Dossier) -> list[str]:
    answer = client_of(office.posts[post]).get(f"/api/v1/dossiers/{dossier.code}/").json()
    return [each["act"] for each in answer["allowed_acts"]]


def supplemented(make: Situations) -> Dossier:
    call = ActCall(citizen(make.applicant), MONDAY_9H + timedelta(minutes=30))
    return supplement_dossier(make.awaiting_supplement().pk, call=call, sent=[Sent(1, "Bản rõ hơn")])


def test_a_second_supplement_is_the_leaders_to_ask_for(make: Situations, office: Office) -> None:
    assert "request_supplement" in allowed(office, Post.SPECIALIST, make.processing())
    dossier = supplemented(make)
    assert "request_supplement" not in allowed(office, Post.SPECIALIST, dossier)
    assert "request_supplement" in allowed(office, Post.COMMUNE_LEADER, dossier)
    answers = [
        client_of(office.posts[post]).post(f"/api/v1/dossiers/{dossier.code}/request_supplement/", ASKED, format="json")
        for post in (Post.SPECIALIST, Post.COMMUNE_LEADER)
    ]
    assert [answer.status_code for answer in answers] == [403, 200]
    assert answers[0].json()["code"] == "second-supplement-needs-leader"


def test_a_civil_status_filing_is_the_leaders_to_decline(make: Situations, office: Office) -> None:
    make.version = ProcedureVersionFactory()  # of civil status
    dossier = make.submitted()
    assert "decline" not in allowed(office, Post.DESK_OFFICER, dossier)
    assert "decline" in allowed(office, Post.COMMUNE_LEADER, dossier)
    refused = {"ground": "duplicate", "explanation": "Đã nộp rồi"}
    answer = client_of(office.posts[Post.DESK_OFFICER]).post(f"/api/v1/dossiers/{dossier.code}/decline/", refused, format="json")
    assert (answer.status_code, answer.json()["code"]) == (403, "decline-needs-leader")
    page = Client()
    page.force_login(office.person(Post.DESK_OFFICER))
    assert "Từ chối hồ sơ này do lãnh đạo quyết định." in page.get(f"/mot-cua/{dossier.code}/").content.decode()
    assert page.get(f"/mot-cua/{dossier.code}/decline/").status_code == 403


@pytest.mark.parametrize("immediate", [True, False])
def test_what_lacks_a_paper_cannot_be_received(make: Situations, office: Office, immediate: bool) -> None:
    make.version = ProcedureVersionFactory(immediate=immediate, procedure__field__certifying=True)
    dossier = make.submitted()
    taking_in = {"receive", "complete_at_desk"} if immediate else {"receive"}
    assert set(allowed(office, Post.DESK_OFFICER, dossier)) == {"decline", "request_supplement", *taking_in}
    dossier.files.all().delete()
    assert set(allowed(office, Post.DESK_OFFICER, dossier)) == {"decline", "request_supplement"}
    assert client_of(office.posts[Post.DESK_OFFICER]).post(f"/api/v1/dossiers/{dossier.code}/receive/").status_code == 422


@pytest.mark.parametrize("situation", ["submitted", "received", "processing", "awaiting_supplement", "result_ready", "returned"])
def test_page_and_api_offer_the_same(make: Situations, office: Office, situation: str) -> None:
    dossier: Dossier = getattr(make, situation)()
    for post in DESK_POSTS:
        page = Client()
        page.force_login(office.person(post))
        offers = page.get(f"/mot-cua/{dossier.code}/").context["offers"].acts
        assert sorted(allowed(office, post, dossier)) == sorted(offer.act.value for offer in offers)
