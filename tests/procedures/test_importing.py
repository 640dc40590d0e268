"""The catalogue that comes with the portal, and what a second load does."""

import copy
from datetime import date
from typing import Any

import pytest

from core.time_limits import TimeLimit
from procedures.declarations import sections_of
from procedures.importing import BUNDLED, load_procedures, read_files
from procedures.models import Procedure, ProcedureVersion
from procedures.selectors import catalogue_revision, published, version_in_force

ROWS = read_files(BUNDLED)
DAY = date(2026, 11, 23)
pytestmark = pytest.mark.django_db


def row(code: str) -> dict[str, Any]:
    return copy.deepcopy(next(each for each in ROWS if each["code"] == code))


def test_the_bundled_catalogue_loads_whole_and_a_second_load_changes_nothing() -> None:
    first = load_procedures(ROWS, today=DAY)
    revision = catalogue_revision()
    second = load_procedures(ROWS, today=DAY)
    assert (len(first.new), len(second.unchanged)) == (46, 46)
    assert second.new == second.changed == []
    assert catalogue_revision() == revision == 1


def test_a_replaced_procedure_is_not_offered() -> None:
    load_procedures(ROWS, today=DAY)
    assert version_in_force("2.000986", DAY) is not None
    assert "2.000986" not in set(published(DAY).values_list("procedure__code", flat=True))
    assert Procedure.objects.get(code="2.000986").replaced_by == Procedure.objects.get(code="3.000722")


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


def test_a_broken_row_leaves_nothing_behind() -> None:
    broken = row("1.004873")
    del broken["fees"]
    with pytest.raises(KeyError):
        load_procedures([row("1.001193"), broken], today=DAY)
    assert not Procedure.objects.exists()


@pytest.mark.parametrize("data", ROWS, ids=[each["code"] for each in ROWS])
def test_every_bundled_procedure_can_be_used(data: dict[str, Any]) -> None:
    if data["time_limit"]["rule"]:
        assert TimeLimit.parse(data["time_limit"]["rule"]).label()
    cases = {case["code"] for case in data["cases"]}
    codes = [paper["code"] for paper in data["documents"]]
    assert len(codes) == len(set(codes))
    assert all(paper["case"] in cases | {""} for paper in data["documents"])
    assert bool(data["case_question"]) == bool(cases)
    assert data["steps"][0]["post"] == "desk_officer"
    for section in sections_of(data["declaration"]):
        assert section.questions
        known = {question.code for question in section.questions}
        assert all(question.when is None or question.when[0] in known for question in section.questions)
        assert all(question.choices for question in section.questions if question.type == "choice")
