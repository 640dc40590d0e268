"""A calendar in words a legal officer reads and types: hours, kinds, how sure a day is."""

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from core.text import fold
from core.vietnamese_dates import WEEKDAYS as WEEKDAY_NAMES
from core.vietnamese_dates import long_date
from core.working_calendar import DayStatus

KIND_WORDS = {"off": "nghỉ", "makeup": "làm bù"}
STATUS_WORDS = {
    DayStatus.STATUTORY.value: "theo luật",
    DayStatus.ANNOUNCED.value: "đã công bố",
    DayStatus.PROVISIONAL.value: "chưa công bố",
}
WEEKDAY_LABELS = tuple(name[:1].upper() + name[1:] for name in WEEKDAY_NAMES)

_DATE_FORMATS = ("%d/%m/%Y", "%Y-%m-%d")
_PAIR = re.compile(r"\s*(\d{1,2}[:h]\d{2})\s*(?:-|–|đến)\s*(\d{1,2}[:h]\d{2})\s*")
_BETWEEN_PAIRS = re.compile(r"[,;]")

Hours = Sequence[Sequence[str]]


def hours_words(sessions: Hours) -> str:
    """Return "08:00–12:00, 13:00–17:00" for pairs as a content holds them; "nghỉ" for none."""
    return ", ".join(f"{opens}–{closes}" for opens, closes in sessions) or "nghỉ"


def read_hours(typed: str) -> list[list[str]]:
    """Return the pairs of "8h00-12h00, 13:00–17:00" as a content holds them; none for an empty text.

    Raises:
        ValueError: not hours. Whether they follow each other is for the calendar to say.
    """
    return [_pair(each) for each in _BETWEEN_PAIRS.split(typed)] if typed.strip() else []


def _pair(typed: str) -> list[str]:
    found = _PAIR.fullmatch(typed)
    if found is None:
        raise ValueError(typed)
    return [f"{datetime.strptime(clock.replace('h', ':'), '%H:%M').time():%H:%M}" for clock in found.groups()]  # noqa: DTZ007  an hour has no zone


def read_day(typed: str) -> date:
    """Return the date of "07/02/2028" or "2028-02-07".

    Raises:
        ValueError: neither.
    """
    for form in _DATE_FORMATS:
        with suppress(ValueError):
            return datetime.strptime(typed.strip(), form).date()  # noqa: DTZ007  a date has no zone
    raise ValueError(typed)


def read_word(typed: str, words: Mapping[str, str]) -> str:
    """Return the code a word stands for, whatever its case and marks; the code itself is understood too.

    Raises:
        ValueError: no such word.
    """
    folded = fold(typed)
    for code, word in words.items():
        if folded in {fold(word), code}:
            return code
    raise ValueError(typed)


def day_words(entry: Mapping[str, Any]) -> str:
    """Return "nghỉ thứ Hai 07/02/2028: Tết Nguyên đán (chưa công bố)"; a worked day says its hours."""
    hours = f", {hours_words(entry['sessions'])}" if entry.get("sessions") else ""
    day = long_date(date.fromisoformat(entry["date"]))
    return f"{KIND_WORDS[entry['kind']]} {day}{hours}: {entry['name']} ({STATUS_WORDS[entry['status']]})"


def in_order(entries: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return entries by date."""
    return sorted((dict(entry) for entry in entries), key=lambda entry: str(entry["date"]))
