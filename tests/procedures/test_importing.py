"""The catalogue that comes with the portal, and what a second load does."""

import copy
import time
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.time_limits import TimeLimit
from procedures.importing import BUNDLED, load_procedures, read_files
from procedures.models import Procedure, ProcedureVersion
from procedures.selectors import catalogue_revision, published, version_in_force

ROWS = read_files(BUNDLED)
DETAILED = [each for each in ROWS if "documents" in each]
SHORT = [each for each in ROWS if "documents" not in each]
DAY = date(2026, 11, 23)
pytestmark = pytest.mark.django_db


def row(code: str) -> dict[str, Any]:
    return copy.deepcopy(next(each for each in ROWS if each["code"] == code))


def test_the_whole_catalogue_loads_in_seconds_and_a_second_load_costs_one_query() -> None:
    began = time.monotonic()
    first = load_procedures(ROWS, today=DAY)
    assert time.monotonic() - began < 10
    revision = catalogue_revision()
    with CaptureQueriesContext(connection) as queries:
        second = load_procedures(ROWS, today=DAY)
    assert (len(first.new), len(second.unchanged)) == (569, 569)
    assert second.new == second.changed == second.kept == []
    assert catalogue_revision() == revision == 1
    assert len(queries) == 1  # the newest version of each procedure


def test_each_row_is_there_once() -> None:
    assert len({each["code"] for each in ROWS}) == len(ROWS) == 569


def test_a_replaced_procedure_is_not_offered() -> None:
    load_procedures(ROWS, today=DAY)
    assert version_in_force("2.000986", DAY) is not None
    assert "2.000986" not in set(published(DAY).values_list("procedure__code", flat=True))
    assert Procedure.objects.get(code="2.000986").replaced_by == Procedure.objects.get(code="3.000722")


def test_a_short_row_says_no_more_than_its_source() -> None:
    short = copy.deepcopy(SHORT[0]) | {"plain_name": "", "words": []}
    load_procedures([short], today=DAY)
    version = ProcedureVersion.objects.get()
    assert version.plain_name == short["name"]
    assert not version.documents.exists()
    assert not version.steps.exists()
    assert (version.declaration, version.summary) == ({}, "")
    assert version.citation == short["citation"]


def test_a_name_too_long_for_the_plain_column_is_cut_at_a_word() -> None:
    short = copy.deepcopy(SHORT[0]) | {"plain_name": "", "name": "Thủ tục " * 140}
    load_procedures([short], today=DAY)
    plain = ProcedureVersion.objects.get().plain_name
    assert len(plain) <= 600
    assert plain.endswith(("Thủ…", "tục…"))


def test_a_change_makes_a_dated_version_and_the_old_one_stays() -> None:
    load_procedures([row("1.004873")], today=DAY)
    changed = row("1.004873")
    changed["time_limit"]["rule"] = "2d"
    report = load_procedures([changed], today=DAY)
    old, new = ProcedureVersion.objects.order_by("number")
    assert report.changed == ["1.004873"]
    assert (old.time_limit_rule, old.in_force_to) == ("3d", date(2026, 11, 22))
    assert (new.time_limit_rule, new.in_force_from, new.in_force_to) == ("2d", DAY, None)
    assert version_in_force("1.004873", date(2026, 11, 22)) == old
    assert version_in_force("1.004873", DAY) == new


def test_a_version_approved_in_the_city_is_never_overwritten() -> None:
    load_procedures([row("1.004873")], today=DAY)
    ProcedureVersion.objects.update(approved_by="Vũ Thị Danh Mục", content_hash="1" * 64)
    report = load_procedures([row("1.004873")], today=DAY)
    assert (report.kept, report.changed) == (["1.004873"], [])


def test_a_procedure_the_city_ended_does_not_come_back() -> None:
    load_procedures([row("1.004873")], today=DAY)
    ProcedureVersion.objects.update(in_force_to=DAY, content_hash="1" * 64)
    assert load_procedures([row("1.004873")], today=DAY).kept == ["1.004873"]


def test_a_broken_row_leaves_nothing_behind() -> None:
    broken = row("1.004873")
    del broken["fees"]
    del broken["time_limit"]
    with pytest.raises(KeyError):
        load_procedures([row("1.001193"), broken], today=DAY)
    assert not Procedure.objects.exists()


def test_every_bundled_row_says_what_the_catalogue_can_hold() -> None:
    for data in ROWS:
        if data["time_limit"]["rule"]:
            assert TimeLimit.parse(data["time_limit"]["rule"]).label()
        assert "" not in {data["name"], data["field"]["code"], data["field"]["name"]}, data["code"]
        assert data["verification"] in Procedure.Verification.values, data["code"]
        assert data["online_level"] in ProcedureVersion.OnlineLevel.values, data["code"]
        assert all(fee["amount"] is None or fee["amount"] >= 0 for fee in data["fees"]), data["code"]


@pytest.mark.parametrize("data", DETAILED, ids=[each["code"] for each in DETAILED])
def test_every_detailed_procedure_can_be_used(data: dict[str, Any]) -> None:
    cases = {case["code"] for case in data["cases"]}
    codes = [paper["code"] for paper in data["documents"]]
    assert len(codes) == len(set(codes))
    assert all(paper["case"] in cases | {""} for paper in data["documents"])
    assert bool(data["case_question"]) == bool(cases)
    assert data["steps"][0]["post"] == "desk_officer"
