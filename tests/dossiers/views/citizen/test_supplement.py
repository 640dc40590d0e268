"""Supplement: what is asked and why, good files and words kept until everything is sent at once."""

from datetime import timedelta
from http import HTTPStatus
from uuid import uuid4

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.permissions import Post
from core import clock
from dossiers.acts.request_supplement import Asked, request_supplement
from dossiers.models import Dossier, DossierFile
from dossiers.states import DossierState
from dossiers.supplement_tray import SupplementTray
from tests.factories.dossiers import Situations, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(make: Situations) -> Dossier:
    """A dossier of which a paper and a place in the declaration are to be put right."""
    items = [Asked("Giấy thử số 1, mặt trước", "Ảnh mờ, không đọc được.", "giay-1"), Asked("Nơi sinh", "Tên viết tắt.")]
    return request_supplement(make.submitted().pk, call=make.office.call(Post.DESK_OFFICER), items=items)


def post(citizen: Client, dossier: Dossier, **data: object) -> tuple[int, str]:
    fields = {"key": str(uuid4()), "version": str(dossier.version), **data}
    response = citizen.post(f"/ho-so/{dossier.code}/bo-sung/", fields, follow=True)
    return response.status_code, response.content.decode()


def page(citizen: Client, dossier: Dossier) -> str:
    return citizen.get(f"/ho-so/{dossier.code}/bo-sung/").content.decode()


def test_it_says_how_many_places_until_when_and_why(citizen: Client, asked: Dossier) -> None:
    html = page(citizen, asked)
    assert "Phường cần bạn sửa 2 chỗ" in html
    assert "17:00, thứ Tư 11/11/2026" in html
    assert "Còn 7 ngày làm việc." in html
    assert "Ảnh mờ, không đọc được." in html
    assert "anh.png" in html  # what was sent before
    assert "có thể từ chối hồ sơ này" in html


def test_everything_is_sent_at_once(citizen: Client, asked: Dossier) -> None:
    status, _ = post(citizen, asked, **{"tep-1": picture("ro-net.png", "green"), "tra-loi-2": "Bệnh viện Mẫu"})
    assert status == HTTPStatus.OK
    asked.refresh_from_db()
    assert asked.state == DossierState.SUBMITTED
    files = DossierFile.objects.filter(dossier=asked, document_code="giay-1").order_by("pk")
    assert [file.name for file in files] == ["anh.png", "ro-net.png"]
    assert files[0].replaced_by == files[1]


def test_what_is_left_out_is_named_and_the_rest_is_kept(citizen: Client, asked: Dossier) -> None:
    status, html = post(citizen, asked, **{"tra-loi-2": "Bệnh viện Mẫu"})
    assert status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert '<a href="#tep-1">Giấy thử số 1, mặt trước: gửi tệp hoặc ghi trả lời</a>' in html
    assert "Bệnh viện Mẫu</textarea>" in html
    asked.refresh_from_db()
    assert asked.state == DossierState.AWAITING_SUPPLEMENT


def test_files_and_words_wait_until_they_are_sent(citizen: Client, asked: Dossier) -> None:
    post(citizen, asked, **{"tep-1": picture("ro-net.png", "green"), "upload": "1"})
    post(citizen, asked, **{"tra-loi-2": "Bệnh viện Mẫu", "exit": "yes"})
    html = page(citizen, asked)
    assert "ro-net.png" in html
    assert "Bệnh viện Mẫu" in html

    status, _ = post(citizen, asked, **{"tra-loi-2": "Bệnh viện Mẫu"})
    assert status == HTTPStatus.OK


def test_good_files_stay_when_others_are_refused(citizen: Client, asked: Dossier) -> None:
    wrong = SimpleUploadedFile("don.docx", b"PK\x03\x04 words")
    status, html = post(citizen, asked, **{"tep-1": [picture("tot.png", "green"), wrong], "upload": "1"})
    assert status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "tot.png" in html
    assert "Chỉ nhận ảnh JPG, PNG, HEIC và PDF" in html


def test_a_waiting_file_can_be_taken_away(citizen: Client, asked: Dossier) -> None:
    post(citizen, asked, **{"tep-1": picture("nham.png", "green"), "upload": "1"})
    path = page(citizen, asked).split('name="remove" value="')[1].split('"')[0]
    post(citizen, asked, remove=path)
    assert "nham.png" not in page(citizen, asked)


def test_a_waiting_file_is_sent_as_it_lies_in_the_store(citizen: Client, asked: Dossier) -> None:
    post(citizen, asked, **{"tep-1": picture("ro-net.png", "green"), "upload": "1"})
    path = page(citizen, asked).split('name="remove" value="1:')[1].split('"')[0]
    post(citizen, asked, **{"tra-loi-2": "Bệnh viện Mẫu"})
    sent = DossierFile.objects.get(name="ro-net.png")
    assert sent.stored.name == path
    assert default_storage.exists(path)


def test_taking_away_in_another_tab_what_was_sent_loses_nothing(citizen: Client, asked: Dossier) -> None:
    post(citizen, asked, **{"tep-1": picture("ro-net.png", "green"), "upload": "1"})
    session = citizen.session
    tab = SupplementTray(session, asked.suspensions.get(), clock.now())
    path = tab.files(1)[0].stored
    post(citizen, asked, **{"tra-loi-2": "Bệnh viện Mẫu"})
    tab.remove(1, path)
    assert default_storage.exists(path)


@pytest.mark.parametrize(("age", "waits"), [(timedelta(hours=23) - timedelta(minutes=1), True), (timedelta(hours=23), False)])
def test_a_file_the_janitor_may_take_soon_is_asked_for_again(asked: Dossier, age: timedelta, waits: bool) -> None:
    session, request = SessionStore(), asked.suspensions.get()
    SupplementTray(session, request, clock.now()).add(1, picture(), limit=100_000, most=5)
    assert bool(SupplementTray(session, request, clock.now() + age).ready([1])) is waits


def test_a_file_to_take_away_that_cannot_be_is_no_fault_of_the_server(citizen: Client, asked: Dossier) -> None:
    for named in ("1:\x00", "\x00:a", "9:a", "²:a"):
        assert post(citizen, asked, remove=named)[0] < HTTPStatus.INTERNAL_SERVER_ERROR


def test_waiting_files_are_the_persons_own(stranger: Client, citizen: Client, asked: Dossier) -> None:
    assert stranger.get(f"/ho-so/{asked.code}/bo-sung/").status_code == HTTPStatus.NOT_FOUND
    status, _ = post(stranger, asked, **{"tra-loi-1": "x", "tra-loi-2": "y"})
    assert status == HTTPStatus.NOT_FOUND


def test_sending_twice_is_answered_kindly(citizen: Client, asked: Dossier) -> None:
    data = {"tra-loi-1": "Đã chụp lại", "tra-loi-2": "Bệnh viện Mẫu"}
    post(citizen, asked, **data)
    response = citizen.post(f"/ho-so/{asked.code}/bo-sung/", data, follow=True)
    assert "Lúc này hồ sơ không cần bổ sung gì" in response.content.decode()
    assert asked.events.filter(act="supplement").count() == 1


def test_a_dossier_that_moved_meanwhile_keeps_the_words(citizen: Client, asked: Dossier) -> None:
    status, html = post(citizen, asked, **{"version": "0", "tra-loi-1": "Đã chụp lại", "tra-loi-2": "Bệnh viện Mẫu"})
    assert status == HTTPStatus.CONFLICT
    assert "Bệnh viện Mẫu</textarea>" in html
