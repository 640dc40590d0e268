"""The whole catalogue as a table or a list: one line a procedure in force, in the columns of the official list."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from tempfile import NamedTemporaryFile
from typing import IO, Any

from django.db.models import QuerySet
from openpyxl import Workbook

from procedures.fee_words import fee_lines
from procedures.models import ProcedureVersion
from procedures.selectors import in_force, with_details

CHUNK = 200  # versions read at a time
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def _fees(version: ProcedureVersion, on: date) -> str:
    fees = list(version.fees.all())
    return " ".join(f"{line.strong}{line.rest}" for line in fee_lines(fees, on)) if fees else ""


COLUMNS: dict[str, Callable[[ProcedureVersion, date], Any]] = {
    "Mã TTHC": lambda v, on: v.procedure.code if v.procedure.code_is_official else "",
    "Mã trên cổng": lambda v, on: v.procedure.code,
    "Tên TTHC": lambda v, on: v.name,
    "Tên thường gọi": lambda v, on: v.plain_name,
    "Lĩnh vực": lambda v, on: v.procedure.field.name,
    "Bộ quản lý": lambda v, on: v.ministry,
    "Cấp thực hiện": lambda v, on: v.level,
    "Cơ quan thực hiện": lambda v, on: v.agency,
    "Thời hạn giải quyết": lambda v, on: v.time_limit_text,
    "Quy tắc tính thời hạn": lambda v, on: v.time_limit_rule,
    "Phí, lệ phí": _fees,
    "Mức độ DVC trực tuyến": lambda v, on: v.get_online_level_display(),
    "Kết quả": lambda v, on: v.result_name,
    "Căn cứ pháp lý": lambda v, on: "; ".join(v.legal_basis),
    "Quyết định công bố": lambda v, on: v.citation,
    "Mức đối chiếu": lambda v, on: v.procedure.get_verification_display(),
    "Thay thế bởi": lambda v, on: v.procedure.replaced_by.code if v.procedure.replaced_by else "",
    "Phiên bản": lambda v, on: v.number,
    "Hiệu lực từ": lambda v, on: v.in_force_from.isoformat(),
}


def exported(on: date) -> QuerySet[ProcedureVersion]:
    """Return what an export of a day holds: every version in force, replaced procedures too."""
    return with_details(in_force(on))


def table(versions: QuerySet[ProcedureVersion], on: date) -> Iterator[list[Any]]:
    """Yield the header, then a row a version; texts a spreadsheet would run as a formula are made plain."""
    yield list(COLUMNS)
    for version in versions.iterator(CHUNK):
        yield [_plain(read(version, on)) for read in COLUMNS.values()]


def csv_lines(versions: QuerySet[ProcedureVersion], on: date) -> Iterator[str]:
    """Yield the table as CSV, with the mark by which a spreadsheet knows UTF-8."""
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for row in table(versions, on):
        yield writer.writerow(row)


def json_parts(items: Iterable[Any]) -> Iterator[str]:
    """Yield a JSON list item by item."""
    start = "["
    for item in items:
        yield start + json.dumps(item, ensure_ascii=False)
        start = ",\n"
    yield "[]" if start == "[" else "]\n"


def workbook(versions: QuerySet[ProcedureVersion], on: date) -> IO[bytes]:
    """Return the table as an open XLSX file that is gone once closed; rows are written as they are read."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Danh mục thủ tục")
    sheet.freeze_panes = "A2"
    for row in table(versions, on):
        sheet.append(row)
    file = NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115  the response closes it
    book.save(file)
    file.seek(0)
    return file


class _Echo:
    """A file for csv.writer which hands each line back."""

    def write(self, line: str) -> str:
        return line


def _plain(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value
