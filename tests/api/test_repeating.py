"""The same call twice: one result, said to be a repetition. Versions: who saw an old dossier does not act on it."""

from uuid import UUID, uuid4

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from accounts.permissions import Post
from dossiers.models import Dossier, DossierEvent, Draft
from tests.api.clients import client_of
from tests.factories.accounts import UserFactory
from tests.factories.communes import CommuneFactory
from tests.factories.dossiers import PERSON, Office, Situations, picture
from tests.factories.procedures import ProcedureVersionFactory

KEY = UUID("5f0c6f0e-6f43-4d0a-9f0f-6f1f1c8f2b11")
HEADERS = {"Idempotency-Key": str(KEY)}


@pytest.fixture
def desk(office: Office) -> APIClient:
    return client_of(office.posts[Post.DESK_OFFICER])


def test_an_act_repeated_with_its_key_answers_the_first_result(desk: APIClient, make: Situations) -> None:
    dossier = make.submitted()
    address, headers = f"/api/v1/dossiers/{dossier.code}/receive/", {**HEADERS, "If-Match": '"1"'}
    first, second = desk.post(address, {}, headers=headers), desk.post(address, {}, headers=headers)
    assert (first.status_code, first.headers.get("Idempotent-Replay")) == (200, None)
    assert (second.status_code, second.headers.get("Idempotent-Replay")) == (200, "true")
    assert second.json() == first.json()
    assert dossier.events.count() == 2


def test_a_reception_at_the_counter_repeated_with_its_key_makes_one_dossier(desk: APIClient, make: Situations) -> None:
    sent = {"procedure": make.procedure().procedure.code, "applicant": PERSON, "papers": [{"document_code": "giay-1"}]}
    first = desk.post("/api/v1/dossiers/receive/", sent, headers=HEADERS)
    second = desk.post("/api/v1/dossiers/receive/", sent, headers=HEADERS)
    other = desk.post("/api/v1/dossiers/receive/", {**sent, "delivery": "post"}, headers=HEADERS)
    assert (first.status_code, second.status_code, second.headers["Idempotent-Replay"]) == (201, 201, "true")
    assert first.json()["code"] == second.json()["code"]
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
    assert Dossier.objects.count() == 1


@pytest.mark.parametrize("waits", [True, False])
def test_completing_at_the_desk_repeated_with_its_key_completes_once(desk: APIClient, make: Situations, waits: bool) -> None:
    make.version = ProcedureVersionFactory(immediate=True)
    done = {"signer": make.office.person(Post.COMMUNE_LEADER).pk, "receiver_name": "A", "evidence": "Ký nhận", "fee_settled": True}
    filing = {"procedure": make.version.procedure.code, "applicant": PERSON, "papers": [{"document_code": "giay-1"}]}
    address = f"/api/v1/dossiers/{make.submitted().code}/complete_at_desk/" if waits else "/api/v1/dossiers/complete_at_desk/"
    answers = [desk.post(address, done if waits else {**filing, **done}, headers=HEADERS) for _ in range(2)]
    assert [answer.headers.get("Idempotent-Replay") for answer in answers] == [None, "true"]
    assert {(answer.json()["code"], answer.json()["state"]) for answer in answers} == {(answers[0].json()["code"], 10)}
    assert DossierEvent.objects.exclude(act="submit").count() == 4


def test_a_draft_begun_twice_with_one_key_is_one(applicant: User, make: Situations) -> None:
    citizen, stranger = client_of(applicant), client_of(UserFactory())
    sent = {"procedure": make.procedure().procedure.code, "commune": make.office.commune.code}
    first, second = (citizen.post("/api/v1/drafts/", sent, headers=HEADERS) for _ in range(2))
    assert (first.json()["id"], second.headers["Idempotent-Replay"]) == (second.json()["id"], "true")
    # The same key of somebody else is another key.
    assert stranger.post("/api/v1/drafts/", sent, headers=HEADERS).json()["id"] != first.json()["id"]
    # The key stands for the procedure and the place, and goes on doing so after the dossier was sent.
    for other in ({"procedure": ProcedureVersionFactory().procedure.code}, {"commune": CommuneFactory().code}):
        assert citizen.post("/api/v1/drafts/", {**sent, **other}, headers=HEADERS).json()["code"] == "idempotency-key-reused"
    assert Draft.objects.count() == 2


def test_the_same_file_for_the_same_paper_is_kept_once(applicant: User, make: Situations) -> None:
    draft, citizen = make.draft(), client_of(applicant)
    address = f"/api/v1/drafts/{draft.pk}/files/"
    first = citizen.post(address, {"document": "giay-1", "file": picture("a.png", "red")}, format="multipart")
    second = citizen.post(address, {"document": "giay-1", "file": picture("b.png", "red")}, format="multipart")
    assert (first.status_code, second.status_code, first.json()["id"]) == (201, 200, second.json()["id"])
    assert citizen.delete(f"{address}{first.json()['id']}/").status_code == 204
    assert citizen.delete(f"{address}{first.json()['id']}/").status_code == 204
    assert draft.files.count() == 1


def test_answers_carry_the_version_that_the_next_act_sends_back(desk: APIClient, make: Situations) -> None:
    address = f"/api/v1/dossiers/{make.submitted().code}/"
    seen = desk.get(address).headers["ETag"]
    received = desk.post(f"{address}receive/", {}, headers={"If-Match": seen})
    assert (seen, received.headers["ETag"], received.json()["version"]) == ('"1"', '"2"', 2)
    assert desk.post(f"{address}forward/", {}, headers={"If-Match": f"W/{received.headers['ETag']}"}).status_code == 200


def test_completing_at_the_desk_compares_the_version_too(desk: APIClient, make: Situations) -> None:
    make.version = ProcedureVersionFactory(immediate=True)
    done = {"signer": make.office.person(Post.COMMUNE_LEADER).pk, "receiver_name": "A", "evidence": "Ký nhận", "fee_settled": True}
    response = desk.post(f"/api/v1/dossiers/{make.submitted().code}/complete_at_desk/", done, headers={"If-Match": '"9"'})
    assert (response.status_code, response.json()["code"]) == (409, "version-conflict")


def test_a_key_of_one_dossier_may_serve_another(desk: APIClient, make: Situations) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    answers = [desk.post(f"/api/v1/dossiers/{make.submitted().code}/receive/", {}, headers=key) for _ in range(2)]
    assert [answer.headers.get("Idempotent-Replay") for answer in answers] == [None, None]
