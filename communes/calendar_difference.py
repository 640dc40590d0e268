"""What one calendar says otherwise than another, in sentences."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from communes.calendar_content import WEEKDAYS
from communes.calendar_words import STATUS_WORDS, WEEKDAY_LABELS, day_words, hours_words
from core.vietnamese_dates import long_date

Content = Mapping[str, Any]
_FACTS = ("kind", "name", "status", "source", "sessions")


class ChangeKind(StrEnum):
    """What happened to a line of the calendar."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """One line. `day` is None for the week and the years; `old` and `new` are its words, empty where it was not there."""

    kind: ChangeKind
    day: date | None
    subject: str
    old: str
    new: str
    is_announced_now: bool = False

    def __str__(self) -> str:
        if self.kind is ChangeKind.ADDED:
            return f"Thêm {self.new}"
        if self.kind is ChangeKind.REMOVED:
            return f"Bỏ {self.old}"
        return f"{self.subject}: {self.old} → {self.new}"


def calendar_changes(old: Content, new: Content) -> list[CalendarChange]:
    """Return what `new` says otherwise than `old`: years, week, then days in order. Both are valid contents."""
    return [*_years(old, new), *_week(old["weekly"], new["weekly"]), *_days(old, new)]


def _years(old: Content, new: Content) -> Iterator[CalendarChange]:
    before, after = (f"{each['first_year']}–{each['last_year']}" for each in (old, new))
    if before != after:
        yield CalendarChange(ChangeKind.CHANGED, None, "Các năm", before, after)


def _week(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[CalendarChange]:
    for name, label in zip(WEEKDAYS, WEEKDAY_LABELS, strict=True):
        before, after = hours_words(old.get(name) or []), hours_words(new.get(name) or [])
        if before != after:
            yield CalendarChange(ChangeKind.CHANGED, None, label, before, after)


def _days(old: Content, new: Content) -> Iterator[CalendarChange]:
    before, after = ({entry["date"]: entry for entry in each["days"]} for each in (old, new))
    for day in sorted(before.keys() | after.keys()):
        was, becomes = before.get(day), after.get(day)
        if was is None and becomes is not None:
            yield CalendarChange(ChangeKind.ADDED, date.fromisoformat(day), "", "", day_words(becomes))
        elif becomes is None and was is not None:
            yield CalendarChange(ChangeKind.REMOVED, date.fromisoformat(day), "", day_words(was), "")
        elif was is not None and becomes is not None and _facts(was) != _facts(becomes):
            yield _changed(date.fromisoformat(day), was, becomes)


def _facts(entry: Mapping[str, Any]) -> list[Any]:
    return [entry.get(name) or "" for name in _FACTS]


def _changed(day: date, was: Mapping[str, Any], becomes: Mapping[str, Any]) -> CalendarChange:
    announced = was["status"] == "provisional" != becomes["status"]
    old, new = day_words(was), day_words(becomes)
    if _facts({**was, "status": "", "source": ""}) == _facts({**becomes, "status": "", "source": ""}):
        old, new = (f"{STATUS_WORDS[each['status']]}{_by(each)}" for each in (was, becomes))
    return CalendarChange(ChangeKind.CHANGED, day, f"{long_date(day)}, {becomes['name']}", old, new, announced)


def _by(entry: Mapping[str, Any]) -> str:
    return f" ({entry['source']})" if entry.get("source") else ""
