"""The content of a calendar revision: checked as a whole, then read into a `WorkingCalendar`.

Source: docs/legal/calendar.md#status
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from itertools import pairwise
from typing import Any

from communes.errors import InvalidCalendar
from core.working_calendar import DayStatus, OfficeDay, Session, WorkingCalendar

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_YEARS = 20  # a longer calendar is a slip of the pen
HOURS_MISSING = "ngày làm bù phải có giờ làm việc"


def content_hash(content: Mapping[str, Any]) -> str:
    """Return a SHA-256 that is equal for equal content, whatever the order of its keys."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def read_calendar(content: Mapping[str, Any]) -> WorkingCalendar:
    """Return the working calendar a content describes.

    Raises:
        InvalidCalendar: it cannot be used; the error names every fault at once.
    """
    reader = _Reader()
    calendar = reader.calendar(content)
    if reader.problems or calendar is None:
        raise InvalidCalendar(reader.problems)
    return calendar


@dataclass
class _Reader:
    """Reads a content part by part and goes on after a fault, so that one run shows them all."""

    problems: list[str] = field(default_factory=list)

    def calendar(self, content: Mapping[str, Any]) -> WorkingCalendar | None:
        first, last = content.get("first_year"), content.get("last_year")
        if not (isinstance(first, int) and isinstance(last, int) and first <= last):
            self.problems.append("cần first_year và last_year, năm đầu không sau năm cuối")
            return None
        if last - first >= MOST_YEARS:
            self.problems.append(f"lịch dài nhất {MOST_YEARS} năm")
            return None
        entries = content.get("days") or []
        if not isinstance(entries, list):
            self.problems.append("days phải là danh sách ngày")
            return None
        weekly = self._weekly(content.get("weekly"))
        days = [day for entry in entries if (day := self._office_day(entry)) is not None]
        self._check_dates(days, first, last)
        return None if self.problems else WorkingCalendar(weekly, days, first, last)

    def _weekly(self, raw: object) -> dict[int, tuple[Session, ...]]:
        if not isinstance(raw, Mapping) or not raw:
            self.problems.append("chưa có giờ làm việc trong tuần (weekly)")
            return {}
        for unknown in sorted(set(raw) - set(WEEKDAYS)):
            self.problems.append(f"không có thứ “{unknown}” trong tuần")
        return {number: self._sessions(name, raw[name]) for number, name in enumerate(WEEKDAYS) if raw.get(name)}

    def _sessions(self, where: str, raw: object) -> tuple[Session, ...]:
        try:
            sessions = tuple(_session(pair) for pair in raw)  # type: ignore[attr-defined]  # a wrong type lands below
        except (TypeError, ValueError):
            self.problems.append(f'{where}: giờ viết như [["08:00", "12:00"], ["13:00", "17:00"]]')
            return ()
        if any(each.opens >= each.closes for each in sessions):
            self.problems.append(f"{where}: giờ đóng phải sau giờ mở")
        if any(later.opens < earlier.closes for earlier, later in pairwise(sessions)):
            self.problems.append(f"{where}: các buổi chồng lên nhau hoặc sai thứ tự")
        return sessions

    def _office_day(self, raw: object) -> OfficeDay | None:
        try:
            entry = dict(raw)  # type: ignore[call-overload]  # a wrong type lands below
            day = date.fromisoformat(entry["date"])
            kind, name, status = entry["kind"], entry["name"], DayStatus(entry["status"])
        except (KeyError, TypeError, ValueError):
            self.problems.append(f"không hiểu ngày {raw}: cần date, kind, name, status")
            return None
        if kind not in ("off", "makeup") or not name:
            self.problems.append(f"{day}: kind phải là off hoặc makeup, name không để trống")
            return None
        sessions = self._sessions(str(day), entry.get("sessions") or [])
        if kind == "makeup" and not sessions:
            self.problems.append(f"{day}: {HOURS_MISSING}")
        if kind == "off" and sessions:
            self.problems.append(f"{day}: ngày nghỉ không có giờ làm việc")
        return OfficeDay(day, kind, name, status, entry.get("source") or "", sessions)

    def _check_dates(self, days: Sequence[OfficeDay], first: int, last: int) -> None:
        dates = [each.day for each in days]
        for twice in sorted({day for day in dates if dates.count(day) > 1}):
            self.problems.append(f"{twice}: ghi hai lần")
        for outside in sorted(day for day in dates if not first <= day.year <= last):
            self.problems.append(f"{outside}: ngoài các năm {first}–{last}")
        for year in sorted(set(range(first, last + 1)) - {day.year for day in dates}):
            self.problems.append(f"năm {year} chưa có ngày nghỉ nào")


def _session(pair: Sequence[str]) -> Session:
    opens, closes = (time.fromisoformat(each) for each in pair)
    if any(each.tzinfo or each.second or each.microsecond for each in (opens, closes)):
        raise ValueError("hours are minutes of the office's own clock")
    return Session(opens, closes)
