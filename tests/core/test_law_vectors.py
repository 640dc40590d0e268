"""The tables of docs/legal/time-limits.md#vectors, row by row: what the page promises is what the engine answers."""

from pathlib import Path

import pytest

from core.time_limits import Pause, TimeLimit, due_moment, minutes_left, present_due
from tests.core.moments import at

PAGE = Path(__file__).parents[2] / "docs" / "legal" / "time-limits.md"


def rows(columns: int) -> list[tuple[str, ...]]:
    """Return the rows of the table with so many columns, without its head."""
    section = PAGE.read_text(encoding="utf-8").split('<a id="vectors">')[1].split("## ")[0]
    cells = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in section.splitlines() if line.startswith("|")]
    return [row for row in cells if len(row) == columns][2:]


def moment(written: str) -> object:
    """Return the moment of "Tue 24/02/2026 (…)", 17:00 where no hour is named; the weekday must be right."""
    weekday, day, *hour = written.split(" (", maxsplit=1)[0].split()
    read = at(f"{day} {hour[0] if hour else '17:00'}")
    assert f"{read:%a}" == weekday
    return read


PLAIN, STOPPED = rows(5), rows(9)


def test_no_row_was_lost():
    assert (len(PLAIN), len(STOPPED)) == (15, 3)
    assert all(row[-1] for row in PLAIN + STOPPED)


@pytest.mark.parametrize(("received", "rule", "due", "law"), [row[1:] for row in PLAIN], ids=[row[0] for row in PLAIN])
def test_it_is_due_as_the_law_says(city, received, rule, due, law):
    assert due_moment(TimeLimit.parse(rule.strip("`")), moment(received), city) == moment(due), law


@pytest.mark.parametrize("row", STOPPED, ids=[row[0] for row in STOPPED])
def test_it_gives_back_what_was_left(city, row):
    _, received, rule, first, stops, remaining, resumes, due, law = row
    limit, pause = TimeLimit.parse(rule.strip("`")), Pause(moment(stops), moment(resumes))
    assert due_moment(limit, moment(received), city) == moment(first)
    assert f"{minutes_left(moment(first), pause.stopped_at, city)} min" == remaining
    assert present_due(limit, moment(received), city, [pause]) == moment(due), law
