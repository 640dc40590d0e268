"""The table of moves in code is the table a legal officer reads."""

import re
from pathlib import Path

import pytest

from dossiers.states import MOVES, Act, DossierState, Move, moves_from

PAGE = Path(__file__).parents[2] / "docs" / "legal" / "one-stop.md"
ROW = re.compile(r"^\|\s*`?([a-z_]+)`?\s*\|(.*)\|\s*$")


def page_rows() -> set[tuple[object, ...]]:
    """Return the rows of the table under #acts: act, from-states, to, who, stage, form, status."""
    section = PAGE.read_text(encoding="utf-8").split('id="acts"')[1]
    rows = set()
    for line in section.splitlines():
        match = ROW.match(line)
        if match and match[1] in Act.values:
            source, to, who, guard, form, status = (cell.strip().strip("`") for cell in match[2].split("|"))
            stage = re.search(r"stage=(\w+)", guard)
            rows.add((match[1], source, to, frozenset(re.findall(r"\w+", who)), stage and stage[1], form, status))
    return rows


def code_rows() -> set[tuple[object, ...]]:
    rows = set()
    for move in MOVES:
        sources = ["–"] if move.opens else []
        if move.sources:
            sources.append(", ".join(str(int(state)) for state in sorted(move.sources)))
        rows |= {
            (move.act.value, source, _to(move), frozenset(w.value for w in move.who), _stage(move), _form(move), _status(move))
            for source in sources
        }
    return rows


def _to(move: Move) -> str:
    if move.back:
        return "before"
    return "=" if move.to is None else str(int(move.to))


def _stage(move: Move) -> str | None:
    return move.stage.value if move.stage else None


def _form(move: Move) -> str:
    return move.form or "–"


def _status(move: Move) -> str:
    return "now" if move.works else "later"


def test_the_code_and_the_page_hold_the_same_moves() -> None:
    page, code = page_rows(), code_rows()
    assert page - code == set(), "on the page, not in the code"
    assert code - page == set(), "in the code, not on the page"


@pytest.mark.parametrize("state", [DossierState.DECLINED, DossierState.STOPPED, DossierState.RETURNED])
def test_nothing_leads_out_of_an_end(state: DossierState) -> None:
    assert moves_from(state) == ()


def test_no_single_act_leads_from_processing_to_returned() -> None:
    assert all(move.to != DossierState.RETURNED for move in MOVES if DossierState.PROCESSING in move.sources)


@pytest.mark.parametrize("state", DossierState)
@pytest.mark.parametrize("stage", [None, "reception", "appraisal", "withdrawal"])
def test_an_act_has_one_meaning_in_one_situation(state: DossierState, stage: str | None) -> None:
    acts = [move.act for move in moves_from(state, stage)]
    assert len(acts) == len(set(acts))
