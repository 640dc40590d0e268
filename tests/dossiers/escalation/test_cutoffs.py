"""The moment before which something was due to be so late now: the same as counting office minutes, at every edge."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communes.bundled_calendar import bundled_calendar
from core.working_calendar import CalendarMissing
from dossiers.escalation.cutoffs import cutoffs, has_opened, late_before
from dossiers.models import Dossier
from tests.dossiers.escalation.conftest import FRIDAY_BEFORE_TET, Late, at
from tests.factories.communes import CalendarRevisionFactory, city_calendar

CALENDAR = bundled_calendar()
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "minutes", "reached"),
    [
        (at(23, 11, 59, 59), 240, False),  # half a working day after Tết, not yet
        (at(23, 12), 240, True),
        (at(23, 7, 59), 1, False),  # before opening nothing has passed
        (at(23, 8, 1), 1, True),
        (at(22, 15), 1, False),  # nor on the nine days off
        (at(23, 16, 59), 480, False),
        (at(23, 17), 480, True),
        (at(24, 17), 960, True),
    ],
)
def test_what_was_due_before_tet_is_late_by_office_time(now, minutes: int, reached: bool) -> None:
    assert (late_before(CALENDAR, now, minutes) > FRIDAY_BEFORE_TET) is reached


def test_what_was_due_in_a_pause_is_as_late_as_at_its_beginning() -> None:
    """A due moment may come to lie on a day off when the calendar changes under it."""
    before = late_before(CALENDAR, at(23, 12), 240)
    assert before == at(23, 8, 1)
    assert CALENDAR.working_minutes(at(17, 10), at(23, 12)) == 240


def test_nothing_is_late_before_it_is_due() -> None:
    assert late_before(CALENDAR, at(23, 9, 0, 30), 0) == at(23, 9, 0, 30)


moments = st.datetimes(at(1, 0, month=1).replace(tzinfo=None), at(31, 0, month=12).replace(tzinfo=None))


@settings(max_examples=300, deadline=None)
@given(now=moments, due=moments, minutes=st.integers(1, 4_000))
def test_it_says_what_counting_says(now, due, minutes: int) -> None:
    now, due = (moment.replace(tzinfo=FRIDAY_BEFORE_TET.tzinfo) for moment in (now, due))
    before = late_before(CALENDAR, now, minutes)
    for moment in (due, before - SECOND, before, before - timedelta(minutes=1)):
        assert (moment < before) is (CALENDAR.working_minutes(moment, now) >= minutes), moment


@pytest.mark.parametrize(("now", "opened"), [(at(23, 7, 59, 59), False), (at(23, 8), True), (at(23, 20), True), (at(22, 9), False)])
def test_an_office_opens_with_its_first_session_of_a_working_day(now, opened: bool) -> None:
    assert has_opened(CALENDAR, now) is opened


def test_a_calendar_that_ended_does_not_stop_the_others(late: Late, caplog: pytest.LogCaptureFixture) -> None:
    ended = city_calendar() | {"last_year": 2025}
    ended["days"] = [day for day in ended["days"] if day["date"] < "2026"]
    present, other = late(), late()
    past = CalendarRevisionFactory(content=ended)
    Dossier.objects.filter(pk=other.pk).update(calendar_revision=past)
    found = cutoffs(at(23, 12), [240, 480])
    assert [(cutoff.revision_id, cutoff.after_minutes) for cutoff in found] == [
        (present.calendar_revision_id, minutes) for minutes in (240, 480)
    ]
    assert f"By calendar revision {past.pk} nobody hears" in caplog.text


def test_calendars_no_overdue_dossier_goes_by_are_not_read(late: Late, caplog: pytest.LogCaptureFixture) -> None:
    dossier = late()
    CalendarRevisionFactory(content={"not": "a calendar"})
    Dossier.objects.filter(pk=dossier.pk).update(overdue_noted_at=None)
    assert (cutoffs(at(23, 12), [240]), caplog.text) == ([], "")


def test_a_moment_outside_the_calendar_is_refused() -> None:
    with pytest.raises(CalendarMissing):
        has_opened(CALENDAR, at(23, 9).replace(year=2031))
