"""docs/legal/calendar.md says where the `holidays` library differs: the list must be the real one."""

import re
from datetime import date, timedelta
from pathlib import Path

import holidays

from communes.bundled_calendar import bundled_calendar

PAGE = Path(__file__).parents[2] / "docs" / "legal" / "calendar.md"
YEARS = range(2025, 2028)


def written() -> set[date]:
    """Return the dates of the table of differences."""
    section = PAGE.read_text(encoding="utf-8").split('id="library"')[1]
    cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| ") and not line.startswith("| Date")]
    found = set()
    for cell in cells:
        year = int(re.findall(r"/(\d{4})", cell)[-1])
        found |= {date(year, int(month), int(day)) for day, month in re.findall(r"(\d\d)/(\d\d)", cell)}
    return found


def test_the_documented_differences_are_the_real_ones():
    theirs, ours = holidays.country_holidays("VN", years=YEARS), bundled_calendar()
    differ = set()
    day = date(YEARS[0], 1, 1)
    while day.year in YEARS:
        special = ours.office_day(day)
        is_off_here = special is not None and special.kind == "off"
        if is_off_here != (day in theirs) or ours.is_working_day(day) != theirs.is_working_day(day):
            differ.add(day)
        day += timedelta(days=1)
    # Said of the same days: that the library does not know them to be provisional.
    assert written() - {date(2027, 9, 2), date(2027, 9, 3)} == differ
