"""What one cell says: codes, levels, numbers of documents. A cell that cannot be right raises CellRefused with its reason."""

import math
import re

from core.text import fold, normalise_name
from procedures.models import ProcedureVersion

CODE = re.compile(r"[0-9A-Z][0-9A-Za-z.\-]{1,31}")
_SHORT_CODE = re.compile(r"\d\.\d{1,5}")
_DOCUMENT = re.compile(r"\d+(?:\.\d+)?/(?:\d{4}/)?[A-ZĐ][0-9A-ZĐ\-]*[A-ZĐ0-9]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_PLAIN = re.compile(r"^'(?=[=+\-@])")  # the mark by which an export keeps a text from being run as a formula
_NOTHING = {"-", "–", "chua co thong tin", "chua ro", "unknown"}
_ERRORS = ("#REF!", "#VALUE!", "#N/A", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!")
_Level = ProcedureVersion.OnlineLevel
LONGEST_DOCUMENT = 80

# Words of the list, folded, each as the catalogue keeps it. The first that occurs in the cell holds.
LEVELS = (
    ("xa", "xa"),
    ("phuong", "xa"),
    ("huyen", "huyen"),
    ("quan", "huyen"),
    ("tinh", "tinh"),
    ("thanh pho", "tinh"),
    ("trung uong", "trung_uong"),
)
ONLINE_LEVELS = (
    ("toan trinh", _Level.FULL),
    ("mot phan", _Level.PARTIAL),
    ("truc tiep", _Level.IN_PERSON),
    ("khong truc tuyen", _Level.IN_PERSON),
    ("cung cap thong tin", _Level.IN_PERSON),
)


class CellRefused(Exception):
    """A cell that cannot be right; the message is the reason, a Vietnamese sentence without its end."""


def cell_text(value: object) -> str:
    """Return a cell as text on one line; a whole number without its decimals, "chưa có thông tin" as the empty text it means.

    Raises CellRefused for error values of a spreadsheet, for characters no text holds, and for lists inside a cell.
    """
    if value is None:
        return ""
    if isinstance(value, float):
        value = _number(value)
    elif isinstance(value, (dict, list)):
        raise CellRefused("một ô chứa cả danh sách; mỗi ô chỉ ghi một giá trị")
    text = str(value)
    if _CONTROLS.search(text):
        raise CellRefused("có ký tự không đọc được")
    text = _PLAIN.sub("", normalise_name(text))
    if text in _ERRORS:
        raise CellRefused(f"ô báo lỗi {text} của bảng tính")
    return "" if len(text) < 20 and fold(text) in _NOTHING else text


def harmless(text: str) -> str:
    """Return a text of a file that is only shown, without the characters no text holds."""
    return _CONTROLS.sub("", text)


def _number(value: float) -> str:
    if not math.isfinite(value):
        raise CellRefused("ô không phải là số đọc được")
    return str(int(value)) if value.is_integer() else repr(value)


def code_of(value: object) -> str:
    """Return a code; a number of a spreadsheet gets back the zeros it lost. Empty for an empty cell."""
    if isinstance(value, float) and math.isfinite(value):
        return f"{value:.6f}"
    text = re.sub(r"^(\d),(\d{6})$", r"\1.\2", cell_text(value))
    if text and not CODE.fullmatch(text):
        raise CellRefused(f"mã “{text[:40]}” không đúng dạng, ví dụ 1.001193")
    if _SHORT_CODE.fullmatch(text):
        raise CellRefused(f"mã “{text}” thiếu chữ số; bảng tính hay bỏ số 0 ở cuối, hãy định dạng cột mã là văn bản")
    return text


def level_of(text: str) -> str:
    """Return the level in the catalogue's words; several in one cell: the commune's first."""
    return _first(text, LEVELS, "cấp thực hiện")


def online_level_of(text: str) -> str:
    """Return the level of online service; empty where the list itself says that it is not known which."""
    if "chua ro" in fold(text):
        return ""
    return _first(text, ONLINE_LEVELS, "mức độ dịch vụ công")


def _first(text: str, words: tuple[tuple[str, str], ...], what: str) -> str:
    folded = fold(text).replace("_", " ")
    for word, value in words:
        if re.search(rf"\b{word}\b", folded):
            return str(value)
    raise CellRefused(f"không hiểu {what} “{text[:60]}”")


def documents_of(text: str) -> list[str]:
    """Return the legal documents of a cell, one between semicolons; by their number where there is one.

    Raises CellRefused for one that has no number and is longer than the catalogue keeps.
    """
    found: list[str] = []
    for part in text.split(";"):
        numbers = _DOCUMENT.findall(part)
        name = numbers[0] if len(numbers) == 1 else part.strip(" .")
        if len(name) > LONGEST_DOCUMENT:
            raise CellRefused(f"một căn cứ pháp lý dài {len(name)} ký tự; ngăn các văn bản bằng dấu chấm phẩy")
        if name and name not in found:
            found.append(name)
    return found
