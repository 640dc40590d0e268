"""A yearly announcement as a file: CSV with ngày, loại, tên, trạng thái, giờ, or JSON. Taken whole or refused whole.

Source: docs/legal/calendar.md#import
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from communes.calendar_content import HOURS_MISSING, MOST_DAYS
from communes.calendar_words import KIND_WORDS, STATUS_WORDS, in_order, read_day, read_hours, read_word
from communes.errors import InvalidAnnouncement
from communes.plain_text import NAME_LETTERS, SOURCE_LETTERS, UNUSABLE, is_plain
from core.text import fold

COLUMNS = {"ngay": "date", "loai": "kind", "ten": "name", "trang thai": "status", "gio": "hours", "nguon": "source"}
NEEDED = ("ngày", "loại", "tên", "trạng thái")
MOST_BYTES = 200_000

Row = tuple[str, Mapping[str, str]]  # where it stands, and its cells by name


def read_announcement(file_name: str, raw: bytes, *, year: int, source: str) -> list[dict[str, Any]]:
    """Return the days of `year` a file names, in order, as a calendar content holds them. `source` is used where a row has none.

    Raises:
        InvalidAnnouncement: it names every fault, with its line; nothing is taken over.
    """
    problems: list[str] = []
    entries: list[dict[str, Any]] = []
    seen: dict[date, str] = {}
    for where, row in _rows(file_name, raw):
        entry = _entry(where, row, source, problems)
        if entry is None:
            continue
        day = date.fromisoformat(entry["date"])
        if day.year != year:
            problems.append(f"{where}: {day:%d/%m/%Y} không thuộc năm {year}")
        if day in seen:
            problems.append(f"{where}: {day:%d/%m/%Y} đã ghi ở {seen[day]}")
        seen.setdefault(day, where)
        entries.append(entry)
    if not entries and not problems:
        problems.append("không có ngày nào")
    if problems:
        raise InvalidAnnouncement(problems)
    return in_order(entries)


def with_year(content: Mapping[str, Any], year: int, entries: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return a content whose days of one year are these; the year may follow the last one or come before the first.

    Raises:
        InvalidAnnouncement: years between would have no calendar.
    """
    first, last = content["first_year"], content["last_year"]
    if not first - 1 <= year <= last + 1:
        raise InvalidAnnouncement([f"lịch có các năm {first}–{last}, chưa thêm được năm {year} vì còn thiếu năm ở giữa"])
    others = [entry for entry in content["days"] if date.fromisoformat(entry["date"]).year != year]
    return {**content, "first_year": min(first, year), "last_year": max(last, year), "days": in_order([*others, *entries])}


def _rows(file_name: str, raw: bytes) -> Iterator[Row]:
    if len(raw) > MOST_BYTES:
        raise InvalidAnnouncement([f"lớn hơn {MOST_BYTES // 1000} kB"])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidAnnouncement(["không phải văn bản UTF-8"]) from error
    rows = list(_json_rows(text) if file_name.lower().endswith(".json") else _csv_rows(text))
    if len(rows) > MOST_DAYS:
        raise InvalidAnnouncement([f"nhiều hơn {MOST_DAYS} dòng"])
    yield from rows


def _csv_rows(text: str) -> Iterator[Row]:
    first_line = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text), delimiter=";" if first_line.count(";") > first_line.count(",") else ",")
    try:
        heading = [COLUMNS.get(fold(cell), "") for cell in next(reader, [])]
        if missing := [name for name in NEEDED if COLUMNS[fold(name)] not in heading]:
            raise InvalidAnnouncement([f"dòng tiêu đề thiếu cột {', '.join(missing)}"])
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield f"dòng {reader.line_num}", {name: cell.strip() for name, cell in zip(heading, cells, strict=False) if name}
    except csv.Error as error:
        raise InvalidAnnouncement([f"không đọc được dòng {reader.line_num}"]) from error


def _json_rows(text: str) -> Iterator[Row]:
    try:
        listed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidAnnouncement(["không phải JSON"]) from error
    if isinstance(listed, Mapping):
        listed = listed.get("days")
    if not isinstance(listed, list):
        raise InvalidAnnouncement(['JSON cần một danh sách ngày, hoặc {"days": […]}'])
    for number, each in enumerate(listed, start=1):
        yield f"ngày thứ {number}", _json_row(each)


def _json_row(each: object) -> dict[str, str]:
    if not isinstance(each, Mapping):
        return {}
    row = {COLUMNS.get(fold(str(key)), str(key)): value for key, value in each.items()}
    sessions = row.get("sessions")
    if isinstance(sessions, list):
        row["hours"] = ",".join("-".join(map(_cell, pair)) if isinstance(pair, list) else "?" for pair in sessions)
    return {name: _cell(value) for name, value in row.items() if value is not None}


def _cell(value: object) -> str:
    """Return a value of JSON as a cell of a table; what is no text and no number cannot be read."""
    return str(value).strip() if isinstance(value, str | int | float) else "?"


def _entry(where: str, row: Mapping[str, str], source: str, problems: list[str]) -> dict[str, Any] | None:
    """Return what a content holds for a row; None, and every fault of the row noted, where it cannot be one."""
    found: dict[str, Any] = {}
    can_be_shown = all(is_plain(row.get(name, "")) for name in COLUMNS.values())
    faults = [f"{where}: {fault}" for fault in (_faults(row, found) if can_be_shown else [UNUSABLE])]
    problems += faults
    if faults:
        return None
    hours = found.pop("hours")
    entry = {**found, "name": row["name"], "source": row.get("source") or source}
    return {**entry, "sessions": hours} if hours else entry


def _faults(row: Mapping[str, str], found: dict[str, Any]) -> Iterator[str]:
    """Read a row into `found` and yield what is wrong with it."""
    readers = (
        ("date", "ngày", "ngày viết như 07/02/2028", lambda typed: read_day(typed).isoformat()),
        ("kind", "loại", "loại là nghỉ hoặc làm bù", lambda typed: read_word(typed, KIND_WORDS)),
        ("status", "trạng thái", "trạng thái là theo luật, đã công bố hoặc chưa công bố", lambda typed: read_word(typed, STATUS_WORDS)),
        ("hours", "giờ", "giờ viết như 08:00-12:00, 13:00-17:00", read_hours),
    )
    for name, label, form, read in readers:
        typed = row.get(name, "")
        try:
            found[name] = read(typed)
        except ValueError:
            yield f"không hiểu {label} “{typed[:40]}”, {form}" if typed else f"thiếu {label}, {form}"
    if not row.get("name"):
        yield "thiếu tên"
    for name, label, most in (("name", "tên", NAME_LETTERS), ("source", "nguồn", SOURCE_LETTERS)):
        if len(row.get(name, "")) > most:
            yield f"{label} dài quá {most} chữ"
    if found.get("kind") == "makeup" and found.get("hours") == []:
        yield HOURS_MISSING
    if found.get("kind") == "off" and found.get("hours"):
        yield "ngày nghỉ không có giờ làm việc"
