"""Working time: sessions, days off, make-up days, and the edges between them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from core.clock import ZONE
from core.working_calendar import CalendarMissing, DayStatus, OfficeDay, Session, WorkingCalendar
from tests.core.moments import at

MORNING = Session(time(8), time(12))
AFTERNOON = Session(time(13), time(17))
OFFICE_WEEK = dict.fromkeys(range(5), (MORNING, AFTERNOON))


def day_off(day: date) -> OfficeDay:
    return OfficeDay(day, "off", "nghỉ", DayStatus.ANNOUNCED)


def calendar_with(*days: OfficeDay) -> WorkingCalendar:
    return WorkingCalendar(OFFICE_WEEK, days, 2026, 2026)


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 24), False),  # a holiday in the week
        (date(2026, 11, 28), False),  # Saturday
        (date(2026, 8, 22), True),  # a Saturday worked for another day
        (date(2026, 8, 31), False),  # the day it was worked for
    ],
)
def test_it_knows_working_days(city, day, is_open):
    assert city.is_working_day(day) is is_open


def test_it_reads_the_date_of_a_moment_like_the_date(city):
    assert not city.is_working_day(at("24/11/2026 09:00"))
    assert city.office_day(at("24/11/2026 09:00")) == city.office_day(date(2026, 11, 24))


def test_it_gives_a_makeup_day_its_own_hours():
    saturday = OfficeDay(date(2026, 8, 22), "makeup", "làm bù", DayStatus.ANNOUNCED, sessions=(MORNING,))
    calendar = calendar_with(saturday)
    assert calendar.sessions_on(saturday.day) == (MORNING,)
    assert calendar.closing(saturday.day) == at("22/08/2026 12:00")
    assert calendar.working_minutes(at("22/08/2026 00:00"), at("23/08/2026 00:00")) == 240


def test_it_closes_at_the_end_of_the_last_session(city):
    assert city.closing(date(2026, 11, 23)) == at("23/11/2026 17:00")


def test_it_has_no_closing_on_a_day_of_rest(city):
    with pytest.raises(ValueError, match="closed"):
        city.closing(date(2026, 11, 24))


def test_it_finds_the_next_working_day_over_tet(city):
    assert city.next_working_day(date(2026, 2, 13)) == date(2026, 2, 23)


@pytest.mark.parametrize(
    ("moment", "start"),
    [
        ("23/11/2026 07:59", "23/11/2026 08:00"),
        ("23/11/2026 08:00", "23/11/2026 08:00"),
        ("23/11/2026 12:00", "23/11/2026 12:00"),
        ("23/11/2026 12:01", "23/11/2026 13:00"),
        ("23/11/2026 17:00", "23/11/2026 17:00"),
        ("23/11/2026 17:01", "25/11/2026 08:00"),
        ("28/11/2026 09:00", "30/11/2026 08:00"),
    ],
)
def test_it_starts_a_clock_at_the_next_session_outside_hours(city, moment, start):
    assert city.effective_start(at(moment)) == at(start)


def test_it_is_after_closing_one_second_after_closing(city):
    assert city.effective_start(at("27/11/2026 17:00") + timedelta(seconds=1)) == at("30/11/2026 08:00")


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("23/11/2026 11:30", "23/11/2026 13:30", 60),
        ("23/11/2026 16:00", "25/11/2026 09:00", 120),
        ("28/11/2026 00:00", "30/11/2026 08:00", 0),
        ("25/11/2026 09:00", "23/11/2026 16:00", -120),
    ],
)
def test_it_counts_office_minutes(city, start, end, minutes):
    assert city.working_minutes(at(start), at(end)) == minutes


def test_it_drops_seconds_so_that_intervals_add_up(city):
    start, middle, end = (at("23/11/2026 09:00") + timedelta(seconds=seconds) for seconds in (0, 95, 200))
    parts = city.working_minutes(start, middle) + city.working_minutes(middle, end)
    assert parts == city.working_minutes(start, end) == 3


@pytest.mark.parametrize(
    ("moment", "minutes", "end"),
    [
        ("23/11/2026 08:00", 240, "23/11/2026 12:00"),  # the end of a session, not the opening of the next
        ("23/11/2026 08:00", 241, "23/11/2026 13:01"),
        ("23/11/2026 16:00", 60, "23/11/2026 17:00"),
        ("27/11/2026 20:00", 1, "30/11/2026 08:01"),
        ("30/11/2026 08:00", -60, "27/11/2026 16:00"),
        ("24/11/2026 03:00", 0, "24/11/2026 03:00"),
    ],
)
def test_it_adds_office_minutes(city, moment, minutes, end):
    assert city.add_working_minutes(at(moment), minutes) == at(end)


def test_it_answers_in_the_zone_of_the_office(city):
    added = city.add_working_minutes(datetime(2026, 11, 23, 1, 0, tzinfo=UTC), 60)
    assert added == at("23/11/2026 09:00")
    assert added.tzinfo is ZONE


def test_it_refuses_a_naive_moment(city):
    with pytest.raises(ValueError, match="naive"):
        city.working_minutes(datetime(2026, 11, 23, 9, 0), at("23/11/2026 10:00"))  # noqa: DTZ001  the fault under test


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2026, 2, 12), date(2026, 2, 24), 3),
        (date(2026, 2, 24), date(2026, 2, 12), -3),
        (date(2026, 2, 24), date(2026, 2, 24), 0),
        (date(2026, 2, 13), date(2026, 2, 22), 0),
    ],
)
def test_it_counts_working_days_after_the_first_date(city, first, last, days):
    assert city.working_days_between(first, last) == days


def test_it_names_the_days_that_are_not_announced(city):
    provisional = city.provisional_days(date(2027, 1, 1), date(2027, 12, 31))
    assert [each.day for each in provisional] == [
        *(date(2027, 2, day) for day in range(5, 12)),
        date(2027, 9, 2),
        date(2027, 9, 3),
    ]
    assert city.provisional_days(date(2026, 1, 1), date(2026, 12, 31)) == ()


@pytest.mark.parametrize(
    "ask",
    [
        lambda calendar: calendar.is_working_day(date(2028, 1, 3)),
        lambda calendar: calendar.office_day(date(2024, 12, 31)),
        lambda calendar: calendar.next_working_day(date(2027, 12, 31)),
        lambda calendar: calendar.closing_after(date(2025, 1, 1), 0),
        lambda calendar: calendar.effective_start(at("31/12/2027 18:00")),
        lambda calendar: calendar.add_working_minutes(at("31/12/2027 16:59"), 2),
        lambda calendar: calendar.add_working_minutes(at("02/01/2025 08:01"), -2),
        lambda calendar: calendar.working_minutes(at("31/12/2027 08:00"), at("01/01/2028 08:00")),
    ],
)
def test_it_refuses_to_guess_outside_its_years(city, ask):
    with pytest.raises(CalendarMissing):
        ask(city)


def test_it_says_which_year_is_missing(city):
    with pytest.raises(CalendarMissing) as refusal:
        city.is_working_day(date(2028, 1, 3))
    assert refusal.value.data == {"year": 2028}
    assert "năm 2028" in refusal.value.message


@pytest.mark.parametrize(
    ("days", "reason"),
    [
        ([day_off(date(2026, 9, 2)), day_off(date(2026, 9, 2))], "twice"),
        ([day_off(date(2027, 9, 2))], "outside"),
        ([OfficeDay(date(2026, 8, 22), "makeup", "làm bù", DayStatus.ANNOUNCED)], "sessions"),
        ([OfficeDay(date(2026, 9, 2), "off", "nghỉ", DayStatus.ANNOUNCED, sessions=(MORNING,))], "sessions"),
        ([OfficeDay(date(2026, 8, 22), "makeup", "làm bù", DayStatus.ANNOUNCED, sessions=(AFTERNOON, MORNING))], "order"),
    ],
)
def test_it_refuses_days_that_contradict_each_other(days, reason):
    with pytest.raises(ValueError, match=reason):
        calendar_with(*days)


def test_it_refuses_a_session_that_closes_before_it_opens():
    with pytest.raises(ValueError, match="closes before"):
        WorkingCalendar({0: (Session(time(12), time(8)),)}, [], 2026, 2026)
