"""Search as pages and programs call it."""

import copy
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from procedures import search
from procedures.importing import BUNDLED, load_procedures, read_files
from procedures.kept_by_day import DAYS_KEPT
from procedures.search import did_you_mean, elsewhere, ranked_ids, search_procedures
from tests.factories.search import catalogue_rows

DAY = date(2026, 11, 23)
CODES = {"1.000656", "1.000894", "1.001193", "1.001612", "1.004873", "1.010386", "2.000986", "3.000722"}
ROWS = [row for row in read_files(BUNDLED) if row["code"] in CODES]
pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue(db: None) -> None:
    load_procedures(copy.deepcopy(ROWS), today=DAY)


def first_three(text: str, on: date = DAY) -> list[str]:
    return [found.version.procedure.code for found in search_procedures(text, on=on)[:3]]


def row(code: str) -> dict[str, Any]:
    return copy.deepcopy(next(each for each in ROWS if each["code"] == code))


def test_answers_come_best_first(catalogue: None) -> None:
    found = search_procedures("đăng ký khai sinh", on=DAY)
    assert found[0].version.procedure.code == "1.001193"
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


def test_lists_get_the_same_order_as_the_page(catalogue: None) -> None:
    assert ranked_ids("khai sinh", on=DAY) == [found.version.pk for found in search_procedures("khai sinh", on=DAY)]


@pytest.mark.parametrize("typed", ["1.001193", "001193", "1001193", "mã thủ tục 1.001193", " 1.001193 "])
def test_a_code_or_a_part_of_it_finds_its_procedure(catalogue: None, typed: str) -> None:
    assert first_three(typed) == ["1.001193"]


@pytest.mark.parametrize("typed", ["", "   ", "?!", "zzzzqqqq", "wxyz kkkk", "9.999999", "x" * 500])
def test_nonsense_finds_nothing(catalogue: None, typed: str) -> None:
    assert search_procedures(typed, on=DAY) == []


def test_a_replaced_procedure_is_not_found(catalogue: None) -> None:
    assert "2.000986" not in [found.version.procedure.code for found in search_procedures("khai sinh", on=DAY)]
    assert search_procedures("2.000986", on=DAY) == []


def test_what_was_not_in_force_on_a_day_is_not_found(catalogue: None) -> None:
    assert first_three("khai sinh", on=date(2020, 1, 1)) == []


def test_a_loaded_index_costs_two_queries(catalogue: None) -> None:
    search_procedures("khai sinh", on=DAY)
    # 1. whether the catalogue moved   2. the versions found
    with CaptureQueriesContext(connection) as queries:
        search_procedures("ket hon", on=DAY)
    assert len(queries) == 2


def test_the_index_is_built_anew_when_the_catalogue_moves(catalogue: None) -> None:
    changed = row("1.004873")
    changed["words"] = ["giấy phép bay lên mặt trăng"]
    assert first_three("bay len mat trang") == []
    load_procedures([changed], today=DAY)
    assert first_three("bay len mat trang") == ["1.004873"]


def test_few_days_are_kept(catalogue: None) -> None:
    for days in range(DAYS_KEPT + 2):
        search_procedures("khai sinh", on=DAY + timedelta(days=days))
    assert len(search.kept._days) == DAYS_KEPT


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("làm hộ chiếu", "Công an"),
        ("lam ho chieu", "Công an"),
        ("đổi bằng lái xe", "Công an"),
        ("mở công ty", "Sở Tài chính"),
        ("ly dị", "Tòa án"),
    ],
)
def test_what_others_settle_is_said(typed: str, who: str) -> None:
    settled = elsewhere(typed)
    assert settled is not None
    assert who in settled.sentence


@pytest.mark.parametrize("typed", ["khai sinh", "già không có lương hưu", "hộ kinh doanh", "kết hôn"])
def test_what_the_commune_settles_is_not_sent_elsewhere(typed: str) -> None:
    assert elsewhere(typed) is None


def test_only_what_names_the_matter_stays_beside_such_a_sentence(catalogue: None) -> None:
    assert first_three("hộ chiếu") == ["1.010386"]  # reporting a lost passport is the commune's
    assert first_three("làm bằng lái xe ô tô") == []


def test_a_word_about_another_office_does_not_hide_what_the_commune_does(catalogue: None) -> None:
    assert first_three("xác nhận tình trạng hôn nhân sau khi ly hôn")[0] == "1.004873"


def test_after_an_empty_answer_the_nearest_phrases_and_the_occasions_are_offered(catalogue: None) -> None:
    offered = did_you_mean("giay doc thnaa", on=DAY)
    assert offered.phrases[0] == "giấy độc thân"
    assert "Sinh con" in [event.title for event in offered.events]
    assert did_you_mean("zzzz", on=DAY).phrases == ()


def test_the_whole_catalogue_is_what_the_bundle_holds() -> None:
    assert len({row.code for row in catalogue_rows()}) == len(catalogue_rows()) >= 560
