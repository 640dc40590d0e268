"""The catalogue over HTTP: open to everyone."""

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from rest_framework.test import APIClient

from procedures.importing import BUNDLED, load_procedures, read_files
from procedures.models import CatalogueRevision
from tests.factories.procedures import FieldFactory, ProcedureFactory, ProcedureVersionFactory

LIST = "/api/v1/procedures/"


@pytest.fixture
def catalogue(db: None) -> None:
    wanted = {"1.004873", "1.001193", "2.000815", "1.001612"}
    load_procedures([row for row in read_files(BUNDLED) if row["code"] in wanted], today=date(2026, 11, 2))


def codes(client: APIClient, **query: Any) -> list[str]:
    return [row["code"] for row in client.get(LIST, query).json()["results"]]


@pytest.mark.usefixtures("catalogue")
def test_it_is_counted_exactly_and_paged_by_number(anybody: APIClient) -> None:
    first = anybody.get(LIST, {"page_size": 3}).json()
    assert (first["count"], len(first["results"]), first["previous"]) == (4, 3, None)
    assert len(anybody.get(first["next"]).json()["results"]) == 1


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"field": "chung-thuc"}, {"2.000815"}),
        ({"life_event": "kinh-doanh"}, {"1.001612"}),
        ({"online_level": "in_person"}, {"2.000815"}),
        ({"verification": "superseded"}, set()),
        ({"field": "ho-tich", "search": "khai sinh"}, {"1.001193"}),
    ],
)
def test_filters_narrow_it(anybody: APIClient, query: dict[str, str], found: set[str]) -> None:
    assert set(codes(anybody, **query)) == found


@pytest.mark.usefixtures("catalogue")
def test_it_is_searched_in_peoples_words_best_first(anybody: APIClient) -> None:
    assert codes(anybody, search="photo công chứng")[0] == "2.000815"
    assert codes(anybody, search="giay khai sinh")[0] == "1.001193"
    assert codes(anybody, search="004873") == ["1.004873"]
    assert codes(anybody, search="zzzz") == []


@pytest.mark.usefixtures("catalogue")
def test_one_procedure_shows_all_that_is_asked_for(anybody: APIClient) -> None:
    shown = anybody.get(f"{LIST}1.004873/").json()
    assert shown["time_limit"] == {**shown["time_limit"], "rule": "3d", "label": "3 ngày làm việc"}
    assert {paper["case_code"] for paper in shown["documents"] if paper["blocks"]} == {"cap-lai"}
    assert [step["post"] for step in shown["steps"]] == ["desk_officer", "specialist", "commune_leader", "clerk"]
    assert shown["declaration"][0]["questions"][0]["code"]
    assert {"code", "label", "hint"} == set(shown["cases"][0])
    assert shown["fees"][0]["paid_through"] in {"any", "online", "counter", "post"}


def test_a_replaced_procedure_is_not_listed_and_names_its_successor(anybody: APIClient, db: None) -> None:
    successor = ProcedureVersionFactory()
    old = ProcedureVersionFactory(procedure__replaced_by=successor.procedure)
    assert codes(anybody) == [successor.procedure.code]
    assert anybody.get(f"{LIST}{old.procedure.code}/").json()["replaced_by"] == successor.procedure.code


def test_a_version_of_tomorrow_is_not_there_today(anybody: APIClient, db: None) -> None:
    version = ProcedureVersionFactory(in_force_from=date(2026, 11, 3))
    assert codes(anybody) == []
    assert anybody.get(f"{LIST}{version.procedure.code}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_two_queries(anybody: APIClient, db: None, rows: int) -> None:
    for number in range(rows):
        subject = FieldFactory(code=f"linh-vuc-{number}")
        ProcedureVersionFactory(procedure=ProcedureFactory(field=subject))
    # 1. revision for ETag  2. the same for Last-Modified  3. count  4. versions with procedure and field
    with CaptureQueriesContext(connection) as queries:
        assert len(codes(anybody)) == rows
    assert len(queries) == 4


def test_it_answers_anew_only_when_the_catalogue_moved(anybody: APIClient, db: None) -> None:
    ProcedureVersionFactory(in_force_from=date(2026, 1, 1))
    first = anybody.get(LIST)
    assert first["Last-Modified"]
    assert anybody.get(LIST, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert anybody.get(LIST, {"search": "x"}, headers={"If-None-Match": first["ETag"]}).status_code == 200
    CatalogueRevision.objects.create(number=1)
    assert anybody.get(LIST, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_day_chooses_the_version(anybody: APIClient, db: None) -> None:
    old = ProcedureVersionFactory(number=1, in_force_from=date(2026, 1, 1), in_force_to=date(2026, 5, 31), plain_name="Cũ")
    ProcedureVersionFactory(procedure=old.procedure, number=2, in_force_from=date(2026, 6, 1), plain_name="Mới")
    ProcedureVersionFactory(procedure=old.procedure, number=3, status="draft", in_force_from=date(2026, 6, 1), plain_name="Nháp")
    address = f"{LIST}{old.procedure.code}/"
    for day, name in (("2026-05-31", "Cũ"), ("2026-06-01", "Mới")):
        assert anybody.get(address, {"in_force_on": day}).json()["plain_name"] == name
        assert [row["plain_name"] for row in anybody.get(LIST, {"in_force_on": day}).json()["results"]] == [name]
    assert anybody.get(address, {"in_force_on": "2025-12-31"}).status_code == 404
    assert anybody.get(address, {"in_force_on": "mai"}).json()["code"] == "invalid-input"
    assert [row["version"] for row in anybody.get(f"{address}versions/").json()] == [2, 1]
    assert anybody.get(f"{address}versions/1/").json()["plain_name"] == "Cũ"
    assert anybody.get(f"{address}versions/3/").status_code == 404


@pytest.mark.usefixtures("catalogue")
def test_counts_name_every_degree(anybody: APIClient) -> None:
    told = anybody.get(f"{LIST}counts/").json()
    assert (told["held"], told["published"], told["city_figure"]) == (4, 4, 559)
    assert told["by_verification"] == {"verified": 4, "level_unconfirmed": 0, "receive_only": 0, "name_only": 0, "superseded": 0}


@pytest.mark.usefixtures("catalogue")
def test_the_whole_catalogue_leaves_as_a_file(anybody: APIClient) -> None:
    text = b"".join(anybody.get(f"{LIST}export/", {"file": "csv"}).streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["Mã TTHC"] for row in rows} == {"1.004873", "1.001193", "2.000815", "1.001612"}
    book = load_workbook(io.BytesIO(b"".join(anybody.get(f"{LIST}export/", {"file": "xlsx"}).streaming_content)))
    assert next(cell.value for cell in book.active[1]) == "Mã TTHC"
    assert book.active.max_row == 5
    listed = json.loads(b"".join(anybody.get(f"{LIST}export/", {"file": "json"}).streaming_content))
    assert {row["code"] for row in listed} == {row["Mã TTHC"] for row in rows}
    assert anybody.get(f"{LIST}export/", {"file": "doc"}).status_code == 400


def test_an_empty_catalogue_leaves_as_an_empty_list(anybody: APIClient, db: None) -> None:
    assert json.loads(b"".join(anybody.get(f"{LIST}export/", {"file": "json"}).streaming_content)) == []


def test_a_name_that_looks_like_a_formula_is_text_in_the_sheet(anybody: APIClient, db: None) -> None:
    ProcedureVersionFactory(plain_name='=HYPERLINK("http://x")')
    text = b"".join(anybody.get(f"{LIST}export/").streaming_content).decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(text)))["Tên thường gọi"] == '\'=HYPERLINK("http://x")'
