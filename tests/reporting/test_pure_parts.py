"""Periods, working days ahead, intervals and words: no database."""

import doctest
from datetime import date, datetime

import pytest

from communes.calendar_content import read_calendar
from core.clock import ZONE
from core.time_limits import TimeLimit
from dossiers.deadlines import start_clock
from reporting import intervals, words
from reporting.city import figures
from reporting.intervals import wilson
from reporting.office_days import outlook
from reporting.periods import Kind, chosen_period, period_of, working_days
from tests.factories.communes import city_calendar

SUNDAY = date(2026, 11, 22)
CALENDAR = read_calendar(city_calendar())


@pytest.mark.parametrize("module", [intervals, words])
def test_the_examples_in_the_docstrings_hold(module):
    assert doctest.testmod(module).failed == 0


def test_an_interval_is_wide_for_few_and_narrow_for_many():
    (low_few, high_few), (low_many, high_many) = wilson(2, 19), wilson(200, 1900)
    assert low_few < low_many < 200 / 1900 < high_many < high_few
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(0, 50)[0] == 0.0
    assert wilson(50, 50)[1] == pytest.approx(1)


def test_a_month_is_compared_with_the_same_days_of_the_month_before():
    period = period_of(Kind.MONTH, SUNDAY)
    assert (period.first, period.last) == (date(2026, 11, 1), SUNDAY)
    assert (period.before_first, period.before_last) == (date(2026, 10, 1), date(2026, 10, 22))


def test_the_month_before_a_long_one_ends_where_it_ends():
    assert period_of(Kind.MONTH, date(2026, 3, 31)).before_last == date(2026, 2, 28)


def test_a_week_begins_on_monday_and_a_day_is_compared_with_the_same_weekday():
    week, day = period_of(Kind.WEEK, SUNDAY), period_of(Kind.TODAY, SUNDAY)
    assert (week.first, week.before_first, week.before_last) == (date(2026, 11, 16), date(2026, 11, 9), date(2026, 11, 15))
    assert day.before_first == day.before_last == date(2026, 11, 15)


def test_days_of_ones_own_are_compared_with_as_many_days_before():
    period, problem = chosen_period("", "2025-07-01", "2025-07-13", SUNDAY)
    assert (period.kind, period.is_current, problem) == (Kind.OTHER, False, "")
    assert (period.before_first, period.before_last) == (date(2025, 6, 18), date(2025, 6, 30))


def test_days_that_are_the_month_are_the_month():
    period, _ = chosen_period("", "2026-11-01", "2026-11-22", SUNDAY)
    assert period.kind is Kind.MONTH


def test_dates_in_the_wrong_order_are_turned_round_and_the_future_is_cut_off():
    period, problem = chosen_period("", "2026-12-31", "2026-11-10", SUNDAY)
    assert (period.first, period.last, problem) == (date(2026, 11, 10), SUNDAY, "")


@pytest.mark.parametrize(("first", "last"), [("hôm qua", "2026-11-10"), ("2026-11-10", ""), ("1900-01-01", "2026-11-01")])
def test_what_cannot_be_read_is_said_and_becomes_the_month(first, last):
    period, problem = chosen_period("", first, last, SUNDAY)
    assert period.kind is Kind.MONTH
    assert problem


@pytest.mark.parametrize("kind", ["", "khac", "năm"])
def test_an_unknown_kind_is_the_month(kind):
    assert chosen_period(kind, "", "", SUNDAY)[0].kind is Kind.MONTH


def test_working_days_count_both_ends_and_are_unknown_beyond_the_calendar():
    assert working_days(date(2026, 11, 1), date(2026, 11, 22), CALENDAR) == 15
    assert working_days(date(2024, 1, 1), date(2024, 2, 1), CALENDAR) is None


def test_the_days_ahead_skip_days_off():
    ahead = outlook(datetime(2026, 11, 23, 9, 42, tzinfo=ZONE), CALENDAR)
    assert ahead.days[:3] == (date(2026, 11, 23), date(2026, 11, 25), date(2026, 11, 26))  # 24/11 is a day off
    assert len(ahead.days) == 10
    assert ahead.end == datetime(2026, 12, 8, tzinfo=ZONE)


@pytest.mark.parametrize("soon_days", [1, 2])
@pytest.mark.parametrize("limit", ["1d", "2d", "3d", "5d", "4h", "same-day@15:00"])
@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 20, 7, 59, tzinfo=ZONE),
        datetime(2026, 11, 20, 8, 0, tzinfo=ZONE),
        datetime(2026, 11, 20, 23, 0, tzinfo=ZONE),
        datetime(2026, 11, 22, 12, 0, tzinfo=ZONE),
        datetime(2026, 11, 23, 9, 42, tzinfo=ZONE),
    ],
)
def test_the_city_counts_as_due_soon_what_the_stored_moment_says(limit, now, settings, soon_days):
    settings.DUE_SOON_WORKING_DAYS = soon_days
    ahead = outlook(now, CALENDAR)
    for received in (datetime(2026, 11, day, 10, 0, tzinfo=ZONE) for day in (16, 17, 18, 19)):
        clock = start_clock(TimeLimit.parse(limit), received, CALENDAR, soon_days=soon_days)
        if clock.due_at >= now:
            assert (clock.due_soon_at <= now) == (clock.due_at < ahead.soon_until)


def test_figures_are_written_as_people_read_them():
    assert words.percent(281, 13870) == "2,0\u202f%"
    assert words.percent(0, 0) == "chưa có"
    assert words.change(5027, 4902, "4.902") == "▲ 2,5\u202f% so với 4.902"
    assert words.change(10, 0, "0") == ""
    assert words.difference(-0.5, "điểm") == "▼ 0,5 điểm"


@pytest.mark.parametrize(("mean", "written"), [(0.27, "0,3"), (0.96, "1,0"), (3.0, "3"), (9.94, "9,9"), (10.4, "10"), (1234.5, "1.234")])
def test_a_small_mean_has_a_decimal(mean, written):
    assert figures._mean(mean) == written
