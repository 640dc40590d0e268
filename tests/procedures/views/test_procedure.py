"""The page of one procedure: what, when, how much, which papers; facts that are not known say so."""

import json
import re
from datetime import date
from http import HTTPStatus
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from procedures.models import DocumentRequirement, Fee, ProcedureVersion, UnitTimeLimit
from tests.factories.communes import CommuneFactory
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
    assert "Chưa có danh sách giấy tờ. Hỏi quầy một cửa hoặc gọi" in page
    assert "Bạn không phải nộp giấy tờ nào" not in page


def test_papers_that_are_known_to_be_none_say_so(client: Client) -> None:
    page = page_of(client, ProcedureVersionFactory(papers=0, citizen_steps=["Trả lời câu hỏi", "Nhận kết quả"]))
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


@pytest.mark.parametrize(
    ("verification", "offered"), [("verified", True), ("receive_only", True), ("level_unconfirmed", False), ("name_only", False)]
)
def test_online_filing_needs_a_procedure_the_commune_is_known_to_take_in(client: Client, verification: str, offered: bool) -> None:
    version = ProcedureVersionFactory(procedure__verification=verification)
    page = page_of(client, version)
    assert version.accepts_online is offered
    assert (f"/nop-ho-so/{version.procedure.code}/" in page) is offered
    assert ("Chưa rõ phường, xã có giải quyết không: hỏi quầy một cửa trước." in page) is not offered


def test_receiving_only_is_said(client: Client) -> None:
    page = page_of(client, ProcedureVersionFactory(receive_only=True, procedure__verification="receive_only"))
    assert "Phường, xã chỉ nhận hồ sơ, cơ quan khác giải quyết." in page


def test_what_the_city_pays_is_said_with_its_decision(client: Client) -> None:
    version = ProcedureVersionFactory()
    Fee.objects.create(version=version, position=1, label="Bản sao", amount=8000, unit="bản", set_by="ministry")
    page = page_of(client, version)
    assert "0\u00a0đồng nếu nộp trực tuyến; 8.000\u00a0đồng/bản tại quầy." in page
    assert "Nộp trực tuyến: Thành phố trả thay bạn (bản sao 8.000\u00a0đồng/bản), theo Nghị quyết 77/2025/NQ-HĐND." in page


def test_a_fee_of_the_counter_promises_nothing_online(client: Client) -> None:
    version = ProcedureVersionFactory(counter=True)
    Fee.objects.create(version=version, position=1, label="Bản sao", amount=8000, set_by="council")
    page = page_of(client, version)
    assert "<strong>Bản sao: </strong>8.000\u00a0đồng." in page
    assert "nếu nộp trực tuyến" not in page


def test_only_the_communes_that_handle_it_are_named(client: Client) -> None:
    commune = CommuneFactory(name="Ba Vì", kind="xa")
    page = page_of(client, ProcedureVersionFactory(handled_by=[commune.code], receivable_elsewhere=False))
    assert "Chỉ xã Ba Vì giải quyết." in page
    assert "nào ở Hà Nội cũng được" not in page


def test_limits_of_single_units_stand_below(client: Client) -> None:
    version = ProcedureVersionFactory()
    UnitTimeLimit.objects.create(version=version, position=1, unit="Sở Xây dựng", rule="5d")
    assert "Sở Xây dựng: 5 ngày làm việc." in page_of(client, version)


def test_the_law_names_source_and_approver(client: Client) -> None:
    version = ProcedureVersionFactory(
        citation="Quyết định 10/QĐ-UBND", approved_by="Lê Thị Duyệt", source={"name": "Cổng Dịch vụ công quốc gia"}
    )
    page = page_of(client, version)
    assert "Quyết định 10/QĐ-UBND" in page
    assert "Duyệt: Lê Thị Duyệt" in page
    assert "Nguồn: Cổng Dịch vụ công quốc gia" in page


def test_search_engines_get_the_canonical_address_and_plain_facts(client: Client, settings: Any) -> None:
    settings.SITE_ADDRESS = "https://motcua.example"
    version = ProcedureVersionFactory(name="Tên </script><b>", summary="Tóm tắt.")
    page = page_of(client, version)
    address = f"https://motcua.example/thu-tuc/{version.procedure.code}/"
    assert f'<link rel="canonical" href="{address}">' in page
    assert '<meta name="description" content="Tóm tắt. Thời gian: 3 ngày làm việc.">' in page
    told = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert len(told) == 1
    facts = json.loads(told[0])
    assert (facts["@type"], facts["alternateName"], facts["url"]) == ("GovernmentService", "Tên </script><b>", address)
    assert "offers" not in facts


@pytest.mark.parametrize("papers", [1, 9])
def test_the_page_costs_at_most_eight_queries(
    client: Client, calendar: None, papers: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    version = ProcedureVersionFactory(papers=papers, handled_by=[CommuneFactory().code])
    page_of(client, version)
    # 1. versions  2. papers  3. fees  4. limits of units  5. communes that handle it  6. calendar  7. and 8. revision
    with django_assert_max_num_queries(8):
        page_of(client, version)


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
