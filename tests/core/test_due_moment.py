"""The moment a time limit ends: the vectors worked out by hand, and their edges. Source: docs/legal/time-limits.md."""

import re
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from core.time_limits import Pause, TimeLimit, due_after_pauses, due_moment
from core.working_calendar import CalendarMissing
from tests.core.moments import at

PAGE = Path(__file__).parents[2] / "docs" / "legal" / "time-limits.md"

VECTORS = {
    "tet": ("12/02/2026 10:00", "3d", "24/02/2026 17:00"),
    "compensation for a Sunday": ("24/04/2026 10:00", "1d", "28/04/2026 17:00"),
    "30/4 and 1/5": ("29/04/2026 10:00", "2d", "05/05/2026 17:00"),
    "a Saturday worked": ("21/08/2026 10:00", "3d", "25/08/2026 17:00"),
    "a Monday swapped off": ("28/08/2026 10:00", "2d", "04/09/2026 17:00"),
    "24/11": ("23/11/2026 10:00", "1d", "25/11/2026 17:00"),
    "24/11 in hours": ("23/11/2026 16:00", "2h", "25/11/2026 09:00"),
    "weekend in hours": ("27/11/2026 15:30", "4h", "30/11/2026 10:30"),
    "calendar days": ("29/04/2026 10:00", "3cd", "04/05/2026 17:00"),
    "calendar days into Tet": ("10/02/2026 10:00", "7cd", "23/02/2026 17:00"),
    "five days": ("02/11/2026 09:00", "5d", "09/11/2026 17:00"),
    "same day before the cut-off": ("23/11/2026 14:59", "same-day@15:00", "23/11/2026 17:00"),
    "same day at the cut-off": ("23/11/2026 15:00", "same-day@15:00", "23/11/2026 17:00"),
    "same day after the cut-off": ("23/11/2026 15:01", "same-day@15:00", "25/11/2026 17:00"),
    "same day on a day of rest": ("28/11/2026 09:00", "same-day@15:00", "30/11/2026 17:00"),
    "after hours": ("27/11/2026 17:30", "1d", "01/12/2026 17:00"),
    "at closing": ("27/11/2026 17:00", "1d", "30/11/2026 17:00"),
    "on a holiday": ("24/11/2026 09:00", "1d", "26/11/2026 17:00"),
    "calendar days after hours count from the date of receipt": ("27/11/2026 17:30", "3cd", "30/11/2026 17:00"),
    "ten calendar days": ("02/03/2026 09:00", "10cd", "12/03/2026 17:00"),
    "a month too short": ("31/01/2026 09:00", "1m", "02/03/2026 17:00"),
    "over the end of the year": ("15/11/2026 09:00", "2m", "15/01/2027 17:00"),
    "ten days from 05/11": ("05/11/2026 09:00", "10d", "19/11/2026 17:00"),
    "three days from 20/11": ("20/11/2026 09:00", "3d", "26/11/2026 17:00"),
    "eight hours from an online filing": ("23/11/2026 14:32", "8h", "25/11/2026 14:32"),
    "seven days from 25/11": ("25/11/2026 09:00", "7d", "04/12/2026 17:00"),
}


@pytest.mark.parametrize(("received_at", "rule", "due_at"), VECTORS.values(), ids=VECTORS.keys())
def test_it_ends_the_limit(city, received_at, rule, due_at):
    assert due_moment(TimeLimit.parse(rule), at(received_at), city) == at(due_at)


def vectors_of_the_page() -> list[tuple[str, str, str]]:
    """Return (received, rule, due) of the first table of test vectors; a time left out is 10:00 and 17:00."""
    row = re.compile(
        r"^\| [^|]+ \| \w{3} (\d\d/\d\d/\d{4})( \d\d:\d\d)? \| `(\w+)` \| \w{3} (\d\d/\d\d/\d{4})( \d\d:\d\d)?[^|]*\|$", re.MULTILINE
    )
    found = row.findall(PAGE.read_text(encoding="utf-8").split('<a id="vectors">')[1])
    return [(day + (time or " 10:00"), rule, due + (due_time or " 17:00")) for day, time, rule, due, due_time in found]


def test_the_page_of_the_law_says_the_same(city):
    vectors = vectors_of_the_page()
    assert len(vectors) >= 13
    wrong = [vector for vector in vectors if due_moment(TimeLimit.parse(vector[1]), at(vector[0]), city) != at(vector[2])]
    assert wrong == []


def test_it_is_past_the_cutoff_one_second_later(city):
    late = at("23/11/2026 15:00") + timedelta(seconds=1)
    assert due_moment(TimeLimit.parse("same-day@15:00"), late, city) == at("25/11/2026 17:00")


def test_it_takes_the_moment_in_any_zone(city):
    received_at = at("27/11/2026 17:30").astimezone(UTC)
    assert due_moment(TimeLimit.parse("1d"), received_at, city) == at("01/12/2026 17:00")


def test_it_refuses_a_limit_that_leaves_the_calendar(city):
    with pytest.raises(CalendarMissing):
        due_moment(TimeLimit.parse("10d"), at("27/12/2027 09:00"), city)


STOPS = {
    "five working days": ("02/11/2026 09:00", "5d", "04/11/2026 10:00", 1800, "10/11/2026 14:00", "16/11/2026 11:00"),
    "on the day of reception": ("30/11/2026 09:20", "3d", "30/11/2026 11:00", 1740, "02/12/2026 10:00", "07/12/2026 16:00"),
    "calendar days": ("02/03/2026 09:00", "10cd", "05/03/2026 10:00", 2760, "09/03/2026 14:00", "17/03/2026 11:00"),
}


@pytest.mark.parametrize("vector", STOPS.values(), ids=STOPS.keys())
def test_it_gives_back_the_minutes_left_at_a_stop(city, vector):
    received_at, rule, stopped_at, left, resumed_at, due_at = vector
    original = due_moment(TimeLimit.parse(rule), at(received_at), city)
    assert city.working_minutes(at(stopped_at), original) == left
    assert due_after_pauses(original, [Pause(at(stopped_at), at(resumed_at))], city) == at(due_at)


def test_it_moves_nothing_while_the_clock_stands(city):
    due_at = at("09/11/2026 17:00")
    assert due_after_pauses(due_at, [Pause(at("04/11/2026 10:00"), None)], city) == due_at


def test_it_adds_several_stops(city):
    stops = [
        Pause(at("04/11/2026 10:00"), at("05/11/2026 10:00")),
        Pause(at("06/11/2026 08:00"), at("06/11/2026 09:00")),
    ]
    assert due_after_pauses(at("09/11/2026 17:00"), stops, city) == at("11/11/2026 09:00")


def test_it_keeps_an_overdue_dossier_overdue_by_as_much(city):
    stop = Pause(at("10/11/2026 09:00"), at("12/11/2026 10:00"))
    moved = due_after_pauses(at("09/11/2026 17:00"), [stop], city)
    assert city.working_minutes(moved, at("12/11/2026 10:00")) == 60
