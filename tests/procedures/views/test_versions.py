"""Versions on the page of a procedure: the one of a day, the list of them, what changed."""

from datetime import date
from http import HTTPStatus

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from procedures.models import DocumentRequirement, Fee, Procedure, ProcedureVersion
from tests.factories.procedures import ProcedureFactory, ProcedureVersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def changed() -> Procedure:
    """Three days until 31/3/2026, then five; a paper less, a fee more."""
    procedure: Procedure = ProcedureFactory()
    old = ProcedureVersionFactory(procedure=procedure, in_force_to=date(2026, 3, 31), papers=2, plain_name="Việc cũ")
    new = ProcedureVersionFactory(
        procedure=procedure,
        number=2,
        in_force_from=date(2026, 4, 1),
        time_limit_rule="5d",
        citation="Quyết định 10/QĐ-UBND",
        plain_name="Việc mới",
    )
    for version, amount in ((old, 8000), (new, 9000)):
        Fee.objects.create(version=version, position=1, label="Bản sao", amount=amount, channel="counter", note="Từ trang ba 1.000 đồng")
    return procedure


def test_without_a_day_today_counts(client: Client, changed: Procedure) -> None:
    page = client.get(f"/thu-tuc/{changed.code}/").content.decode()
    assert "<h1>Việc mới</h1>" in page
    assert "Bạn đang xem bản" not in page


@pytest.mark.parametrize(("day", "name"), [("2026-03-31", "Việc cũ"), ("2026-04-01", "Việc mới")])
def test_a_day_shows_its_version_and_the_way_back(client: Client, changed: Procedure, day: str, name: str) -> None:
    page = client.get(f"/thu-tuc/{changed.code}/", {"ngay": day}).content.decode()
    assert f"<h1>{name}</h1>" in page
    assert f"Bạn đang xem bản có hiệu lực ngày {date.fromisoformat(day):%d/%m/%Y}." in page
    assert f'<a href="/thu-tuc/{changed.code}/">Xem bản hôm nay</a>' in page


def test_an_old_version_cannot_be_filed_and_promises_no_date(client: Client, calendar: None, changed: Procedure) -> None:
    page = client.get(f"/thu-tuc/{changed.code}/", {"ngay": "2026-03-01"}).content.decode()
    assert "Bản này hết áp dụng sau ngày 31/03/2026." in page
    assert "/nop-ho-so/" not in page
    assert "<strong>3 ngày làm việc</strong>." in page


@pytest.mark.parametrize("day", ["", "hom-qua", "2026-02-31", "9999-99-99"])
def test_what_is_no_day_means_today(client: Client, changed: Procedure, day: str) -> None:
    assert "<h1>Việc mới</h1>" in client.get(f"/thu-tuc/{changed.code}/", {"ngay": day}).content.decode()


def test_a_day_without_a_version_lists_those_there_are(client: Client, changed: Procedure) -> None:
    response = client.get(f"/thu-tuc/{changed.code}/", {"ngay": "2020-01-01"})
    assert response.status_code == HTTPStatus.NOT_FOUND
    page = response.content.decode()
    assert "không có bản nào có hiệu lực ngày 01/01/2020" in page
    assert 'href="?ngay=2026-04-01"' in page


def test_the_page_lists_its_versions(client: Client, changed: Procedure) -> None:
    page = client.get(f"/thu-tuc/{changed.code}/").content.decode()
    assert "Các lần thay đổi (2)" in page
    assert f'href="/thu-tuc/{changed.code}/so-sanh/?moi=2"' in page


def test_a_draft_is_nobodys_to_see(client: Client, changed: Procedure) -> None:
    ProcedureVersionFactory(procedure=changed, number=3, status="draft", in_force_from=date(2026, 1, 1), plain_name="Bản nháp kín")
    assert "Các lần thay đổi (2)" in client.get(f"/thu-tuc/{changed.code}/").content.decode()
    assert "Bản nháp kín" not in client.get(f"/thu-tuc/{changed.code}/so-sanh/", {"cu": 1, "moi": 3}).content.decode()


def test_the_comparison_tells_what_differs_in_words(client: Client, changed: Procedure) -> None:
    page = client.get(f"/thu-tuc/{changed.code}/so-sanh/", {"cu": 1, "moi": 2}).content.decode()
    assert "5 ngày làm việc" in page
    assert "9.000\u00a0đồng" in page
    assert "Từ trang ba 1.000 đồng" in page
    assert '<th scope="row">Giấy tờ: Giấy thử số 2</th>' in page
    assert "không có" in page
    assert "Bước " not in page


def test_channels_and_questions_are_told_in_words(client: Client) -> None:
    procedure = ProcedureFactory()
    ProcedureVersionFactory(procedure=procedure, in_force_to=date(2026, 3, 31))
    ProcedureVersionFactory(procedure=procedure, number=2, in_force_from=date(2026, 4, 1), channels=["counter"], declaration={})
    page = client.get(f"/thu-tuc/{procedure.code}/so-sanh/").content.decode()
    assert "Trực tuyến; Tại quầy" in page
    assert "1 câu hỏi khác trước" in page
    assert "type text" not in page


@pytest.mark.parametrize("query", ["", "cu=1&moi=2", "cu=x&moi=99", "cu=2&moi=2", "moi=1"])
def test_odd_numbers_are_no_error(client: Client, changed: Procedure, query: str) -> None:
    assert client.get(f"/thu-tuc/{changed.code}/so-sanh/?{query}").status_code == HTTPStatus.OK


def test_a_procedure_with_one_version_has_nothing_to_compare(client: Client) -> None:
    version: ProcedureVersion = ProcedureVersionFactory()
    page = client.get(f"/thu-tuc/{version.procedure.code}/so-sanh/").content.decode()
    assert "chưa thay đổi lần nào" in page


def test_the_comparison_costs_five_queries(client: Client, changed: Procedure, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    # 1. versions  2. papers  3. fees  4. steps  5. limits of units
    with django_assert_num_queries(5):
        client.get(f"/thu-tuc/{changed.code}/so-sanh/")


def test_the_sheet_has_the_papers_of_the_case_and_a_code_to_the_page(client: Client, calendar: None) -> None:
    version = ProcedureVersionFactory(cases=[{"code": "a", "label": "Lần đầu", "hint": ""}, {"code": "b", "label": "Cấp lại", "hint": ""}])
    DocumentRequirement.objects.create(version=version, code="b", position=9, name="B", plain_name="Giấy đã cấp", case_code="b")
    page = client.get(f"/thu-tuc/{version.procedure.code}/in/", {"truong-hop": "b"}).content.decode()
    assert "Giấy đã cấp" in page
    assert "Cấp lại" in page
    assert 'src="data:image/svg+xml' in page
    assert f"/thu-tuc/{version.procedure.code}/</p>" in page


def test_the_sheet_of_an_unknown_code_is_not_found(client: Client) -> None:
    assert client.get("/thu-tuc/9.999999/in/").status_code == HTTPStatus.NOT_FOUND
