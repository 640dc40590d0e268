"""The shape of the official list: which headings name which fact. Documented in docs/adr/0013-catalogue-versions-and-import.md."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.text import fold


@dataclass(frozen=True, slots=True)
class Column:
    """One fact of a row. `headings` are folded on both sides, the first is the one of the template; `example` fills it."""

    key: str
    headings: tuple[str, ...]
    example: str
    most: int = 0  # characters; 0: the database sets no limit
    is_needed: bool = False

    @property
    def label(self) -> str:
        return self.headings[0]


COLUMNS = (
    Column("code", ("Mã TTHC", "Mã thủ tục", "Mã số TTHC", "Mã số thủ tục", "Mã số", "Mã", "code"), "1.001193", 32),
    Column("name", ("Tên TTHC", "Tên thủ tục", "Tên thủ tục hành chính", "name"), "Thủ tục đăng ký khai sinh", 2000, is_needed=True),
    Column("field", ("Lĩnh vực", "Tên lĩnh vực", "field"), "Hộ tịch", 200, is_needed=True),
    Column("ministry", ("Bộ quản lý", "Bộ, ngành", "Cơ quan quản lý", "ministry"), "Bộ Tư pháp", 120),
    Column("level", ("Cấp thực hiện", "Cấp giải quyết", "Cấp", "level"), "Cấp xã"),
    Column("agency", ("Cơ quan thực hiện", "Cơ quan giải quyết", "agency"), "Ủy ban nhân dân cấp xã", 600),
    Column("time_limit", ("Thời hạn giải quyết", "Thời gian giải quyết", "Thời hạn", "time_limit_text"), "03 ngày làm việc", 4000),
    Column("fee", ("Phí, lệ phí", "Phí", "Lệ phí", "Mức phí", "fee_text"), "8.000 đồng/bản", 4000),
    Column("online_level", ("Mức độ DVC trực tuyến", "Mức độ DVCTT", "Mức độ dịch vụ công", "Mức độ", "online_level"), "Toàn trình"),
    Column("result", ("Kết quả", "Kết quả giải quyết", "Kết quả thực hiện", "result"), "Giấy khai sinh", 400),
    Column("legal_basis", ("Căn cứ pháp lý", "Căn cứ", "legal_basis"), "60/2014/QH13; 123/2015/NĐ-CP", 4000),
    Column("citation", ("Quyết định công bố", "Số quyết định công bố", "Văn bản công bố", "decision"), "858/QĐ-BTP", 400),
    Column("replaced_by", ("Thay thế bởi", "Được thay thế bởi", "Mã thay thế", "replaced_by"), "", 32),
)
BY_KEY = {column.key: column for column in COLUMNS}
NEEDED = tuple(column for column in COLUMNS if column.is_needed)


def header_key(heading: str) -> str:
    """Return the form in which headings are compared: no marks, no case, no punctuation."""
    return " ".join("".join(char if char.isalnum() else " " for char in fold(heading)).split())


_KEYS: Mapping[str, Column] = {header_key(heading): column for column in COLUMNS for heading in column.headings}


def column_of(heading: str) -> Column | None:
    """Return the column a heading names; None for one the list may carry but the catalogue does not use."""
    return _KEYS.get(header_key(heading))


def missing_columns(headings: Sequence[str]) -> list[str]:
    """Return the labels of the columns a list cannot do without and does not have."""
    there = {column.key for heading in headings if (column := column_of(heading))}
    return [column.label for column in NEEDED if column.key not in there]
