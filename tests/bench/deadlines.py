"""The due moment of a time limit, against adding working days with a library that people usually take."""

import importlib
import importlib.util
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from communes.calendar_content import read_calendar
from core.clock import ZONE
from core.time_limits import TimeLimit, due_moment
from tests.bench.measuring import Row, ratio_at_least, say, seconds
from tests.factories.communes import city_calendar

CALLS = 20_000
LEAST = 10


def rows() -> Iterator[Row]:
    calendar = read_calendar(city_calendar())
    limits = [TimeLimit.parse(rule) for rule in ("3d", "10d", "4h", "same-day@15:00", "20cd")]
    starts = [datetime(2026, 1, 5, 9, 20, tzinfo=ZONE) + timedelta(hours=2 * number) for number in range(CALLS // len(limits))]

    def ours() -> None:
        for at in starts:
            for limit in limits:
                due_moment(limit, at, calendar)

    mine = seconds(ours) / CALLS * 1e6
    name, theirs = _library()
    if theirs is None:
        say("due moment: neither workalendar nor holidays is installed, so there is no baseline here")
        yield Row("due moment of a time limit", CALLS, mine, "µs")
        return
    days = [start.date() for start in starts]
    baseline = seconds(lambda: [theirs(day, 10) for day in days]) / len(days) * 1e6
    yield ratio_at_least(f"due moment of a time limit, against {name}", CALLS, mine, "µs", baseline, baseline / mine, LEAST)


def _library() -> tuple[str, Callable[[date, int], date] | None]:
    """Return the first library found and its addition of working days."""
    if importlib.util.find_spec("workalendar"):
        vietnam = importlib.import_module("workalendar.asia").Vietnam()
        return "workalendar", vietnam.add_working_days
    if importlib.util.find_spec("holidays"):
        vietnam = importlib.import_module("holidays").country_holidays("VN")
        return "holidays", vietnam.get_nth_working_day
    return "", None
