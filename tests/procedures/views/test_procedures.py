"""The catalogue: people's words find it, facets narrow it, nothing breaks it."""

from http import HTTPStatus

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from procedures.models import Fee, ProcedureVersion
from procedures.revision import lock_catalogue, move_revision
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


def test_facets_of_fee_time_ministry_and_level(client: Client, birth: ProcedureVersion, at_counter_only: ProcedureVersion) -> None:
    for query in ({"phi": "0-dong"}, {"thoi-gian": "trong-ngay"}, {"viec": "sinh-con"}, {"linh-vuc": "ho-tich"}):
        page = client.get("/thu-tuc/", query).content.decode()
        assert "<strong>1 thủ tục</strong>" in page, query
        assert "Đăng ký khai sinh" in page, query
    for query in ({"bo": "chua-ro"}, {"muc": "unknown"}, {"doi-chieu": "verified"}):
        assert "<strong>2 thủ tục</strong>" in client.get("/thu-tuc/", query).content.decode(), query


def test_what_the_list_is_narrowed_to_is_said_with_the_way_out(client: Client, birth: ProcedureVersion) -> None:
    page = client.get("/thu-tuc/", {"q": "khai sinh", "linh-vuc": "ho-tich"}).content.decode()
    assert '<a class="chip" href="?q=khai+sinh"><span class="visually-hidden">Bỏ lọc</span> Hộ tịch' in page


def test_of_many_fields_the_largest_and_the_chosen_stand_open(client: Client) -> None:
    for number in range(12):
        field = FieldFactory(code=f"linh-vuc-{number:02}", name=f"Lĩnh vực {number:02}", sort_key=f"linh vuc {number:02}")
        ProcedureVersionFactory.create_batch(2 if number > 6 else 1, procedure__field=field)
    page = client.get("/thu-tuc/", {"linh-vuc": "linh-vuc-03"}).content.decode()
    first, rest = page.split("Thêm ", 1)
    assert 'value="linh-vuc-03" checked' in first
    assert 'value="linh-vuc-11"' in first
    assert rest.startswith("5 lĩnh vực, theo vần")
    assert rest.index('value="linh-vuc-01"') < rest.index('value="linh-vuc-06"')


def test_a_doubtful_procedure_is_not_offered_online(client: Client) -> None:
    ProcedureVersionFactory(plain_name="Việc chưa rõ", procedure__verification="level_unconfirmed")
    page = client.get("/thu-tuc/").content.decode()
    assert "Chưa rõ phường, xã có giải quyết không: hỏi quầy một cửa trước." in page
    assert 'name="cach" value="online"' not in page


def test_replaced_procedures_are_found_by_whom_asks_for_them(client: Client, birth: ProcedureVersion) -> None:
    ProcedureVersionFactory(plain_name="Việc cũ", procedure=ProcedureFactory(replaced_by=birth.procedure, verification="superseded"))
    page = client.get("/thu-tuc/", {"doi-chieu": "superseded"}).content.decode()
    assert "Việc cũ" in page
    assert "Đã có thủ tục khác thay." in page


def test_an_empty_answer_offers_what_sounds_alike_and_the_occasions(client: Client, birth: ProcedureVersion) -> None:
    page = client.get("/thu-tuc/", {"q": "giay khaii sinnhq"}).content.decode()
    assert "Không thấy thủ tục cho" in page
    assert 'href="/thu-tuc/?q=gi%E1%BA%A5y+khai+sinh"' in page
    assert 'href="/thu-tuc/?viec=sinh-con"' in page


def test_what_is_settled_elsewhere_is_said(client: Client, birth: ProcedureVersion) -> None:
    assert "Hộ chiếu do Công an cấp" in client.get("/thu-tuc/", {"q": "làm hộ chiếu"}).content.decode()


def test_the_contents_count_by_verification_and_lead_to_lists_and_files(client: Client, birth: ProcedureVersion) -> None:
    ProcedureVersionFactory(procedure__verification="name_only", procedure__code_is_official=False)
    ProcedureVersionFactory(procedure=ProcedureFactory(replaced_by=birth.procedure, verification="superseded"))
    page = client.get("/thu-tuc/danh-muc/").content.decode()
    assert "Cổng này có 3 thủ tục, 2 thủ tục đang dùng" in page
    assert "Thành phố công bố 559 thủ tục cấp xã" in page
    assert 'href="/thu-tuc/?doi-chieu=name_only"' in page
    assert 'href="/thu-tuc/?linh-vuc=ho-tich"' in page
    assert 'href="/api/v1/procedures/export/?file=xlsx"' in page


@pytest.mark.parametrize("rows", [1, 9])
def test_the_list_costs_one_query_once_it_is_kept(client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ProcedureVersionFactory.create_batch(rows)
    # 1. revision   2. versions with procedure and field   3. their fees
    with django_assert_num_queries(3):
        client.get("/thu-tuc/")
    with django_assert_num_queries(1):
        page = client.get("/thu-tuc/").content.decode()
    assert f"<strong>{rows} thủ tục</strong> có trên cổng này" in page


def test_the_list_is_read_anew_when_the_catalogue_moves(client: Client, birth: ProcedureVersion) -> None:
    client.get("/thu-tuc/")
    ProcedureVersionFactory(plain_name="Việc mới")
    with transaction.atomic():
        move_revision(lock_catalogue())
    assert "Việc mới" in client.get("/thu-tuc/").content.decode()
