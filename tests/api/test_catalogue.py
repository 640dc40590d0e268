"""The catalogue over HTTP: open to everyone."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from procedures.importing import BUNDLED, load_procedures, read_files
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
        ({"field": "ho-tich", "q": "khai sinh"}, {"1.001193"}),
    ],
)
def test_filters_narrow_it(anybody: APIClient, query: dict[str, str], found: set[str]) -> None:
    assert set(codes(anybody, **query)) == found


@pytest.mark.usefixtures("catalogue")
def test_it_is_searched_in_peoples_words_best_first(anybody: APIClient) -> None:
    assert codes(anybody, q="photo công chứng")[0] == "2.000815"
    assert codes(anybody, q="giay khai sinh")[0] == "1.001193"
    assert codes(anybody, q="004873") == ["1.004873"]
    assert codes(anybody, q="zzzz") == []


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
    # 1. count  2. versions with procedure and field
    with CaptureQueriesContext(connection) as queries:
        assert len(codes(anybody)) == rows
    assert len(queries) == 2
