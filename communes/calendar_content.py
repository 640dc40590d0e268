"""The content of a calendar revision: checked as a whole, then read into a `WorkingCalendar`.

Source: docs/legal/calendar.md#status
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from itertools import pairwise
from typing import Any

from communes.errors import CalendarFault, InvalidCalendar
from communes.plain_text import NAME_LETTERS, NOTE_LETTERS, SOURCE_LETTERS, UNUSABLE, is_storable, text_fault
from core.working_calendar import DayStatus, OfficeDay, Session, WorkingCalendar

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_YEARS = 20  # a longer calendar is a slip of the pen
FIRST_YEAR, LAST_YEAR = 2000, 2200  # beyond them too
MOST_DAYS = 160  # of a year: as many rows as its page can send
TOO_MANY_DAYS = f"mỗi năm tối đa {MOST_DAYS} ngày ghi riêng"
HOURS_MISSING = "ngày làm bù phải có giờ làm việc"
_TEXTS = (("name", "tên", NAME_LETTERS), ("source", "căn cứ", SOURCE_LETTERS), ("note", "ghi chú", NOTE_LETTERS))


def content_hash(content: Mapping[str, Any]) -> str:
    """Return a SHA-256 that is equal for equal content, whatever the order of its keys."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def read_calendar(content: Mapping[str, Any]) -> WorkingCalendar:
    """Return the working calendar a content describes.

    Raises:
        InvalidCalendar: it cannot be used; the error names every fault at once.
    """
    calendar, faults = examine(content)
    if calendar is None:
        raise InvalidCalendar(faults)
    return calendar


def examine(content: Mapping[str, Any]) -> tuple[WorkingCalendar | None, tuple[CalendarFault, ...]]:
    """Return the calendar a content describes, or None and every fault with its place."""
    reader = _Reader()
    calendar = reader.calendar(content)
    return calendar, tuple(reader.faults)


@dataclass
class _Reader:
    """Reads a content part by part and goes on after a fault, so that one run shows them all."""

    faults: list[CalendarFault] = field(default_factory=list)

    def calendar(self, content: Mapping[str, Any]) -> WorkingCalendar | None:
        first, last, entries = content.get("first_year"), content.get("last_year"), content.get("days") or []
        if fault := _years_fault(first, last):
            self._refuse("years", fault)
            return None
        if not isinstance(entries, list):
            self._refuse("days", "days phải là danh sách ngày")
            return None
        if not is_storable(dict(content)):
            self._refuse_unstorable(content, entries)
            return None
        weekly = self._weekly(content.get("weekly"))
        days = [self._office_day(number, entry) for number, entry in enumerate(entries)]
        self._check_dates(days, int(first or 0), int(last or 0))
        return None if self.faults else WorkingCalendar(weekly, [day for day in days if day is not None], int(first or 0), int(last or 0))

    def _refuse(self, place: str, what: str, subject: str = "") -> None:
        self.faults.append(CalendarFault(place, what, subject))

    def _refuse_unstorable(self, content: Mapping[str, Any], entries: Sequence[object]) -> None:
        """Name the entries the database could not keep, and nothing of what stands in them."""
        if not is_storable({name: part for name, part in content.items() if name != "days"}):
            self._refuse("weekly", UNUSABLE, "các năm, giờ trong tuần")
        for number, entry in enumerate(entries):
            if not is_storable(entry):
                self._refuse(f"days.{number}", UNUSABLE, f"ngày thứ {number + 1}")

    def _weekly(self, raw: object) -> dict[int, tuple[Session, ...]]:
        if not isinstance(raw, Mapping) or not any(raw.values()):
            self._refuse("weekly", "chưa có giờ làm việc trong tuần (weekly)")
            return {}
        for unknown in sorted(set(raw) - set(WEEKDAYS)):
            self._refuse("weekly", f"không có thứ “{unknown}” trong tuần")
        weekdays = [(number, name) for number, name in enumerate(WEEKDAYS) if raw.get(name)]
        return {number: self._sessions(f"weekly.{name}", name, raw[name]) for number, name in weekdays}

    def _sessions(self, place: str, subject: str, raw: object) -> tuple[Session, ...]:
        try:
            sessions = tuple(_session(pair) for pair in raw)  # type: ignore[attr-defined]  # a wrong type lands below
        except (TypeError, ValueError):
            self._refuse(place, 'giờ viết như [["08:00", "12:00"], ["13:00", "17:00"]]', subject)
            return ()
        if any(each.opens >= each.closes for each in sessions):
            self._refuse(place, "giờ đóng phải sau giờ mở", subject)
        if any(later.opens < earlier.closes for earlier, later in pairwise(sessions)):
            self._refuse(place, "các buổi chồng lên nhau hoặc sai thứ tự", subject)
        return sessions

    def _office_day(self, number: int, raw: object) -> OfficeDay | None:
        place = f"days.{number}"
        try:
            entry = dict(raw)  # type: ignore[call-overload]  # a wrong type lands below
            day = date.fromisoformat(entry["date"])
            kind, name, status = entry["kind"], entry["name"], DayStatus(entry["status"])
        except (KeyError, TypeError, ValueError):
            self._refuse(place, f"không hiểu ngày {raw}: cần date, kind, name, status")
            return None
        if kind not in ("off", "makeup") or not name:
            self._refuse(place, "kind phải là off hoặc makeup, name không để trống", str(day))
            return None
        self._check_texts(place, str(day), entry)
        sessions = self._sessions(place, str(day), entry.get("sessions") or [])
        if kind == "makeup" and not sessions:
            self._refuse(place, HOURS_MISSING, str(day))
        if kind == "off" and sessions:
            self._refuse(place, "ngày nghỉ không có giờ làm việc", str(day))
        return OfficeDay(day, kind, name, status, entry.get("source") or "", sessions)

    def _check_texts(self, place: str, subject: str, entry: Mapping[str, Any]) -> None:
        for name, label, most in _TEXTS:
            if fault := text_fault(entry.get(name) or "", most, breaks=name == "note"):
                self._refuse(place, f"{label} {fault}", subject)

    def _check_dates(self, days: Sequence[OfficeDay | None], first: int, last: int) -> None:
        """Check dates against each other and the years; of a date given twice the later row is the fault."""
        seen: set[date] = set()
        for number, each in enumerate(days):
            if each is None:
                continue
            if each.day in seen:
                self._refuse(f"days.{number}", "ghi hai lần", str(each.day))
            if not first <= each.day.year <= last:
                self._refuse(f"days.{number}", f"ngoài các năm {first}–{last}", str(each.day))
            seen.add(each.day)
        for year, count in sorted(Counter(each.day.year for each in days if each is not None).items()):
            if count > MOST_DAYS:
                self._refuse("years", TOO_MANY_DAYS, str(year))
        for year in sorted(set(range(first, last + 1)) - {day.year for day in seen}):
            self._refuse("years", f"năm {year} chưa có ngày nghỉ nào")


def _years_fault(first: object, last: object) -> str:
    """Return what is wrong with the years of a calendar; empty where nothing is."""
    if not (isinstance(first, int) and isinstance(last, int) and first <= last):
        return "cần first_year và last_year, năm đầu không sau năm cuối"
    if last - first >= MOST_YEARS:
        return f"lịch dài nhất {MOST_YEARS} năm"
    return "" if first >= FIRST_YEAR and last <= LAST_YEAR else f"năm phải từ {FIRST_YEAR} đến {LAST_YEAR}"


def _session(pair: Sequence[str]) -> Session:
    opens, closes = (time.fromisoformat(each) for each in pair)
    if any(each.tzinfo or each.second or each.microsecond for each in (opens, closes)):
        raise ValueError("hours are minutes of the office's own clock")
    return Session(opens, closes)
