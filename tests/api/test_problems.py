"""Bad input: a Vietnamese message that says what to do, the right status, a stable code, and nothing half-written."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from rest_framework.test import APIClient

from accounts.models import Membership, User
from accounts.permissions import Post
from dossiers.models import Dossier, DossierEvent, Draft, DraftFile
from tests.api.clients import client_of
from tests.factories.communes import CommuneFactory
from tests.factories.dossiers import PERSON, Office, Situations, picture
from tests.factories.procedures import ProcedureFactory, ProcedureVersionFactory


def told(response: Any) -> tuple[int, str]:
    """Return status and code of an answer, after checking that it is a whole problem that agrees with itself."""
    body = response.json()
    assert response["Content-Type"] == "application/problem+json"
    assert (body["status"], body["type"]) == (response.status_code, f"/problems/{body['code']}")
    assert body["title"]
    return response.status_code, body["code"]


def problem(response: Any, status: int, code: str) -> dict[str, Any]:
    """Return the body of the problem that this answer has to be."""
    assert told(response) == (status, code)
    body: dict[str, Any] = response.json()
    return body


@pytest.fixture
def citizen(applicant: User) -> APIClient:
    return client_of(applicant)


@pytest.fixture
def desk(office: Office) -> APIClient:
    return client_of(office.posts[Post.DESK_OFFICER])


def counter(make: Situations, **changes: Any) -> dict[str, Any]:
    return {"procedure": make.procedure().procedure.code, "applicant": PERSON, "papers": [{"document_code": "giay-1"}], **changes}


# What is filed: procedure, commune, papers.


def test_an_unknown_procedure(citizen: APIClient, office: Office) -> None:
    response = citizen.post("/api/v1/drafts/", {"procedure": "9.999999", "commune": office.commune.code})
    assert "Tìm lại trong danh mục" in problem(response, 422, "procedure-not-available")["title"]
    assert not Draft.objects.exists()


def test_a_procedure_that_another_replaced(citizen: APIClient, office: Office) -> None:
    old = ProcedureVersionFactory(procedure__replaced_by=ProcedureFactory(code="9.777777"))
    response = citizen.post("/api/v1/drafts/", {"procedure": old.procedure.code, "commune": office.commune.code})
    assert problem(response, 422, "procedure-not-available")["replaced_by"] == "9.777777"


def test_a_procedure_of_the_counter_filed_online(citizen: APIClient, office: Office) -> None:
    response = citizen.post(
        "/api/v1/drafts/", {"procedure": ProcedureVersionFactory(counter=True).procedure.code, "commune": office.commune.code}
    )
    assert "quầy" in problem(response, 422, "procedure-not-available")["title"]


@pytest.mark.parametrize("code", ["99999", "0007", "xin chào"[:5]])
def test_an_unknown_commune(citizen: APIClient, make: Situations, code: str) -> None:
    assert told(citizen.post("/api/v1/drafts/", {"procedure": make.procedure().procedure.code, "commune": code})) == (
        422,
        "commune-not-found",
    )
    assert not Draft.objects.exists()


def test_a_commune_that_is_no_more(citizen: APIClient, make: Situations) -> None:
    former = CommuneFactory(ended=True)
    response = citizen.post("/api/v1/drafts/", {"procedure": make.procedure().procedure.code, "commune": former.code})
    assert told(response) == (422, "commune-not-found")


def test_a_required_paper_left_out(citizen: APIClient, make: Situations) -> None:
    draft = make.draft()
    DraftFile.objects.all().delete()
    response = citizen.post("/api/v1/dossiers/submit/", {"draft": str(draft.pk), "agreed": True})
    body = problem(response, 422, "documents-missing")
    assert (body["documents"], "Giấy thử số 1" in body["title"]) == (["giay-1"], True)
    assert (Dossier.objects.count(), Draft.objects.count()) == (0, 1)


def test_a_paper_left_out_at_the_counter(desk: APIClient, make: Situations) -> None:
    assert told(desk.post("/api/v1/dossiers/receive/", counter(make, papers=[]))) == (422, "documents-missing")
    assert not Dossier.objects.exists()


def test_the_statement_not_agreed_to(citizen: APIClient, make: Situations) -> None:
    response = citizen.post("/api/v1/dossiers/submit/", {"draft": str(make.draft().pk), "agreed": False})
    assert "agreed" in problem(response, 422, "invalid-input")["errors"]


def test_a_draft_that_is_not_finished_names_every_step(citizen: APIClient, office: Office, make: Situations) -> None:
    new = {"procedure": make.procedure().procedure.code, "commune": office.commune.code}
    draft = citizen.post("/api/v1/drafts/", new).json()
    errors = problem(citizen.post("/api/v1/dossiers/submit/", {"draft": draft["id"], "agreed": True}), 422, "invalid-input")["errors"]
    assert set(errors) == {"khai-viec.noi_dung", "nguoi-nop", "nhan-ket-qua"}
    assert set(citizen.get(f"/api/v1/drafts/{draft['id']}/missing/").json()["errors"]) == set(errors)


# Files.


def test_a_file_too_large(citizen: APIClient, make: Situations, settings: Any) -> None:
    draft, settings.CITIZEN_FILE_LIMIT = make.draft(), 1_000
    large = ContentFile(picture().read() + b"\0" * 2_000, name="lon.png")
    response = citizen.post(f"/api/v1/drafts/{draft.pk}/files/", {"document": "giay-1", "file": large}, format="multipart")
    assert "tối đa" in problem(response, 422, "upload-refused")["title"]
    assert draft.files.count() == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("giay.pdf", b"MZ\x90\x00 a program that calls itself a PDF"),
        ("anh.png", b"\x89PNG\r\n\x1a\n and then nothing"),
        ("trang.html", b"<html><script>1</script></html>"),
        ("trong.pdf", b""),
    ],
)
def test_a_file_of_the_wrong_kind_by_content(citizen: APIClient, make: Situations, name: str, content: bytes) -> None:
    draft = make.draft()
    sent = {"document": "giay-1", "file": ContentFile(content, name=name)}
    response = citizen.post(f"/api/v1/drafts/{draft.pk}/files/", sent, format="multipart")
    assert name in problem(response, 422, "upload-refused")["title"]
    assert draft.files.count() == 1


def test_a_sixth_file_for_one_paper(citizen: APIClient, make: Situations, settings: Any) -> None:
    draft, settings.FILES_PER_PAPER = make.draft(), 1
    sent = {"document": "giay-1", "file": picture("them.png", "red")}
    assert told(citizen.post(f"/api/v1/drafts/{draft.pk}/files/", sent, format="multipart")) == (422, "upload-refused")


def test_a_file_for_a_paper_that_is_not_asked_for(citizen: APIClient, make: Situations) -> None:
    sent = {"document": "giay-khac", "file": picture()}
    assert told(citizen.post(f"/api/v1/drafts/{make.draft().pk}/files/", sent, format="multipart")) == (422, "upload-refused")


def test_too_many_uploads(citizen: APIClient, make: Situations, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rest_framework.throttling.ScopedRateThrottle.THROTTLE_RATES", {"upload": "1/min"})
    address = f"/api/v1/drafts/{make.draft().pk}/files/"
    assert citizen.post(address, {"document": "giay-1", "file": picture("a.png", "red")}, format="multipart").status_code == 201
    response = citizen.post(address, {"document": "giay-1", "file": picture("b.png", "blue")}, format="multipart")
    assert told(response) == (429, "too-many-attempts")
    assert int(response["Retry-After"]) > 0


# People.


@pytest.mark.parametrize("number", ["1", "001185000123456", "0011850001a3", "khong-phai-so", ""])
def test_an_identity_number_that_cannot_be(citizen: APIClient, make: Situations, number: str) -> None:
    draft = make.draft()
    response = citizen.patch(f"/api/v1/drafts/{draft.pk}/", {"applicant": {**PERSON, "identity_number": number}})
    assert list(problem(response, 422, "invalid-input")["errors"]) == ["applicant.identity_number"]


@pytest.mark.parametrize("phone", ["12345", "0112345678", "19001009", "+84 91", ""])
def test_a_phone_number_that_cannot_be(citizen: APIClient, make: Situations, phone: str) -> None:
    response = citizen.patch(f"/api/v1/drafts/{make.draft().pk}/", {"applicant": {**PERSON, "phone": phone}})
    assert list(problem(response, 422, "invalid-input")["errors"]) == ["applicant.phone"]


def test_everything_wrong_is_told_at_once_and_nothing_is_kept(citizen: APIClient, make: Situations) -> None:
    draft = make.draft()
    sent = {"applicant": {**PERSON, "full_name": "", "phone": "1"}, "answers": {"viec": {"noi_dung": ""}, "khac": {}}, "delivery": "post"}
    errors = problem(citizen.patch(f"/api/v1/drafts/{draft.pk}/", sent), 422, "invalid-input")["errors"]
    assert set(errors) == {"applicant.full_name", "applicant.phone", "answers.viec.noi_dung", "answers.khac"}
    draft.refresh_from_db()
    assert draft.delivery == "counter"


def test_a_person_at_the_counter_who_cannot_be(desk: APIClient, make: Situations) -> None:
    sent = counter(make, applicant={**PERSON, "identity_number": "12"}, filer={"full_name": ""}, answers={"viec": {"noi_dung": ""}})
    errors = problem(desk.post("/api/v1/dossiers/receive/", sent), 422, "invalid-input")["errors"]
    assert set(errors) == {"applicant.identity_number", "filer.full_name", "filer.identity_number", "answers.viec.noi_dung"}
    assert not Dossier.objects.exists()


# Acts.


def test_an_act_the_state_does_not_allow(desk: APIClient, make: Situations) -> None:
    dossier = make.received()
    body = problem(desk.post(f"/api/v1/dossiers/{dossier.code}/receive/", {}), 409, "move-not-allowed")
    assert (body["dossier"], "Đã tiếp nhận" in body["title"]) == (dossier.code, True)
    assert dossier.events.count() == 2


def test_an_act_of_another_post_says_whose_it_is(desk: APIClient, make: Situations) -> None:
    stopped = {"legal_basis": "Điều 5", "explanation": "Hết căn cứ"}
    response = desk.post(f"/api/v1/dossiers/{make.processing().code}/stop/", stopped)
    assert "Lãnh đạo" in problem(response, 403, "act-not-yours")["title"]


def test_an_act_on_what_somebody_else_changed_since(desk: APIClient, make: Situations) -> None:
    dossier = make.received()
    response = desk.post(f"/api/v1/dossiers/{dossier.code}/forward/", {}, headers={"If-Match": '"1"'})
    body = problem(response, 409, "version-conflict")
    assert (body["who"], body["version"]) == (make.office.person(Post.DESK_OFFICER).full_name, 2)


def test_a_reason_left_out_is_the_acts_own_word(desk: APIClient, make: Situations) -> None:
    response = desk.post(f"/api/v1/dossiers/{make.submitted().code}/decline/", {"ground": "duplicate"})
    assert problem(response, 422, "invalid-input")["errors"]["explanation"] == ["Ghi rõ lý do để người dân hiểu và biết nộp lại thế nào"]


def test_a_time_limit_the_catalogue_does_not_know(desk: APIClient, make: Situations) -> None:
    make.version = ProcedureVersionFactory(unknown_limit=True)
    address = f"/api/v1/dossiers/{make.submitted().code}/receive/"
    assert told(desk.post(address, {})) == (422, "time-limit-unknown")
    assert "time_limit" in problem(desk.post(address, {"time_limit": "3 ngày", "basis": "x"}), 422, "invalid-input")["errors"]
    assert desk.post(address, {"time_limit": "3d", "basis": "Điều 8 Nghị định 1"}).status_code == 200


def test_a_result_without_its_file(office: Office, make: Situations) -> None:
    signed = {"number": "1/XN", "issued_on": "2026-11-02", "signer_name": "A", "signer_title": "B"}
    response = client_of(office.posts[Post.CLERK]).post(f"/api/v1/dossiers/{make.processing().code}/release_result/", signed)
    assert list(problem(response, 422, "invalid-input")["errors"]) == ["file"]


def test_a_supplement_that_was_not_asked_for(citizen: APIClient, make: Situations) -> None:
    address = f"/api/v1/dossiers/{make.awaiting_supplement().code}/supplement/"
    assert told(citizen.post(address, {"items": [{"position": 7, "answer": "Đây"}]})) == (422, "upload-refused")
    assert list(problem(citizen.post(address, {"items": []}), 422, "invalid-input")["errors"]) == ["item-1"]
    assert "items" in problem(citizen.post(address, {"items": "không phải danh sách"}, format="multipart"), 400, "invalid-input")["errors"]


def test_why_of_a_clock_that_has_not_started(citizen: APIClient, make: Situations) -> None:
    assert told(citizen.get(f"/api/v1/dossiers/{make.submitted().code}/why/")) == (409, "clock-not-started")


# Shapes and headers.


def test_a_body_that_is_no_json(desk: APIClient, make: Situations) -> None:
    response = desk.post(f"/api/v1/dossiers/{make.submitted().code}/receive/", b"{", content_type="application/json")
    assert told(response) == (400, "unreadable-body")


@pytest.mark.parametrize("body", [[], "chữ", None, 7])
def test_a_body_of_the_wrong_shape(desk: APIClient, make: Situations, body: Any) -> None:
    assert told(desk.post(f"/api/v1/dossiers/{make.submitted().code}/decline/", body)) == (400, "invalid-input")


@pytest.mark.parametrize("words", [rb"a\u0000b", b"x" * 3_000])
def test_words_no_database_takes(desk: APIClient, make: Situations, words: bytes) -> None:
    body = b'{"ground": "duplicate", "explanation": "%s"}' % words
    response = desk.post(f"/api/v1/dossiers/{make.submitted().code}/decline/", body, content_type="application/json")
    assert "explanation" in problem(response, 400, "invalid-input")["errors"]


@pytest.mark.parametrize("key", ["", "1", "không phải", "5f0c6f0e-6f43"])
def test_an_idempotency_key_that_is_no_uuid(desk: APIClient, make: Situations, key: str) -> None:
    response = desk.post(
        f"/api/v1/dossiers/{make.submitted().code}/receive/", {}, headers={"Idempotency-Key": key.encode("ascii", "replace").decode()}
    )
    assert told(response) == (400, "invalid-idempotency-key")


def test_a_key_that_stands_for_something_else(desk: APIClient, make: Situations) -> None:
    address, headers = f"/api/v1/dossiers/{make.submitted().code}/", {"Idempotency-Key": str(uuid4())}
    assert desk.post(f"{address}receive/", {}, headers=headers).status_code == 200
    assert told(desk.post(f"{address}receive/", {"time_limit": "9d", "basis": "x"}, headers=headers)) == (422, "idempotency-key-reused")
    assert told(desk.post(f"{address}forward/", {}, headers=headers)) == (422, "idempotency-key-reused")


@pytest.mark.parametrize("version", ["mới", '"1', "*", "-1"])
def test_a_version_that_is_no_number(desk: APIClient, make: Situations, version: str) -> None:
    response = desk.post(
        f"/api/v1/dossiers/{make.submitted().code}/receive/", {}, headers={"If-Match": version.encode("ascii", "replace").decode()}
    )
    assert told(response) == (400, "invalid-version")


def test_an_office_the_caller_does_not_hold(desk: APIClient, make: Situations, elsewhere: Office) -> None:
    theirs = {"X-Office": str(elsewhere.posts[Post.DESK_OFFICER].pk)}
    assert told(desk.post(f"/api/v1/dossiers/{make.submitted().code}/receive/", {}, headers=theirs)) == (403, "office-not-held")


def test_a_list_of_the_whole_city(city: Membership) -> None:
    assert list(problem(client_of(city).get("/api/v1/dossiers/"), 422, "invalid-input")["errors"]) == ["commune"]


@pytest.mark.parametrize(
    "query", ["view=mine", "state=11", "channel=x", "page_size=0", "page_size=9999", "cursor=xyz", "cursor=bnwx", "overdue=maybe"]
)
def test_filters_that_make_no_sense(desk: APIClient, query: str) -> None:
    assert list(problem(desk.get(f"/api/v1/dossiers/?{query}"), 400, "invalid-input")["errors"]) == [query.partition("=")[0]]


@pytest.mark.parametrize("path", ["dossiers/H26.999-261102-0001/", "dossiers/x/", "dossiers/x/why/", "dossiers/x/files/1/"])
def test_a_code_that_does_not_exist(desk: APIClient, path: str) -> None:
    assert told(desk.get(f"/api/v1/{path}")) == (404, "dossier-not-found")


@pytest.mark.parametrize("path", ["", "nothing/", "dossiers/%00/", "dossiers/a/b/c/", "drafts/1/", "procedures/0.0/"])
def test_addresses_that_are_none_answer_as_the_api(anybody: APIClient, path: str, db: None) -> None:
    assert told(anybody.get(f"/api/v1/{path}")) == (404, "not-found")


def test_methods_that_are_none(anybody: APIClient, desk: APIClient, make: Situations) -> None:
    assert told(anybody.put("/api/v1/procedures/", {})) == (405, "method-not-allowed")
    assert told(desk.delete(f"/api/v1/dossiers/{make.submitted().code}/")) == (405, "method-not-allowed")
    assert told(desk.post(f"/api/v1/dossiers/{make.submitted().code}/transfer/", {})) == (404, "not-found")
    assert told(desk.post(f"/api/v1/dossiers/{make.submitted().code}/note_overdue/", {})) == (404, "not-found")


@pytest.mark.parametrize("header", ["Bearer", "Bearer mc_wrong", "Bearer mc_" + "x" * 5_000])
def test_a_key_of_nobody(anybody: APIClient, db: None, header: str) -> None:
    assert told(anybody.get("/api/v1/me/", headers={"Authorization": header})) == (401, "not-signed-in")


def test_no_problem_leaves_anything_behind(desk: APIClient, make: Situations) -> None:
    dossier = make.submitted()
    for sent in ({"items": []}, {"items": [{"what": "", "reason": ""}]}, {"items": [{"what": "x", "reason": "y"}], "working_days": 91}):
        assert desk.post(f"/api/v1/dossiers/{dossier.code}/request_supplement/", sent).status_code in {400, 422}
    dossier.refresh_from_db()
    assert (dossier.state, dossier.version, dossier.suspensions.count(), DossierEvent.objects.count()) == (1, 1, 0, 1)
