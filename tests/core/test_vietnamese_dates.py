"""Dates, times and amounts as pages and slips say them."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template

from core import money, vietnamese_dates
from tests.core.moments import at

SUNDAY = date(2026, 11, 22)
TUESDAY_EVENING = at("24/02/2026 17:00")


def test_it_says_dates():
    assert vietnamese_dates.long_date(date(2026, 11, 23)) == "thứ Hai 23/11/2026"
    assert vietnamese_dates.long_date(SUNDAY) == "Chủ nhật 22/11/2026"
    assert vietnamese_dates.short_date(date(2026, 11, 25)) == "T4 25/11"
    assert vietnamese_dates.short_date(SUNDAY) == "CN 22/11"


def test_it_says_moments():
    assert vietnamese_dates.moment(TUESDAY_EVENING) == "17:00, thứ Ba 24/02/2026"
    assert vietnamese_dates.desk_moment(at("25/11/2026 17:00")) == "T4 25/11 17:00"
    assert vietnamese_dates.clock_time(at("23/11/2026 14:32")) == "14:32"


def test_it_says_a_moment_of_another_zone_in_the_time_of_the_office():
    late_in_london = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
    assert vietnamese_dates.moment(late_in_london) == "03:30, thứ Hai 23/11/2026"
    assert vietnamese_dates.long_date(late_in_london) == "thứ Hai 23/11/2026"


def test_it_refuses_a_naive_moment():
    with pytest.raises(ValueError, match="naive"):
        vietnamese_dates.moment(datetime(2026, 11, 23, 9, 0))  # noqa: DTZ001  the fault under test


@pytest.mark.parametrize(
    ("amount", "written"),
    [(0, "0\u00a0đồng"), (8000, "8.000\u00a0đồng"), (1_500_000, "1.500.000\u00a0đồng"), (-500, "-500\u00a0đồng")],
)
def test_it_writes_amounts_that_never_break(amount, written):
    assert money.dong(amount) == written


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("{{ at|long_date }}", "thứ Ba 24/02/2026"),
        ("{{ at|short_date }}", "T3 24/02"),
        ("{{ at|weekday_date }}", "thứ Ba 24/02"),
        ("{{ at|weekday_name }} {{ at|short_weekday }}", "thứ Ba T3"),
        ("{{ at|moment }}", "17:00, thứ Ba 24/02/2026"),
        ("{{ at|desk_moment }}", "T3 24/02 17:00"),
        ("{{ at|clock_time }}", "17:00"),
        ("{{ fee|dong }}", "8.000\u00a0đồng"),
        ("{{ fee|number }} {{ nothing|number }}", "8.000 0"),
        ("[{{ unknown|long_date }}{{ unknown|dong }}]", "[]"),
    ],
)
def test_the_filters_say_the_same(source, written):
    context = Context({"at": TUESDAY_EVENING, "fee": 8000, "nothing": 0, "unknown": None})
    assert Template("{% load vietnamese %}" + source).render(context) == written
