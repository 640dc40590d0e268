"""A file as a table: which lines it has, under which headings. CSV and JSON here, workbooks in their own module."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from procedures.importing.cells import harmless
from procedures.importing.columns import COLUMNS, Column, column_of, missing_columns
from procedures.importing.errors import BrokenList
from procedures.importing.workbook import workbook_lines

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 5_000
HEADER_WITHIN = 20  # lines of titles a list may begin with
DELIMITERS = ",;\t"

Line = tuple[int, Sequence[object]]  # its number in the file, its cells


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of a list, each as {column: cell}; `ignored` are headings the catalogue does not use."""

    lines: list[tuple[int, dict[str, object]]]
    ignored: list[str] = field(default_factory=list)


def read_table(file_name: str, content: bytes) -> Table:
    """Return the table in a file, by the ending of its name.

    Raises BrokenList, with one sentence, for what cannot or must not be read.
    """
    if len(content) > MOST_BYTES:
        raise BrokenList(f"Tệp lớn hơn {MOST_BYTES // 1024 // 1024} MB. Danh mục cả thành phố chỉ khoảng 1 MB.")
    if not content.strip():
        raise BrokenList("Tệp trống.")
    kind = PurePath(file_name).suffix.lower()
    if kind == ".json":
        return _table(_json_lines(_text(content)))
    if kind == ".csv":
        return _table(_csv_lines(_text(content)))
    return _table(workbook_lines(kind, content))


def _text(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenList("Tệp không phải bảng mã UTF-8. Trong Excel, chọn Lưu thành “CSV UTF-8” rồi nộp lại.") from error
    if not text.strip():
        raise BrokenList("Tệp trống.")
    if "\x00" in text:
        raise BrokenList("Tệp có ký tự NUL nên không phải tệp văn bản. Lưu lại thành “CSV UTF-8”.")
    return text


def _csv_lines(text: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    before = 0
    try:
        for cells in reader:
            yield before + 1, cells
            before = reader.line_num
    except csv.Error as error:
        raise BrokenList(f"Dòng {reader.line_num}: không đọc được, có thể thiếu dấu ngoặc kép.") from error


def _delimiter(text: str) -> str:
    """Return the sign that parts the first lines into the most headings we know: Excel here writes semicolons."""
    head = text.splitlines()[:HEADER_WITHIN]
    return max(DELIMITERS, key=lambda sign: max(_known(line.split(sign)) for line in head))


def _json_lines(text: str) -> Iterator[Line]:
    """Yield the keys of all objects as the header, then each object as a line; its number is its place in the list."""
    try:
        rows = json.loads(text, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise BrokenList("Tệp JSON không đọc được.") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BrokenList("Tệp JSON cần là một danh sách các đối tượng, mỗi đối tượng một thủ tục.")
    headings = list(dict.fromkeys(key for row in rows for key in row))
    yield 0, headings
    yield from ((number, [row.get(key) for key in headings]) for number, row in enumerate(rows, start=1))


def _table(lines: Iterable[Line]) -> Table:
    rest = iter(lines)
    headings = _header(rest)
    columns = [column_of(str(heading or "")) for heading in headings]
    _require_single(headings, columns)
    ignored = [harmless(str(heading))[:80] for heading, column in zip(headings, columns, strict=True) if heading and column is None]
    kept: list[tuple[int, dict[str, Any]]] = []
    for number, cells in rest:
        if any(cell is not None and str(cell).strip() for cell in cells):
            kept.append((number, {column.key: cell for column, cell in zip(columns, cells, strict=False) if column}))
        if len(kept) > MOST_ROWS:
            raise BrokenList(f"Tệp có hơn {MOST_ROWS} dòng. Danh mục cấp xã chỉ khoảng 600 dòng.")
    if not kept:
        raise BrokenList("Tệp chỉ có tiêu đề, không có thủ tục nào.")
    return Table(kept, ignored)


def _header(lines: Iterator[Line]) -> Sequence[object]:
    """Return the first line that names the columns nobody can do without; titles may stand above it."""
    best: list[str] = []
    for (_, cells), _ in zip(lines, range(HEADER_WITHIN), strict=False):
        headings = [str(cell or "").strip() for cell in cells]
        if not missing_columns(headings):
            return headings
        if _known(headings) > _known(best) or not any(best):
            best = headings
    missing = ", ".join(f"“{label}”" for label in missing_columns(best))
    found = ", ".join(f"“{harmless(heading)[:40]}”" for heading in best if heading)[:600] or "không có tiêu đề nào"
    raise BrokenList(f"Thiếu cột {missing}. Tệp có: {found}.")


def _known(headings: Sequence[str]) -> int:
    return sum(column_of(heading) is not None for heading in headings)


def _require_single(headings: Sequence[object], columns: Sequence[Column | None]) -> None:
    for column in COLUMNS:
        same = [str(heading) for heading, found in zip(headings, columns, strict=True) if found is column]
        if len(same) > 1:
            raise BrokenList(f"Các cột {', '.join(f'“{heading}”' for heading in same)} nói cùng một việc. Gộp lại thành một cột.")
