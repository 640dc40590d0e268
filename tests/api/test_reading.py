"""One dossier: who sees what of it, and what is noted when an officer opens it."""

import pytest
from rest_framework.test import APIClient

from accounts.permissions import Post
from dossiers.models import DossierFile, RecordReading
from tests.api.clients import client_of
from tests.factories.dossiers import PERSON, Office, Situations
from tests.factories.procedures import ProcedureVersionFactory


@pytest.fixture
def desk(office: Office) -> APIClient:
    return client_of(office.posts[Post.DESK_OFFICER])


def test_an_office_sees_identity_numbers_only_for_a_purpose_that_is_noted(desk: APIClient, make: Situations) -> None:
    address = f"/api/v1/dossiers/{make.received().code}/"
    assert desk.get(address).json()["people"][0]["identity_number"] == "001*****0123"
    assert desk.get(f"{address}?purpose=compare").json()["people"][0]["identity_number"] == "001185000123"
    assert desk.get(f"{address}?purpose=curiosity").json()["errors"].keys() == {"purpose"}
    assert set(RecordReading.objects.values_list("purpose", flat=True)) == {"Mở hồ sơ", "Xem số định danh: Đối chiếu người đến nhận"}


def test_numbers_in_the_declaration_are_masked_like_those_of_people(desk: APIClient, make: Situations) -> None:
    fields = [
        {"code": "so_cua_cha", "label": "Số định danh của cha", "type": "identity"},
        {"code": "so_cua_me", "label": "Số định danh của mẹ", "type": "identity"},
        {"code": "noi_dung", "label": "Nội dung", "type": "text"},
    ]
    make.version = ProcedureVersionFactory(declaration={"sections": [{"code": "viec", "title": "Việc", "fields": fields}]})
    sent = {
        "procedure": make.version.procedure.code,
        "applicant": PERSON,
        "papers": [{"document_code": "giay-1"}],
        "answers": {"viec": {"so_cua_cha": "001085000999", "noi_dung": "Khai sinh"}},
    }
    code = desk.post("/api/v1/dossiers/receive/", sent).json()["code"]
    shown = [desk.get(f"/api/v1/dossiers/{code}/{query}").json()["answers"]["viec"] for query in ("", "?purpose=verify")]
    assert [each["so_cua_cha"] for each in shown] == ["001*****0999", "001085000999"]
    assert [(each["so_cua_me"], each["noi_dung"]) for each in shown] == [("", "Khai sinh")] * 2


def test_asking_why_the_appointment_is_that_day_is_noted_too(desk: APIClient, make: Situations) -> None:
    address = f"/api/v1/dossiers/{make.received().code}/why/"
    assert client_of(make.applicant).get(address).status_code == 200
    assert not RecordReading.objects.exists()
    assert desk.get(address).status_code == 200
    assert RecordReading.objects.get().purpose == "Mở hồ sơ"


def test_a_citizen_never_reads_who_holds_the_dossier(desk: APIClient, make: Situations, office: Office) -> None:
    dossier, citizen = make.processing(), client_of(make.applicant)
    holder, address = office.person(Post.SPECIALIST).full_name, f"/api/v1/dossiers/{dossier.code}/"
    for client, expected in ((desk, holder), (citizen, None)):
        assert client.get(address).json()["assignee"] == expected
        assert client.get("/api/v1/dossiers/").json()["results"][0]["assignee"] == expected
    assert citizen.post(f"{address}withdraw/", {"reason": "Không cần nữa"}).json()["assignee"] is None
    assert (
        desk.post(f"/api/v1/dossiers/{make.submitted().code}/receive/", {}).json()["assignee"] == office.person(Post.DESK_OFFICER).full_name
    )


def test_a_citizen_sees_number_and_signer_once_the_result_was_handed_over(desk: APIClient, make: Situations) -> None:
    ready, returned = make.result_ready(), make.returned()
    shown = [client_of(make.applicant).get(f"/api/v1/dossiers/{each.code}/").json()["results"] for each in (ready, returned)]
    assert [[result["number"] for result in results] for results in shown] == [[], ["12/XN-UBND"]]
    assert len(desk.get(f"/api/v1/dossiers/{ready.code}/").json()["results"]) == 1


def test_a_citizen_sees_his_own_number_and_nothing_is_noted(make: Situations) -> None:
    shown = client_of(make.applicant).get(f"/api/v1/dossiers/{make.received().code}/").json()
    assert shown["people"][0]["identity_number"] == "001185000123"
    assert not RecordReading.objects.exists()


def test_what_the_office_says_among_itself_stays_there(desk: APIClient, make: Situations) -> None:
    dossier = make.received()
    address = f"/api/v1/dossiers/{dossier.code}/"
    assert desk.post(f"{address}forward/", {"remark": "Xem kỹ giấy số 1"}).status_code == 200
    office, citizen = desk.get(address), client_of(make.applicant).get(address)
    assert "Xem kỹ giấy số 1" in office.content.decode()
    assert "Xem kỹ giấy số 1" not in citizen.content.decode()
    assert (len(office.json()["steps"]), citizen.json()["steps"]) == (2, [])
    assert [event["who"] for event in citizen.json()["events"]] == [make.applicant.full_name, "", ""]


def test_a_result_is_the_citizens_once_it_was_handed_over(desk: APIClient, make: Situations) -> None:
    ready, returned = make.result_ready(), make.returned()
    citizen = client_of(make.applicant)
    purposes = [{file["purpose"] for file in citizen.get(f"/api/v1/dossiers/{each.code}/").json()["files"]} for each in (ready, returned)]
    assert purposes == [{"document"}, {"document", "result"}]
    assert "result" in {file["purpose"] for file in desk.get(f"/api/v1/dossiers/{ready.code}/").json()["files"]}


def test_a_file_comes_with_its_checked_type_as_a_download(desk: APIClient, make: Situations) -> None:
    dossier = make.submitted()
    file = DossierFile.objects.get()
    answer = desk.get(f"/api/v1/dossiers/{dossier.code}/files/{file.pk}/", headers={"Accept": "application/pdf"})
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert (answer.headers["X-Content-Type-Options"], answer.headers["Cache-Control"]) == ("nosniff", "private, no-store")


def test_a_file_with_malware_is_given_to_nobody(desk: APIClient, make: Situations) -> None:
    dossier = make.submitted()
    DossierFile.objects.update(scan=DossierFile.Scan.INFECTED)
    assert desk.get(f"/api/v1/dossiers/{dossier.code}/files/{DossierFile.objects.get().pk}/").status_code == 404
    assert desk.get(f"/api/v1/dossiers/{dossier.code}/").json()["files"] == []


def test_allowed_acts_are_those_of_the_post_and_the_state(office: Office, make: Situations) -> None:
    address = f"/api/v1/dossiers/{make.awaiting_supplement().code}/"
    by_post = {post: [each["act"] for each in client_of(held).get(address).json()["allowed_acts"]] for post, held in office.posts.items()}
    assert by_post == {
        Post.DESK_OFFICER: ["supplement"],
        Post.SPECIALIST: [],
        Post.DIVISION_HEAD: [],
        Post.COMMUNE_LEADER: ["stop"],
        Post.CLERK: [],
    }
