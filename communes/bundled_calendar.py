"""The city's calendar as it ships with the portal: for answers that need no database."""

import json
from functools import cache
from pathlib import Path

from communes.calendar_content import read_calendar
from core.working_calendar import WorkingCalendar

CALENDAR_FILE = Path(__file__).parent / "data" / "calendar.json"


@cache
def bundled_calendar() -> WorkingCalendar:
    """Return Hà Nội's calendar of the bundled data: the same as a fresh database, without one.

    Source: docs/legal/calendar.md#holidays
    """
    return read_calendar(json.loads(CALENDAR_FILE.read_text(encoding="utf-8"))["content"])
