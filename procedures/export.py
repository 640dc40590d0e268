"""The whole catalogue as a table or a list: one line a procedure in force, in the columns of the official list."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from tempfile import NamedTemporaryFile
from typing import IO, Any

from django.db.models import QuerySet

from procedures.importing.fees import words_of
from procedures.models import ProcedureVersion
from procedures.selectors import in_force, with_details

CHUNK = 200  # versions read at a time
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


COLUMNS: dict[str, Callable[[ProcedureVersion], Any]] = {
    "Mã TTHC": lambda v: v.procedure.code if v.procedure.code_is_official else "",
    "Mã trên cổng": lambda v: v.procedure.code,
    "Tên TTHC": lambda v: v.name,
    "Tên thường gọi": lambda v: v.plain_name,
    "Lĩnh vực": lambda v: v.procedure.field.name,
    "Bộ quản lý": lambda v: v.ministry,
    "Cấp thực hiện": lambda v: v.level,
    "Cơ quan thực hiện": lambda v: v.agency,
    "Thời hạn giải quyết": lambda v: v.time_limit_text,
    "Quy tắc tính thời hạn": lambda v: v.time_limit_rule,
    "Phí, lệ phí": lambda v: words_of(list(v.fees.all())),
    "Mức độ DVC trực tuyến": lambda v: v.get_online_level_display(),
    "Kết quả": lambda v: v.result_name,
    "Căn cứ pháp lý": lambda v: "; ".join(v.legal_basis),
    "Quyết định công bố": lambda v: v.citation,
    "Mức đối chiếu": lambda v: v.procedure.get_verification_display(),
    "Thay thế bởi": lambda v: v.procedure.replaced_by.code if v.procedure.replaced_by else "",
    "Phiên bản": lambda v: v.number,
    "Hiệu lực từ": lambda v: v.in_force_from.isoformat(),
}


def exported(on: date) -> QuerySet[ProcedureVersion]:
    """Return what an export of a day holds: every version in force, replaced procedures too."""
    return with_details(in_force(on))


def table(versions: QuerySet[ProcedureVersion]) -> Iterator[list[Any]]:
    """Yield the header, then a row a version; texts a spreadsheet would run as a formula are made plain."""
    yield list(COLUMNS)
    for version in versions.iterator(CHUNK):
        yield [plain_cell(read(version)) for read in COLUMNS.values()]


def csv_lines(versions: QuerySet[ProcedureVersion]) -> Iterator[str]:
    """Yield the table as CSV."""
    return csv_of(table(versions))


def csv_of(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Yield rows as CSV, with the mark by which a spreadsheet knows UTF-8."""
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for row in rows:
        yield writer.writerow(row)


def json_parts(items: Iterable[Any]) -> Iterator[str]:
    """Yield a JSON list item by item."""
    start = "["
    for item in items:
        yield start + json.dumps(item, ensure_ascii=False)
        start = ",\n"
    yield "[]" if start == "[" else "]\n"


def workbook(versions: QuerySet[ProcedureVersion]) -> IO[bytes]:
    """Return the table as an open XLSX file that is gone once closed; rows are written as they are read."""
    from openpyxl import Workbook  # takes a fifth of a second to load: only by who writes a workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Danh mục thủ tục")
    sheet.freeze_panes = "A2"
    for row in table(versions):
        sheet.append(row)
    file = NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115  the response closes it
    book.save(file)
    file.seek(0)
    return file


class _Echo:
    """A file for csv.writer which hands each line back."""

    def write(self, line: str) -> str:
        return line


def plain_cell(value: Any) -> Any:
    """Return a cell that no spreadsheet runs as a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value
