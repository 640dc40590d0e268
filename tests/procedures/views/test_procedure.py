"""The page of one procedure: what, when, how much, which papers; facts that are not known say so."""

from datetime import date
from http import HTTPStatus

import pytest
import time_machine
from django.test import Client

from procedures.models import DocumentRequirement, Fee, ProcedureVersion
from tests.factories.procedures import ProcedureFactory, ProcedureVersionFactory

pytestmark = pytest.mark.django_db

CASES = [{"code": "co-giay", "label": "Có giấy", "hint": ""}, {"code": "mat-giay", "label": "Mất giấy", "hint": "Thất lạc"}]


def page_of(client: Client, version: ProcedureVersion, **query: str) -> str:
    response = client.get(f"/thu-tuc/{version.procedure.code}/", query)
    assert response.status_code == HTTPStatus.OK
    return response.content.decode()


@pytest.fixture
def same_day() -> ProcedureVersion:
    version: ProcedureVersion = ProcedureVersionFactory(time_limit_rule="same-day@15:00", cases=CASES, case_question="Bạn có giấy không?")
    return version


def test_before_the_cutoff_it_promises_today(client: Client, calendar: None, same_day: ProcedureVersion) -> None:
    page = page_of(client, same_day)
    assert "<strong>Hôm nay, thứ Hai 23/11/2026</strong>, nếu phường, xã nhận đủ hồ sơ trước 15:00." in page
    assert "Sau 15:00: thứ Tư 25/11/2026, vì thứ Ba 24/11 nghỉ Ngày Văn hóa Việt Nam." in page


def test_after_the_cutoff_it_says_why_a_day_is_skipped(
    client: Client, calendar: None, same_day: ProcedureVersion, clock: time_machine.Traveller
) -> None:
    clock.move_to("2026-11-23T15:00:01+07:00")
    page = page_of(client, same_day)
    assert "<strong>Thứ Tư 25/11/2026</strong>, nếu phường, xã nhận đủ hồ sơ hôm nay, vì thứ Ba 24/11 nghỉ Ngày Văn hóa Việt Nam." in page


def test_on_a_sunday_it_counts_from_the_next_office_day(client: Client, calendar: None, clock: time_machine.Traveller) -> None:
    clock.move_to("2026-11-22T10:00:00+07:00")
    page = page_of(client, ProcedureVersionFactory(time_limit_rule="3d"))
    # Monday 23/11 is day 0; 24/11 is off; 25, 26 and 27/11 count.
    assert "<strong>Thứ Sáu 27/11/2026</strong>, nếu phường, xã nhận đủ hồ sơ thứ Hai 23/11, vì thứ Ba 24/11 nghỉ" in page


def test_without_a_calendar_it_states_the_rule_alone(client: Client) -> None:
    assert "<strong>3 ngày làm việc</strong>." in page_of(client, ProcedureVersionFactory(time_limit_rule="3d"))


def test_a_limit_outside_the_calendar_is_refused_not_guessed(client: Client, calendar: None, clock: time_machine.Traveller) -> None:
    clock.move_to("2027-12-30T09:00:00+07:00")
    page = page_of(client, ProcedureVersionFactory(time_limit_rule="25d"))
    assert "Chưa có lịch làm việc năm 2028" in page


def test_unknown_facts_say_so(client: Client) -> None:
    page = page_of(client, ProcedureVersionFactory(time_limit_rule="", time_limit_text="", result_name="", channels=[], papers=0))
    assert "Chưa có thông tin về thời hạn." in page
    assert "Chưa có thông tin. Phường, xã báo trước khi nộp." in page
    assert "Bạn không phải nộp giấy tờ nào" in page


def test_an_unknown_sum_is_not_free(client: Client) -> None:
    version = ProcedureVersionFactory()
    Fee.objects.create(version=version, position=1, channel="online", label="Bản sao", amount=0)
    Fee.objects.create(version=version, position=2, channel="counter", label="Bản sao", amount=8000, unit="bản")
    Fee.objects.create(version=version, position=3, channel="counter", label="Đăng ký muộn", amount=None)
    page = page_of(client, version)
    assert "<strong>Bản sao: </strong>0\u00a0đồng nếu nộp trực tuyến; 8.000\u00a0đồng/bản tại quầy." in page
    assert "tại quầy phường, xã báo trước khi nộp." in page


def test_it_lists_the_papers_of_the_chosen_case_only(client: Client, same_day: ProcedureVersion) -> None:
    DocumentRequirement.objects.create(
        version=same_day, code="a", position=5, name="A", plain_name="Giấy của người có", case_code="co-giay"
    )
    DocumentRequirement.objects.create(version=same_day, code="b", position=6, name="B", plain_name="Giấy thay thế", case_code="mat-giay")
    assert "Giấy của người có" in page_of(client, same_day)

    page = page_of(client, same_day, **{"truong-hop": "mat-giay"})
    assert "Giấy thay thế" in page
    assert "Giấy của người có" not in page
    assert "?truong-hop=mat-giay" in page


def test_a_case_that_does_not_exist_shows_the_first(client: Client, same_day: ProcedureVersion) -> None:
    assert 'value="co-giay" checked' in page_of(client, same_day, **{"truong-hop": "khong-co"})


def test_what_cannot_be_filed_here_has_no_button(client: Client) -> None:
    page = page_of(client, ProcedureVersionFactory(counter=True))
    assert "Nộp trực tuyến</span>" not in page
    assert "Mang giấy tờ đến quầy một cửa" in page


def test_a_replaced_procedure_leads_to_its_successor(client: Client) -> None:
    successor = ProcedureVersionFactory(plain_name="Việc mới")
    page = page_of(client, ProcedureVersionFactory(procedure=ProcedureFactory(replaced_by=successor.procedure)))
    assert "Thủ tục này đã được thay thế." in page
    assert f'href="/thu-tuc/{successor.procedure.code}/"' in page
    assert "/nop-ho-so/" not in page


@pytest.mark.parametrize("code", ["khong-co", "1.%00", "9" * 300])
def test_an_unknown_code_is_not_found(client: Client, code: str) -> None:
    response = client.get(f"/thu-tuc/{code}/")
    assert response.status_code == HTTPStatus.NOT_FOUND
    assert "Không tìm thấy trang này" in response.content.decode()


def test_a_version_not_yet_in_force_is_not_found(client: Client) -> None:
    version = ProcedureVersionFactory(in_force_from=date(2026, 11, 24))
    assert client.get(f"/thu-tuc/{version.procedure.code}/").status_code == HTTPStatus.NOT_FOUND
