"""In time or late, at the three edges, and by how many office minutes."""

from datetime import timedelta

import pytest

from core.time_limits import Clock, Punctuality, TimeLimit, standing_at, start_clock
from tests.core.moments import at

DUE = at("25/11/2026 17:00")  # a Wednesday; Tuesday 24/11 is a day off
SOON = at("23/11/2026 08:00")
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "kind", "minutes"),
    [
        (SOON - SECOND, Punctuality.IN_TIME, 960),
        (SOON, Punctuality.DUE_SOON, 960),
        (at("24/11/2026 23:59"), Punctuality.DUE_SOON, 480),
        (at("25/11/2026 00:00"), Punctuality.DUE_TODAY, 480),
        (DUE, Punctuality.DUE_TODAY, 0),
        (DUE + SECOND, Punctuality.OVERDUE, 0),
        (at("26/11/2026 08:30"), Punctuality.OVERDUE, -30),
        (at("30/11/2026 08:30"), Punctuality.OVERDUE, -990),
    ],
)
def test_it_says_how_an_open_dossier_stands(city, now, kind, minutes):
    standing = standing_at(DUE, now, city, soon_at=SOON)
    assert (standing.kind, standing.minutes) == (kind, minutes)


@pytest.mark.parametrize(
    ("finished_at", "kind", "minutes"),
    [
        (at("23/11/2026 17:00"), Punctuality.EARLY, 480),
        (at("24/11/2026 23:59"), Punctuality.EARLY, 480),
        (at("25/11/2026 08:00"), Punctuality.ON_TIME, 480),
        (DUE, Punctuality.ON_TIME, 0),
        (DUE + SECOND, Punctuality.LATE, 0),
        (at("26/11/2026 10:00"), Punctuality.LATE, -120),
    ],
)
def test_it_says_how_a_dossier_ended(city, finished_at, kind, minutes):
    standing = standing_at(DUE, at("31/12/2026 09:00"), city, finished_at=finished_at)
    assert (standing.kind, standing.minutes) == (kind, minutes)


def test_the_end_is_never_near_unless_somebody_says_when(city):
    assert standing_at(DUE, at("23/11/2026 09:00"), city).kind is Punctuality.IN_TIME


def test_the_clock_holds_the_openings_of_the_working_days_before(city):
    clock = start_clock(TimeLimit.parse("3d"), at("19/11/2026 10:00"), city, soon_days=2)
    assert clock == Clock(DUE, at("20/11/2026 08:00"), at("23/11/2026 08:00"))


def test_no_warning_lies_before_reception(city):
    clock = start_clock(TimeLimit.parse("2h"), at("25/11/2026 09:00"), city, soon_days=1)
    assert clock == Clock(at("25/11/2026 11:00"), at("25/11/2026 09:00"), at("25/11/2026 09:00"))
