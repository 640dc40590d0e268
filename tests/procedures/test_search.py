"""Search as people type."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from procedures.importing import BUNDLED, load_procedures, read_files
from procedures.search import search_procedures

DAY = date(2026, 11, 23)
pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue(db: None) -> None:
    load_procedures(read_files(BUNDLED), today=DAY)


def first_three(text: str) -> list[str]:
    return [found.version.procedure.code for found in search_procedures(text, on=DAY)[:3]]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("giấy khai sinh", "1.001193"),
        ("giay khai sinh", "1.001193"),
        ("lam giay khai sinh cho con", "1.001193"),
        ("dang ky khai tu", "1.000656"),
        ("đăng ký kết hôn", "1.000894"),
        ("ket hon", "1.000894"),
        ("ket hon voi nguoi nuoc ngoai", "2.000806"),
        ("giấy độc thân", "1.004873"),
        ("xac nhan tinh trang hon nhan", "1.004873"),
        ("trich luc khai sinh", "2.000635"),
        ("photo công chứng", "2.000815"),
        ("sao y ban chinh", "2.000815"),
        ("chứng thực chữ ký", "2.000884"),
        ("mở quán ăn", "1.001612"),
        ("ho kinh doanh", "1.001612"),
        ("tam ngung kinh doanh", "1.001570"),
        ("tro cap nguoi cao tuoi", "1.014027"),
        ("mai tang phi", "1.001731"),
        ("giay khuyet tat", "1.001699"),
        ("so do", "1.013978"),
        ("xay nha", "1.013225"),
        ("giám hộ", "1.004837"),
        ("chuyển trường", "2.002854"),
        ("ho ngheo", "1.011606"),
        ("1.001193", "1.001193"),
        ("001193", "1.001193"),
        ("kai sinh", "1.001193"),
        ("khai snh", "1.001193"),
    ],
)
def test_what_people_type_finds_the_procedure(catalogue: None, typed: str, code: str) -> None:
    assert code in first_three(typed)


@pytest.mark.parametrize("typed", ["", "   ", "zzzzqqqq", "wxyz kkkk"])
def test_nonsense_finds_nothing(catalogue: None, typed: str) -> None:
    assert search_procedures(typed, on=DAY) == []


def test_a_loaded_index_costs_one_query_and_reloads_when_the_catalogue_moves(catalogue: None) -> None:
    search_procedures("khai sinh", on=DAY)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        search_procedures("ket hon", on=DAY)
    assert len(queries) == 1

    rows = [each for each in read_files(BUNDLED) if each["code"] == "1.001193"]
    rows[0]["words"] = ["bé mới chào đời"]
    load_procedures(rows, today=DAY)
    assert "1.001193" in first_three("be moi chao doi")
