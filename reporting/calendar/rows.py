"""The days of one year as rows of a form: read as they were typed, faults put at their row, nothing lost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict

from communes.calendar_content import MOST_DAYS, TOO_MANY_DAYS, examine
from communes.calendar_file import with_year
from communes.calendar_words import KIND_WORDS, STATUS_WORDS, read_day, read_hours
from communes.errors import CalendarFault
from communes.plain_text import NAME_LETTERS, SOURCE_LETTERS, text_fault

COLUMNS: tuple[dict[str, Any], ...] = (
    {"name": "date", "label": "Ngày", "size": 10, "options": ()},
    {"name": "kind", "label": "Loại", "size": 0, "options": tuple(KIND_WORDS.items())},
    {"name": "name", "label": "Tên", "size": 24, "options": ()},
    {"name": "status", "label": "Trạng thái", "size": 0, "options": tuple(STATUS_WORDS.items())},
    {"name": "source", "label": "Căn cứ", "size": 24, "options": ()},
    {"name": "hours", "label": "Giờ làm bù", "size": 22, "options": ()},
)
FIELDS = tuple(column["name"] for column in COLUMNS)
MOST_TYPED = MOST_DAYS + 10  # rows: no form can send so many


@dataclass(slots=True)
class DayRow:
    """One row as typed, with one message a field that cannot be right."""

    date: str = ""
    kind: str = "off"
    name: str = ""
    status: str = "announced"
    source: str = ""
    hours: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def boxes(self) -> list[dict[str, Any]]:
        """The boxes of the row in the order of the columns."""
        return [{**column, "value": getattr(self, column["name"]), "error": self.errors.get(column["name"], "")} for column in COLUMNS]

    @property
    def is_blank(self) -> bool:
        return not (self.date.strip() or self.name.strip() or self.hours.strip())


@dataclass(slots=True)
class YearForm:
    """The rows of a year; `faults` are those of no single row."""

    year: int
    rows: list[DayRow]
    faults: list[str] = field(default_factory=list)

    @property
    def errors(self) -> list[dict[str, str]]:
        """What to correct, in the order of the page."""
        at_rows = [
            {"url": f"#{name}-{number}", "message": f"Dòng {number}: {message}"}
            for number, row in enumerate(self.rows, start=1)
            for name, message in row.errors.items()
        ]
        return [*({"url": "#ngay", "message": fault} for fault in self.faults), *at_rows]


def stored_year(content: Mapping[str, Any], year: int) -> YearForm:
    """Return the rows of a year as a content holds them."""
    entries = [entry for entry in content["days"] if date.fromisoformat(entry["date"]).year == year]
    return YearForm(year, [_row(entry) for entry in entries] or [DayRow()])


def typed_year(data: QueryDict, year: int) -> YearForm:
    """Return the rows as typed, after the button for a further row or for taking one away."""
    columns = [data.getlist(name)[:MOST_TYPED] for name in FIELDS]
    count = max((len(column) for column in columns), default=0)
    cells = zip(*([*column, *[""] * (count - len(column))] for column in columns), strict=True)
    rows = [DayRow(**dict(zip(FIELDS, row, strict=True))) for row in cells]
    numbers = [str(number) for number in range(1, len(rows) + 1)]
    if (gone := str(data.get("bo-dong"))) in numbers:
        del rows[numbers.index(gone)]
    if "them-dong" not in data:
        return YearForm(year, rows)
    if len(rows) >= MOST_DAYS:
        return YearForm(year, rows, [_sentence(TOO_MANY_DAYS)])
    return YearForm(year, [*rows, DayRow()])


def changed_content(form: YearForm, content: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the content with the typed year in it; None, and every fault put in its place, where it cannot be used."""
    rows = [row for row in form.rows if not row.is_blank]
    entries = [entry for row in rows if (entry := _entry(row, form.year, content)) is not None]
    changed = with_year(content, form.year, entries)
    for fault in examine(changed)[1]:
        _put(fault, changed, form, [row for row in rows if not row.errors])
    return None if form.faults or any(row.errors for row in rows) else changed


def _put(fault: CalendarFault, content: Mapping[str, Any], form: YearForm, rows: Sequence[DayRow]) -> None:
    """Put a fault of the calendar at the row that caused it, the later one of two; else at the page."""
    what = _sentence(fault.what)
    at = None
    if fault.place.startswith("days."):
        wrong = content["days"][int(fault.place.removeprefix("days."))]["date"]
        at = next((row for row in reversed(rows) if read_day(row.date).isoformat() == wrong), None)
    if at is not None:
        at.errors["hours" if "giờ" in fault.what or "buổi" in fault.what else "date"] = what
    elif not any(row.errors for row in form.rows):
        form.faults.append(_sentence(str(fault)))


def _entry(row: DayRow, year: int, content: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what a content holds for a row, or None with the faults noted at the row."""
    day, hours, name, source = _read_day(row, year), _read_hours(row), row.name.strip(), row.source.strip()
    if not name:
        row.errors["name"] = f"Nhập tên ngày, tối đa {NAME_LETTERS} chữ"
    elif fault := text_fault(name, NAME_LETTERS):
        row.errors["name"] = f"Tên {fault}"
    if fault := text_fault(source, SOURCE_LETTERS):
        row.errors["source"] = f"Căn cứ {fault}"
    if row.kind not in KIND_WORDS:
        row.errors["kind"] = "Chọn nghỉ hoặc làm bù"
    if row.status not in STATUS_WORDS:
        row.errors["status"] = "Chọn theo luật, đã công bố hoặc chưa công bố"
    if row.errors or day is None:
        return None
    entry = {"date": day.isoformat(), "kind": row.kind, "name": name, "status": row.status, "source": source}
    return _with_note({**entry, "sessions": hours} if hours else entry, content["days"])


def _read_day(row: DayRow, year: int) -> date | None:
    try:
        day = read_day(row.date)
    except ValueError:
        row.errors["date"] = f"Ngày viết như 07/02/{year}"
        return None
    if day.year != year:
        row.errors["date"] = f"Ngày này không thuộc năm {year}"
    return day


def _read_hours(row: DayRow) -> list[list[str]]:
    try:
        return read_hours(row.hours)
    except ValueError:
        row.errors["hours"] = "Giờ viết như 08:00-12:00, 13:00-17:00"
        return []


def _with_note(entry: dict[str, Any], stored: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Keep the remark an entry came with while nothing else of it changes."""
    same = next((old for old in stored if {**entry, "note": old.get("note")} == {"note": None, **old}), None)
    return dict(same) if same else entry


def _row(entry: Mapping[str, Any]) -> DayRow:
    hours = ", ".join(f"{opens}-{closes}" for opens, closes in entry.get("sessions") or [])
    day = f"{date.fromisoformat(entry['date']):%d/%m/%Y}"
    return DayRow(day, entry["kind"], entry["name"], entry["status"], entry.get("source") or "", hours)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
