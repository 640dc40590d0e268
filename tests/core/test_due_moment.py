"""The moment a time limit ends: the edges beside the law's own table (test_law_vectors.py)."""

from datetime import UTC, datetime, timedelta

import pytest

from core.time_limits import TimeLimit, due_moment
from core.working_calendar import CalendarMissing
from tests.core.moments import at

VECTORS = {
    "five days": ("02/11/2026 09:00", "5d", "09/11/2026 17:00"),
    "same day at the cut-off": ("23/11/2026 15:00", "same-day@15:00", "23/11/2026 17:00"),
    "same day on a day of rest": ("28/11/2026 09:00", "same-day@15:00", "30/11/2026 17:00"),
    "at closing": ("27/11/2026 17:00", "1d", "30/11/2026 17:00"),
    "same day after closing, before a later cut-off": ("27/11/2026 17:30", "same-day@18:00", "30/11/2026 17:00"),
    "same day before opening": ("23/11/2026 06:00", "same-day@15:00", "23/11/2026 17:00"),
    "hours up to the end of a session": ("23/11/2026 08:00", "4h", "23/11/2026 12:00"),
    "hours from the lunch break": ("23/11/2026 12:30", "1h", "23/11/2026 14:00"),
    "29 February does not exist in 2027": ("29/01/2027 09:00", "1m", "01/03/2027 17:00"),
    "calendar days after hours count from the date of receipt": ("27/11/2026 17:30", "3cd", "30/11/2026 17:00"),
    "over the end of the year": ("15/11/2026 09:00", "2m", "15/01/2027 17:00"),
    "ten days from 05/11": ("05/11/2026 09:00", "10d", "19/11/2026 17:00"),
    "three days from 20/11": ("20/11/2026 09:00", "3d", "26/11/2026 17:00"),
    "eight hours from an online filing": ("23/11/2026 14:32", "8h", "25/11/2026 14:32"),
    "seven days from 25/11": ("25/11/2026 09:00", "7d", "04/12/2026 17:00"),
}


@pytest.mark.parametrize(("received_at", "rule", "due_at"), VECTORS.values(), ids=VECTORS.keys())
def test_it_ends_the_limit(city, received_at, rule, due_at):
    assert due_moment(TimeLimit.parse(rule), at(received_at), city) == at(due_at)


def test_it_is_past_the_cutoff_one_second_later(city):
    late = at("23/11/2026 15:00") + timedelta(seconds=1)
    assert due_moment(TimeLimit.parse("same-day@15:00"), late, city) == at("25/11/2026 17:00")


def test_it_takes_the_moment_in_any_zone(city):
    received_at = at("27/11/2026 17:30").astimezone(UTC)
    assert due_moment(TimeLimit.parse("1d"), received_at, city) == at("01/12/2026 17:00")


@pytest.mark.parametrize(
    ("received_at", "rule"),
    [
        ("27/12/2027 09:00", "10d"),
        ("31/12/2027 16:00", "2h"),
        ("30/12/2027 09:00", "2cd"),
        ("31/12/2027 15:01", "same-day@15:00"),
        ("12/02/2026 10:00", "999m"),
        ("31/12/2024 09:00", "3cd"),  # it would end inside, but was not received inside
        ("31/12/2024 09:00", "1m"),
    ],
)
def test_it_refuses_a_limit_that_leaves_the_calendar(city, received_at, rule):
    with pytest.raises(CalendarMissing):
        due_moment(TimeLimit.parse(rule), at(received_at), city)


@pytest.mark.parametrize("rule", ["1d", "1h", "1cd", "1m", "same-day@15:00"])
@pytest.mark.parametrize("received_at", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
def test_it_refuses_the_ends_of_time(city, rule, received_at):
    with pytest.raises(CalendarMissing):
        due_moment(TimeLimit.parse(rule), received_at, city)


@pytest.mark.parametrize("rule", ["1d", "1h", "1cd", "1m", "same-day@15:00"])
def test_it_refuses_a_naive_moment(city, rule):
    with pytest.raises(ValueError, match="naive"):
        due_moment(TimeLimit.parse(rule), datetime(2026, 11, 23, 9, 0), city)  # noqa: DTZ001  the fault under test
