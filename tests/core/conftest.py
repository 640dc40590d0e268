"""The calendar the project ships: the test vectors of the law are computed on it."""

import json
from pathlib import Path

import pytest

from communes.calendar_content import read_calendar
from core.working_calendar import WorkingCalendar

CALENDAR_FILE = Path(__file__).parents[2] / "communes" / "data" / "calendar.json"


@pytest.fixture(scope="session")
def city() -> WorkingCalendar:
    return read_calendar(json.loads(CALENDAR_FILE.read_text(encoding="utf-8"))["content"])
