"""One dossier: who sees what of it, and what is noted when an officer opens it."""

import pytest
from rest_framework.test import APIClient

from accounts.permissions import Post
from dossiers.models import DossierFile, RecordReading
from tests.api.clients import client_of
from tests.factories.dossiers import Office, Situations


@pytest.fixture
def desk(office: Office) -> APIClient:
    return client_of(office.posts[Post.DESK_OFFICER])


def test_an_office_sees_identity_numbers_only_for_a_purpose_that_is_noted(desk: APIClient, make: Situations) -> None:
    address = f"/api/v1/dossiers/{make.received().code}/"
    assert desk.get(address).json()["people"][0]["identity_number"] == "001*****0123"
    assert desk.get(f"{address}?purpose=compare").json()["people"][0]["identity_number"] == "001185000123"
    assert desk.get(f"{address}?purpose=curiosity").json()["errors"].keys() == {"purpose"}
    assert set(RecordReading.objects.values_list("purpose", flat=True)) == {"Mở hồ sơ", "Xem số định danh: Đối chiếu người đến nhận"}


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
