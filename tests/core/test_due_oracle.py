"""The engine against a table of minutes, 2025–2027: 100,000 cases with up to five suspensions, and what always holds."""

import random
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.time_limits import derive
from core.time_limits.rules import TimeLimit
from core.working_calendar import CalendarMissing
from tests.core.cases import CASE_BYTES, OFFICES, answer, calendar_of, cases_in, pauses, table_of, wrong_in

CASES_AN_OFFICE = 25_000
MINUTE = timedelta(minutes=1)

same_in_every_run = settings(derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
offices = st.sampled_from(OFFICES)


def cases_drawn(number: int) -> st.SearchStrategy[bytes]:
    return st.binary(min_size=number * CASE_BYTES, max_size=number * CASE_BYTES)


@pytest.mark.parametrize("office", OFFICES)
def test_it_ends_at_the_minute_the_table_ends(office):
    drawn = random.Random(office).randbytes(CASES_AN_OFFICE * CASE_BYTES)  # noqa: S311  the same in every run
    wrong = wrong_in(drawn, office)
    assert sorted(wrong, key=lambda each: len(each[0].stops))[:3] == [], f"{len(wrong)} cases, the simplest first"


@pytest.mark.parametrize("office", OFFICES)
def test_the_table_knows_no_more_hours_than_the_calendar(office):
    calendar, table = calendar_of(office), table_of(office)
    days = [table.first + timedelta(days=number) for number in range(table.days)]
    assert [day for day, closing in zip(days, table.closings, strict=True) if calendar.is_working_day(day) != bool(closing)] == []


@settings(same_in_every_run, max_examples=50)
@given(offices, cases_drawn(20))
def test_the_reasons_end_at_the_same_moment(office, drawn):
    calendar = calendar_of(office)
    for case in cases_in(drawn):
        due_at = answer(case, calendar)
        if due_at is None:
            with pytest.raises(CalendarMissing):
                derive(TimeLimit.parse(case.rule), case.received_at, calendar, pauses(case))
        else:
            derivation = derive(TimeLimit.parse(case.rule), case.received_at, calendar, pauses(case))
            assert (derivation.due_at, derivation.days[-1].day) == (due_at, due_at.date())


@settings(same_in_every_run, max_examples=200)
@given(offices, cases_drawn(20))
def test_a_suspension_of_no_length_changes_nothing(office, drawn):
    calendar = calendar_of(office)
    for case in cases_in(drawn):
        plain = case._replace(stops=())
        nothing = tuple((start, start) for start, _ in case.stops if start.year <= calendar.last_year)
        assert answer(case._replace(stops=nothing), calendar) == answer(plain, calendar)


@settings(same_in_every_run, max_examples=200)
@given(offices, cases_drawn(20), st.integers(0, 5_000))
def test_a_suspension_never_brings_the_moment_nearer(office, drawn, more):
    calendar = calendar_of(office)
    for case in cases_in(drawn):
        *earlier, last = case.stops or [(case.received_at, case.received_at)]
        longer = case._replace(stops=(*earlier, (last[0], last[1] + more * MINUTE)))
        due = [answer(case._replace(stops=()), calendar), answer(case, calendar), answer(longer, calendar)]
        known = [each for each in due if each is not None]
        assert due[: len(known)] == sorted(known)


@settings(same_in_every_run, max_examples=200)
@given(offices, cases_drawn(20))
def test_two_suspensions_end_to_end_are_one(office, drawn):
    calendar = calendar_of(office)
    for case in cases_in(drawn):
        halves = [half for start, end in case.stops for half in ((start, start + (end - start) // 2), (start + (end - start) // 2, end))]
        assert answer(case._replace(stops=tuple(halves)), calendar) == answer(case, calendar)


@settings(same_in_every_run, max_examples=200)
@given(offices, cases_drawn(20), st.integers(1, 3_000))
def test_what_comes_later_is_never_due_earlier(office, drawn, minutes):
    calendar = calendar_of(office)
    for case in cases_in(drawn):
        first = answer(case._replace(stops=()), calendar)
        later = case._replace(received_at=case.received_at + minutes * MINUTE, stops=())
        second = answer(later, calendar) if later.received_at.year <= calendar.last_year else None
        assert first is None or second is None or first <= second


@settings(same_in_every_run, max_examples=200)
@given(offices, cases_drawn(20), st.integers(1, 60), st.sampled_from(["d", "h", "cd", "m"]))
def test_a_longer_limit_is_never_due_earlier(office, drawn, amount, unit):
    calendar = calendar_of(office)
    for case in cases_in(drawn):
        shorter, longer = (answer(case._replace(rule=f"{each}{unit}", stops=()), calendar) for each in (amount, amount + 1))
        assert longer is None or (shorter is not None and shorter <= longer)
