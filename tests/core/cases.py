"""Cases for the engine and the minute table, drawn from plain bytes: a hundred a draw, zeros the simplest."""

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from communes.calendar_content import read_calendar
from core.time_limits import Pause, TimeLimit, present_due
from core.working_calendar import CalendarMissing, WorkingCalendar
from tests.core.oracle import HANOI, Case, MinuteTable

CASE_BYTES = 29
MOST_STOPS = 5
CALENDAR_FILE = Path(__file__).parents[2] / "communes" / "data" / "calendar.json"

OFFICES = ("city", "short afternoons", "saturday mornings", "evenings")
EDGES = [0, 419, 450, 479, 480, 481, 690, 719, 720, 721, 750, 779, 780, 781, 809, 900, 901, 960, 1019, 1020, 1021, 1080, 1200, 1439]
CUTOFFS = ("15:00", "11:30", "16:00", "17:00", "18:30", "23:59", "00:00")


def content_of(office: str) -> dict[str, Any]:
    """Return the written calendar of one of OFFICES: the one that ships, or that one with other hours."""
    content: dict[str, Any] = json.loads(CALENDAR_FILE.read_text(encoding="utf-8"))["content"]
    changed = deepcopy(content)
    if office == "short afternoons":
        changed["weekly"] = {name: [["07:30", "11:30"], ["13:30", "17:00"]] for name in content["weekly"]}
    if office == "saturday mornings":
        changed["weekly"]["saturday"] = [["07:00", "11:30"]]
    if office == "evenings":
        changed["weekly"] |= {name: [["08:00", "12:00"], ["13:00", "17:00"], ["17:30", "20:00"]] for name in ("tuesday", "thursday")}
    if office != "city":
        for number, entry in enumerate(each for each in changed["days"] if each["kind"] == "makeup"):
            entry["sessions"] = [[["08:00", "12:00"]], [["13:15", "16:45"]], [["00:00", "06:00"], ["22:00", "23:59"]]][number % 3]
    return changed


@cache
def calendar_of(office: str) -> WorkingCalendar:
    return read_calendar(content_of(office))


@cache
def table_of(office: str) -> MinuteTable:
    return MinuteTable(content_of(office))


@cache
def _special_days() -> list[date]:
    return [date.fromisoformat(each["date"]) for each in content_of("city")["days"]]


def cases_in(drawn: bytes) -> Iterator[Case]:
    for start in range(0, len(drawn) - CASE_BYTES + 1, CASE_BYTES):
        yield _case(drawn[start : start + CASE_BYTES])


def _case(drawn: bytes) -> Case:
    received_at = _received(drawn[:6])
    stops, at = [], received_at
    for number in range(max(0, drawn[8] % 8 - 7 + MOST_STOPS)):
        gap, length = drawn[9 + 4 * number : 11 + 4 * number], drawn[11 + 4 * number : 13 + 4 * number]
        start = at + _span(gap)
        at = start + _span(length)
        stops.append((start, at))
    return Case(received_at, _rule(drawn[6], drawn[7]), tuple(stops))


def _received(drawn: bytes) -> datetime:
    """Return a moment, every second time near a day that is special, and at an edge of the hours."""
    kind, day, minute = drawn[0], int.from_bytes(drawn[1:3], "big"), int.from_bytes(drawn[3:5], "big")
    special = _special_days()
    near = special[day % len(special)] + timedelta(days=day // 256 % 9 - 6)
    anywhere = date(2025, 1, 1) + timedelta(days=day % 1095)
    on = min(max(near if kind & 1 else anywhere, date(2025, 1, 1)), date(2027, 12, 31))
    clock = EDGES[minute % len(EDGES)] if kind & 2 else minute % 1440
    seconds = drawn[5] % 60 if kind & 12 == 12 else 0
    return datetime(on.year, on.month, on.day, clock // 60, clock % 60, seconds, tzinfo=HANOI)


def _span(drawn: bytes) -> timedelta:
    """Return minutes within a session, within some days, or within weeks; often none at all."""
    kind, number = drawn[0] % 8, int.from_bytes(drawn, "big")
    return timedelta(
        minutes=[0, number % 90, number % 600, number % 1440, number % 1440, number % 4000, number % 12000, number % 50000][kind]
    )


def _rule(kind: int, amount: int) -> str:
    if kind % 5 == 4:
        return f"same-day@{CUTOFFS[amount % len(CUTOFFS)]}"
    unit, most = [("d", 45), ("h", 120), ("cd", 120), ("m", 7)][kind % 5]
    return f"{amount % (most if kind < 200 else 5) + 1}{unit}"


def answer(case: Case, calendar: WorkingCalendar) -> datetime | None:
    """Return what the engine says, None where it refuses for want of a calendar."""
    try:
        return present_due(TimeLimit.parse(case.rule), case.received_at, calendar, pauses(case))
    except CalendarMissing:
        return None


def pauses(case: Case) -> list[Pause]:
    return [Pause(start, end) for start, end in case.stops]


def wrong_in(drawn: bytes, office: str) -> list[tuple[Case, datetime | None, datetime | None]]:
    """Return the cases on which engine and table disagree, with both answers."""
    calendar, table = calendar_of(office), table_of(office)
    answers = ((case, answer(case, calendar), table.due(case)) for case in cases_in(drawn))
    return [each for each in answers if each[1] != each[2]]
