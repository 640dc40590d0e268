"""Tracking: a code and a second thing; nothing personal, the same answer to every wrong attempt, few attempts."""

import re
from http import HTTPStatus

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.permissions import Post
from dossiers.actors import ActCall, citizen
from dossiers.acts.supplement import Sent, supplement_dossier
from dossiers.models import Dossier
from tests.factories.dossiers import MONDAY_9H, Office, Situations, checked_picture

pytestmark = pytest.mark.django_db

PAGE = "/tra-cuu/"
DIGITS = "5678"  # of the phone of the applicant


def track(client: Client, dossier: Dossier, second: str = DIGITS) -> str:
    response = client.post(PAGE, {"code": dossier.code, "second": second})
    assert response.status_code == HTTPStatus.OK
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response.headers["Cache-Control"]
    return response.content.decode()


class TestTheForm:
    @pytest.mark.parametrize(
        ("typed", "message"),
        [
            ({"code": "", "second": "5678"}, "Nhập mã hồ sơ in trên giấy hẹn"),
            ({"code": "abc", "second": "5678"}, "Mã hồ sơ có dạng H26.101-261123-0147"),
            ({"code": "H26.101-261123-0147", "second": ""}, "Nhập mã tra cứu, hoặc 4 số cuối điện thoại"),
            ({"code": "H26.101-261123-0147", "second": "0912345678"}, "số điện thoại chỉ cần 4 số cuối"),
        ],
    )
    def test_what_cannot_be_right_is_said_and_kept(self, client: Client, db: None, typed: dict[str, str], message: str) -> None:
        response = client.post(PAGE, typed)
        html = response.content.decode()
        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "<title>Lỗi: " in html
        assert html.count(message) == 2
        assert f'value="{typed["code"]}"' in html

    def test_spaces_and_small_letters_do_not_matter(self, client: Client, make: Situations) -> None:
        dossier = make.submitted()
        typed = {"code": f" {dossier.code.lower()} ", "second": f"{dossier.track_key[:3].lower()} {dossier.track_key[3:]}"}
        assert client.post(PAGE, typed).status_code == HTTPStatus.OK


class TestTheAnswer:
    def test_the_key_or_the_end_of_the_phone_opens_it(self, client: Client, make: Situations) -> None:
        dossier = make.submitted()
        assert "Đã nộp, chờ phường nhận" in track(client, dossier)
        assert "Đã nộp, chờ phường nhận" in track(client, dossier, dossier.track_key)

    def test_it_shows_no_person_number_or_file(self, client: Client, make: Situations) -> None:
        dossier = make.processing()
        html = track(client, dossier)
        assert dossier.assignee is not None
        for private in ("Trần Thị Thử", "001185000123", "0912345678", dossier.assignee.full_name, "anh.png", dossier.track_key):
            assert private not in html

    def test_it_says_when_and_whose_turn_it_is(self, client: Client, make: Situations) -> None:
        html = track(client, make.processing())
        assert "Đang giải quyết, đúng hẹn" in html
        assert "17:00, thứ Năm 05/11/2026" in html
        assert "Bạn chưa phải làm gì." in html
        assert "Vì sao ngày 05/11?" in html
        assert "Lãnh đạo phường ký" in html

    def test_an_overdue_dossier_says_so_first(self, client: Client, make: Situations, clock: time_machine.Traveller) -> None:
        dossier = make.processing()
        clock.move_to("2026-11-06T09:00:00+07:00")
        html = track(client, dossier)
        assert "Quá hẹn từ 05/11" in html
        assert "Bạn không phải làm gì thêm." in html

    def test_a_stop_of_the_clock_is_part_of_the_reason(self, client: Client, make: Situations, clock: time_machine.Traveller) -> None:
        dossier = make.awaiting_supplement()
        assert "Thời hạn đang tạm dừng" in track(client, dossier)

        later = MONDAY_9H.replace(day=4, hour=10)
        clock.move_to(later)
        sent = [Sent(1, files=[checked_picture("moi.png", "green")])]
        supplement_dossier(dossier.pk, call=ActCall(citizen(make.applicant), later), sent=sent)
        html = track(client, dossier)
        assert "Dừng 09:00 thứ Hai 02/11 – chờ bạn bổ sung" in html
        assert "Tính tiếp từ 10:00 thứ Tư 04/11" in html
        assert "Bạn đã gửi bổ sung" in html

    def test_in_a_commune_it_speaks_of_the_xa(self, client: Client, calendar: None) -> None:
        make = Situations(Office.make(xa=True))
        assert "Đã nộp, chờ xã nhận" in track(client, make.submitted())

    def test_a_late_answer_is_admitted(self, client: Client, make: Situations, clock: time_machine.Traveller) -> None:
        dossier = make.submitted()
        clock.move_to("2026-11-09T09:00:00+07:00")
        assert "Phường trả lời chậm." in track(client, dossier)

    @pytest.mark.parametrize("reach", ["submitted", "awaiting_supplement", "returned"])
    def test_it_costs_four_queries(
        self, client: Client, make: Situations, reach: str, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        dossier = getattr(make, reach)()
        track(client, dossier)  # the calendar is read once a process
        # 1. dossier with units and procedure   2. phones   3. place and stops   4. acts
        with django_assert_max_num_queries(4):
            assert dossier.code in track(client, dossier)


class TestGuessing:
    def test_a_wrong_code_and_wrong_digits_get_the_same_answer(self, client: Client, make: Situations) -> None:
        dossier = make.submitted()
        other = dossier.code[:-4] + "9999"
        pages = [client.post(PAGE, {"code": code, "second": "0000"}) for code in (dossier.code, other)]
        assert [page.status_code for page in pages] == [HTTPStatus.NOT_FOUND] * 2
        first, second = (re.sub(r'value="[^"]*"', "", page.content.decode()) for page in pages)
        assert "Không tìm thấy hồ sơ với mã và số này" in first
        assert first == second

    def test_after_five_wrong_attempts_even_the_right_one_waits(self, client: Client, make: Situations) -> None:
        dossier = make.submitted()
        for digit in range(5):
            client.post(PAGE, {"code": dossier.code, "second": f"000{digit}"})
        response = client.post(PAGE, {"code": dossier.code, "second": DIGITS})
        assert response.status_code == HTTPStatus.TOO_MANY_REQUESTS
        assert "Bạn đã thử nhiều lần. Thử lại sau 15 phút" in response.content.decode()


class TestShortLinks:
    def test_it_fills_in_the_code_and_still_asks(self, client: Client, make: Situations) -> None:
        dossier = make.submitted()
        html = client.get(f"/t/{dossier.link_key.lower()}/").content.decode()
        assert f'value="{dossier.code}"' in html
        assert "Xác nhận việc thử" not in html

    def test_its_own_person_goes_straight_to_it(self, citizen: Client, make: Situations) -> None:
        dossier = make.submitted()
        assert citizen.get(f"/t/{dossier.link_key}/").headers["Location"] == f"/ho-so/{dossier.code}/"

    def test_an_unknown_one_says_what_to_do(self, client: Client, db: None) -> None:
        response = client.get("/t/KHONGCO/")
        assert response.status_code == HTTPStatus.NOT_FOUND
        assert "Liên kết này không còn dùng được. Nhập mã hồ sơ" in response.content.decode()

    def test_an_officer_is_asked_like_anybody(self, client: Client, make: Situations) -> None:
        client.force_login(make.office.person(Post.DESK_OFFICER))
        assert "Xác nhận việc thử" not in client.get(f"/t/{make.submitted().link_key}/").content.decode()
