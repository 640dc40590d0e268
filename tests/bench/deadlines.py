"""The due moment: against libraries that add working days one at a time, against the table of minutes, and from a pipe."""

import importlib
import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from core.clock import ZONE
from core.time_limits import TimeLimit, due_moment
from core.working_calendar import WorkingCalendar
from tests.bench.measuring import Row, at_most, paired_ms, ratio_at_least, say, seconds
from tests.core.cases import CASE_BYTES, OFFICES, calendar_of, wrong_in

CALLS = 5_000
LIMITS = (3, 5, 10, 15, 20)  # working days, as procedures have them
OTHER_RULES = ("4h", "7cd", "1m", "same-day@15:00")
PAIRS = 7

CASES, CASES_A_ROUND = 1_000_000, 10_000
LINES, LEAST_LINES = 20_000, 1_000

AddDays = Callable[[Any, int], Any]


def rows() -> Iterator[Row]:
    calendar = calendar_of("city")
    yield from _against_libraries(calendar)
    yield from _other_rules(calendar)
    yield at_most("due moments that differ from the table of minutes", CASES, _differences(), "cases", 0)
    yield _from_a_pipe()


def _against_libraries(calendar: WorkingCalendar) -> Iterator[Row]:
    """Compare the same working days from the same dates; the engine starts from a moment and answers with one."""
    starts = _starts()
    limits = [TimeLimit.parse(f"{days}d") for days in LIMITS]
    off = [day for day in _days_of(calendar) if day.weekday() < 5 and not calendar.is_working_day(day)]
    for name, least, prepare in (("numpy", 0.5, _numpy), ("workalendar", 10, _workalendar), ("holidays", 10, _holidays)):
        if importlib.util.find_spec(name) is None:
            say(f"due moment: {name} is not installed, so there is no comparison with it here")
            continue
        add, as_theirs = prepare(off)
        days = [as_theirs(start.date()) for start in starts]
        mine, theirs = paired_ms(
            lambda: [due_moment(limit, at, calendar) for at in starts for limit in limits],
            lambda add=add, days=days: [add(day, number) for day in days for number in LIMITS],
            PAIRS,
        )
        calls = len(starts) * len(LIMITS)
        ours_us, theirs_us = mine / calls * 1000, theirs / calls * 1000
        yield ratio_at_least(f"due moment in working days, against {name}", calls, ours_us, "µs", theirs_us, theirs_us / ours_us, least)


def _starts() -> list[datetime]:
    first = datetime(2025, 2, 3, 9, 20, tzinfo=ZONE)
    return [first + timedelta(minutes=1_013 * number) for number in range(CALLS // len(LIMITS))]  # all hours, nearly two years


def _days_of(calendar: WorkingCalendar) -> Iterator[date]:
    day = date(calendar.first_year, 1, 1)
    while day.year <= calendar.last_year:
        yield day
        day += timedelta(days=1)


def _numpy(off: list[date]) -> tuple[AddDays, Callable[[date], Any]]:
    numpy = importlib.import_module("numpy")
    calendar = numpy.busdaycalendar(holidays=off)
    return lambda day, number: numpy.busday_offset(day, number, roll="forward", busdaycal=calendar), numpy.datetime64


def _workalendar(off: list[date]) -> tuple[AddDays, Callable[[date], Any]]:
    """Return its addition over our days off: the package has no Việt Nam."""
    core = importlib.import_module("workalendar.core")

    class HaNoi(core.Calendar):  # type: ignore[name-defined, misc]  # imported by name
        WEEKEND_DAYS = (core.SAT, core.SUN)

        def get_calendar_holidays(self, year: int) -> list[tuple[date, str]]:
            return [(day, "off") for day in off if day.year == year]

    return HaNoi().add_working_days, lambda day: day


def _holidays(_: list[date]) -> tuple[AddDays, Callable[[date], Any]]:
    vietnam = importlib.import_module("holidays").country_holidays("VN", years=[2025, 2026, 2027])
    return vietnam.get_nth_working_day, lambda day: day


def _other_rules(calendar: WorkingCalendar) -> Iterator[Row]:
    starts = _starts()
    for rule in OTHER_RULES:
        limit = TimeLimit.parse(rule)
        took = min(seconds(lambda limit=limit: [due_moment(limit, at, calendar) for at in starts]) for _ in range(PAIRS))
        yield Row(f"due moment of {rule}", len(starts), took / len(starts) * 1e6, "µs")


def _differences() -> int:
    """Return on how many random cases, suspensions included, the engine and the table of minutes disagree."""
    dice = Random(2026)  # noqa: S311  cases, not secrets
    return sum(
        len(wrong_in(dice.randbytes(CASES_A_ROUND * CASE_BYTES), OFFICES[number % len(OFFICES)]))
        for number in range(CASES // CASES_A_ROUND)
    )


def _from_a_pipe() -> Row:
    """Return how many lines a second the command answers, its start included."""
    question = {"limit": "3d", "suspend": [["2026-02-13T09:00", "2026-02-24T14:00"]]}
    lines = [json.dumps(question | {"from": f"2026-02-12T{number % 24:02}:{number % 60:02}"}) for number in range(LINES)]
    command = [sys.executable, "manage.py", "due", "--batch"]
    took = seconds(lambda: subprocess.run(command, input="\n".join(lines), capture_output=True, text=True, check=True))
    return Row(
        "lines answered by due --batch, with its start",
        LINES,
        LINES / took,
        "lines/s",
        goal=f"≥ {LEAST_LINES:,}",
        met=LINES / took >= LEAST_LINES,
    )
