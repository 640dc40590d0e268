"""The catalogue: people's words find it, facets narrow it, nothing breaks it."""

from http import HTTPStatus

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from procedures.models import Fee, ProcedureVersion
from tests.factories.procedures import FieldFactory, ProcedureFactory, ProcedureVersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def birth() -> ProcedureVersion:
    version: ProcedureVersion = ProcedureVersionFactory(
        plain_name="Đăng ký khai sinh", search_words=["giấy khai sinh"], time_limit_rule="same-day@15:00", procedure__life_event="sinh-con"
    )
    Fee.objects.create(version=version, position=1, channel="online", label="Lệ phí", amount=0)
    return version


@pytest.fixture
def at_counter_only() -> ProcedureVersion:
    field = FieldFactory(code="chung-thuc", name="Chứng thực", sort_key="chung thuc")
    version: ProcedureVersion = ProcedureVersionFactory(plain_name="Chứng thực bản sao", channels=["counter"], procedure__field=field)
    return version


def test_it_finds_by_words_typed_without_marks(client: Client, birth: ProcedureVersion, at_counter_only: ProcedureVersion) -> None:
    page = client.get("/thu-tuc/", {"q": "lam giay khai sinh cho con"}).content.decode()

    assert "<strong>1 thủ tục</strong> cho “lam giay khai sinh cho con”" in page
    assert "Hợp nhất với câu bạn gõ" in page
    assert "Bạn gõ không dấu" in page
    assert "Trong ngày" in page
    assert "0\u00a0đồng khi nộp trực tuyến" in page
    assert "Trực tuyến, tại quầy" in page


def test_it_shows_our_count_beside_the_citys_own_figure(client: Client, birth: ProcedureVersion, at_counter_only: ProcedureVersion) -> None:
    page = client.get("/thu-tuc/").content.decode()

    assert "<strong>2 thủ tục</strong> có trên cổng này" in page
    assert "Thành phố công bố 559 thủ tục" in page


def test_facets_narrow_it_and_count_what_remains(client: Client, birth: ProcedureVersion, at_counter_only: ProcedureVersion) -> None:
    page = client.get("/thu-tuc/", {"cach": "online"}).content.decode()

    assert "Đăng ký khai sinh" in page
    assert "Chứng thực bản sao" not in page
    assert 'Tại quầy <span class="muted">(2)</span>' in page


def test_a_life_event_leads_to_its_procedures(client: Client, birth: ProcedureVersion, at_counter_only: ProcedureVersion) -> None:
    page = client.get("/thu-tuc/", {"viec": "sinh-con"}).content.decode()
    assert "Đăng ký khai sinh" in page
    assert "Chứng thực bản sao" not in page


def test_nothing_found_says_what_to_try(client: Client, birth: ProcedureVersion) -> None:
    page = client.get("/thu-tuc/", {"q": "zzqq"}).content.decode()
    assert "Không thấy thủ tục cho “zzqq”. Thử từ ngắn hơn" in page


@pytest.mark.parametrize("query", ["page=99", "page=x", "viec=khong-co", "cach=bay", "q=%00", "q=" + "a" * 5000])
def test_odd_addresses_are_no_error(client: Client, birth: ProcedureVersion, query: str) -> None:
    assert client.get(f"/thu-tuc/?{query}").status_code == HTTPStatus.OK


def test_replaced_procedures_are_not_offered(client: Client, birth: ProcedureVersion) -> None:
    ProcedureVersionFactory(plain_name="Việc cũ", procedure=ProcedureFactory(replaced_by=birth.procedure))
    assert "Việc cũ" not in client.get("/thu-tuc/").content.decode()


@pytest.mark.parametrize("rows", [1, 9])
def test_the_list_costs_two_queries(client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ProcedureVersionFactory.create_batch(rows)
    # 1. versions with procedure and field   2. fees of the page
    with django_assert_num_queries(2):
        page = client.get("/thu-tuc/").content.decode()
    assert f"<strong>{rows} thủ tục</strong> có trên cổng này" in page
