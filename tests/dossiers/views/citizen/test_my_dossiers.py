"""My dossiers: what do I have to do, first; found without marks; as many queries for one as for fifty."""

from http import HTTPStatus

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from dossiers.models import Draft
from dossiers.selectors.mine import group_count
from notifications.models import Notice
from tests.bench.copies import copy_until
from tests.factories.dossiers import Situations

pytestmark = pytest.mark.django_db

PAGE = "/ho-so/"


def page(citizen: Client, **query: str) -> str:
    return citizen.get(PAGE, query).content.decode()


def test_a_visitor_signs_in_first(client: Client, db: None) -> None:
    assert client.get(PAGE).headers["Location"] == "/dang-nhap/?next=/ho-so/"


def test_without_dossiers_it_leads_to_the_catalogue(citizen: Client) -> None:
    html = page(citizen)
    assert "Bạn chưa có hồ sơ nào" in html
    assert 'href="/thu-tuc/"' in html


def test_groups_say_who_must_act(citizen: Client, make: Situations) -> None:
    make.awaiting_supplement()
    make.submitted()
    make.returned()
    make.draft()

    html = page(citizen)

    assert "Tất cả (4)" in html
    order = [html.index(words) for words in ("Cần bạn làm (2)</h2>", "Đang giải quyết (1)</h2>", "Đã xong (1)</h2>")]
    assert order == sorted(order)
    assert "Viết tiếp" in html
    assert "Chưa nộp, chưa có mã" in html


def test_overdue_stands_first_in_its_group(citizen: Client, applicant: object, make: Situations, clock: time_machine.Traveller) -> None:
    late = make.processing()
    clock.move_to("2026-11-06T09:00:00+07:00")
    fresh = make.submitted(at=late.received_at.replace(day=6))  # type: ignore[union-attr]
    citizen.force_login(make.applicant)
    html = page(citizen)
    assert html.index(late.code) < html.index(fresh.code)
    assert "Quá hẹn từ 05/11" in html


def test_a_filter_shows_its_group_only(citizen: Client, make: Situations) -> None:
    waiting, done = make.awaiting_supplement(), make.returned()
    html = page(citizen, loc="can-lam")
    assert waiting.code in html
    assert done.code not in html


def test_nothing_to_do_says_so(citizen: Client, make: Situations) -> None:
    make.submitted()
    assert "Bạn không phải làm gì lúc này" in page(citizen, loc="can-lam")


@pytest.mark.parametrize("text", ["xac nhan viec", "TRAN THI THU", "-0001"])
def test_it_is_found_by_part_of_code_procedure_or_person_without_marks(citizen: Client, make: Situations, text: str) -> None:
    dossier = make.submitted()
    assert dossier.code in page(citizen, q=text)


def test_no_match_offers_the_way_back(citizen: Client, make: Situations) -> None:
    make.submitted()
    html = page(citizen, q="khong co gi")
    assert "Không có hồ sơ nào khớp" in html


def test_other_peoples_dossiers_are_not_in_it(stranger: Client, make: Situations) -> None:
    dossier = make.submitted()
    assert dossier.code not in page(stranger)


@pytest.mark.parametrize("rows", [1, 50])
def test_it_costs_as_many_queries_for_fifty_as_for_one(
    citizen: Client, make: Situations, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make.processing()
    copy_until(rows)
    Draft.objects.bulk_create(Draft(owner=make.applicant, procedure_version=make.procedure()) for _ in range(rows))
    page(citizen)
    # 1. the person   2. posts held   3. dossiers with relations   4. their people   5. drafts
    with django_assert_num_queries(5):
        html = page(citizen)
    assert f"Tất cả ({2 * rows if rows < 50 else '99+'})" in html


def test_counts_are_exact_up_to_99() -> None:
    assert group_count([None] * 99) == "99"  # type: ignore[list-item]
    assert group_count([None] * 100) == "99+"  # type: ignore[list-item]


def test_notices_lead_to_ones_own_dossiers(citizen: Client, stranger: Client, make: Situations) -> None:
    dossier = make.submitted()
    notice = Notice.objects.get(about_id=dossier.pk, channel="in_app")
    html = citizen.get("/ho-so/thong-bao/").content.decode()
    assert f'href="/ho-so/thong-bao/{notice.pk}/">Đã nhận hồ sơ {dossier.code}</a>' in html
    assert citizen.get(f"/ho-so/thong-bao/{notice.pk}/")["Location"] == f"/ho-so/{dossier.code}/"
    assert "Chưa có thông báo nào" in stranger.get("/ho-so/thong-bao/").content.decode()
    assert Client().get("/ho-so/thong-bao/").status_code == HTTPStatus.FOUND
