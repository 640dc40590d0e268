"""Workbooks (XLSX) read without trust: sizes bounded before anything is unpacked, no macros, no links, values instead of formulas."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException

from procedures.importing.errors import BrokenList

MOST_UNPACKED = 25 * 1024 * 1024
MOST_PARTS = 500
MOST_RATIO = 100  # a real sheet of text packs ten to one
RATIO_FROM = 1024 * 1024  # small parts may pack better than that
MOST_COLUMNS = 60
MOST_LINES = 20_000  # of a sheet, empty ones too; numbers far beyond would be counted up to

TOO_LONG = f"Trang tính có hơn {MOST_LINES // 1000}.000 dòng, kể cả dòng trống. Xóa các dòng trống dưới danh sách."

_OLD = b"\xd0\xcf\x11\xe0"  # OLE: .xls, or a workbook under a password
_MACROS = ("vbaproject", "macrosheets/", "activex/")
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")  # the marks below would not be found in it; no program writes it
_SHEET = re.compile(rb"<(?:[^\s<>/:]+:)?worksheet[\s>/]")
_FORMULA = re.compile(rb"<(?:[^\s<>/:]+:)?f[\s>/]")
_ROW = re.compile(rb"<(?:[^\s<>/:]+:)?row\s[^>]*?\br\s*=\s*[\"'](\d+)[\"']")
_LINKS = ("externallinks/", "connections.xml", "querytables/", "embeddings/")

_UNREADABLE = (  # what the reader of workbooks raises where a part is not what it expects
    ParseError,
    DefusedXmlException,
    zipfile.BadZipFile,
    zlib.error,
    LookupError,
    ArithmeticError,
    AttributeError,
    RuntimeError,
    ValueError,
    TypeError,
    OSError,
    EOFError,
)
_BROKEN = "Tệp Excel hỏng hoặc có nội dung không an toàn nên không đọc được."

Line = tuple[int, Sequence[object]]


def workbook_lines(kind: str, content: bytes) -> Iterator[Line]:
    """Yield the lines of the sheets of a workbook, number first; a formula is read as the value last computed.

    Raises BrokenList for macros, links to other files, archives that unpack to too much, and what is no workbook.
    """
    _require_workbook(kind, content)
    try:
        _require_short(content)
        yield from _lines(content)
    except _UNREADABLE as error:
        raise BrokenList(_BROKEN) from error


def _require_workbook(kind: str, content: bytes) -> None:
    if kind in {".xlsm", ".xltm", ".xlsb"}:
        raise BrokenList("Tệp có thể chứa macro. Lưu lại thành .xlsx rồi nộp.")
    if kind == ".xls" or content.startswith(_OLD):
        raise BrokenList("Tệp .xls cũ hoặc đặt mật khẩu. Lưu lại thành .xlsx, không mật khẩu.")
    if kind != ".xlsx":
        raise BrokenList("Chỉ nhận tệp .xlsx, .csv (UTF-8) hoặc .json.")
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except _UNREADABLE as error:
        raise BrokenList("Tệp không phải tệp Excel (.xlsx).") from error
    _require_small(parts)
    _require_plain([part.filename.lower() for part in parts])


def _sheets(content: bytes) -> Iterator[bytes]:
    """Yield the parts that are sheets, under whatever name: the workbook's relations may lead anywhere."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in map(archive.read, archive.infolist()):
            if part.startswith(_UTF16):
                raise BrokenList(_BROKEN)
            if _SHEET.search(part):
                yield part


def _require_small(parts: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse by the sizes the archive declares; the reader never unpacks more than those."""
    bomb = any(part.file_size > RATIO_FROM and part.file_size > MOST_RATIO * max(1, part.compress_size) for part in parts)
    if bomb or len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise BrokenList("Tệp Excel nén quá nhiều dữ liệu nên không mở. Chỉ để lại trang tính danh mục.")


def _require_plain(names: Sequence[str]) -> None:
    if any(mark in name for name in names for mark in _MACROS):
        raise BrokenList("Tệp có macro. Lưu lại thành .xlsx không macro rồi nộp.")
    if any(mark in name for name in names for mark in _LINKS):
        raise BrokenList("Tệp có liên kết hoặc đính kèm tệp khác. Chép danh mục sang một tệp mới rồi nộp.")


def _lines(content: bytes) -> Iterator[Line]:
    """Yield the lines of the first visible sheet."""
    from openpyxl import load_workbook  # takes a fifth of a second to load: only by who reads a workbook

    values = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    written = load_workbook(io.BytesIO(content), read_only=True, keep_links=False) if _has_formulas(content) else None
    try:
        sheets = [sheet.title for sheet in values.worksheets if sheet.sheet_state == "visible"]
        if not sheets:
            raise BrokenList("Tệp Excel không có trang tính nào.")
        limits = {"max_row": MOST_LINES + 1, "max_col": MOST_COLUMNS, "values_only": True}
        rows = values[sheets[0]].iter_rows(**limits)
        formulas = written[sheets[0]].iter_rows(**limits) if written else None
        for number, cells in enumerate(rows, start=1):
            if number > MOST_LINES:
                raise BrokenList(TOO_LONG)
            yield number, _computed(number, cells, next(formulas) if formulas else cells)
    finally:
        for book in filter(None, (values, written)):
            book.close()


def _has_formulas(content: bytes) -> bool:
    """Tell whether a sheet holds formulas, so that they are read a second time only then."""
    return any(_FORMULA.search(sheet) for sheet in _sheets(content))


def _require_short(content: bytes) -> None:
    if any(len(number) > 7 or int(number) > MOST_LINES for sheet in _sheets(content) for number in _ROW.findall(sheet)):
        raise BrokenList(TOO_LONG)


def _computed(number: int, cells: Sequence[object], written: Sequence[object]) -> Sequence[object]:
    for value, source in zip(cells, written, strict=False):
        if value is None and isinstance(source, str) and source.startswith("="):
            raise BrokenList(f"Dòng {number} có công thức chưa tính. Mở tệp, lưu lại, hoặc dán giá trị thay công thức.")
    return cells
