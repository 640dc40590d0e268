"""What the catalogue does not know yet: one row a procedure in force, with the facts it lacks. Nothing is filled in by guessing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from procedures.models import DocumentRequirement, Fee, Procedure, ProcedureVersion
from procedures.selectors.versions import published


@dataclass(frozen=True, slots=True)
class Gap:
    """One fact that may be missing; `code` stands in addresses."""

    code: str
    label: str
    short: str
    missing: Q


GAPS = (
    Gap("giay-to", "Chưa có danh sách giấy tờ", "Giấy tờ", Q(has_papers=False, citizen_steps=[])),
    Gap("thoi-han", "Chưa có thời hạn", "Thời hạn", Q(time_limit_rule="", time_limit_text="")),
    Gap("tinh-ngay", "Chưa tính được ngày trả", "Tính ngày trả", Q(time_limit_rule="")),
    Gap("phi", "Chưa có thông tin phí", "Phí", Q(has_fees=False)),
    Gap("to-khai", "Chưa có tờ khai riêng", "Tờ khai riêng", Q(declaration={})),
    Gap("ket-qua", "Chưa có tên kết quả", "Kết quả", Q(result_name="")),
    Gap("can-cu", "Chưa có căn cứ pháp lý", "Căn cứ", Q(legal_basis=[])),
    Gap("ma", "Chưa có mã chính thức", "Mã", Q(procedure__code_is_official=False)),
    Gap("muc", "Chưa rõ mức trực tuyến", "Mức trực tuyến", Q(online_level=ProcedureVersion.OnlineLevel.UNKNOWN)),
)
_COLUMNS = {
    "code": "procedure__code",
    "name": "plain_name",
    "field_code": "procedure__field__code",
    "field": "procedure__field__name",
    "ministry": "ministry",
    "verification": "procedure__verification",
}
BY_CODE = {gap.code: gap for gap in GAPS}


@dataclass(frozen=True, slots=True)
class GapRow:
    """One procedure with the codes of what it lacks."""

    code: str
    name: str
    field_code: str
    field: str
    ministry: str
    verification: str
    missing: frozenset[str]

    @property
    def degree(self) -> str:
        """How far the procedure was checked, in words."""
        return Procedure.Verification(self.verification).label


@dataclass(frozen=True, slots=True)
class GapCounts:
    """How many procedures of a group there are, and how many lack what, in the order of GAPS."""

    code: str
    name: str
    held: int
    missing: tuple[int, ...]


def gap_rows(on: date) -> list[GapRow]:
    """Return every procedure citizens may choose on a day, by field and code. One query."""
    of_version = {"version": OuterRef("pk")}
    versions = (
        published(on)
        .annotate(
            has_papers=Exists(DocumentRequirement.objects.filter(**of_version)),
            has_fees=Exists(Fee.objects.filter(**of_version)),
        )
        .annotate(**{_column(gap): gap.missing for gap in GAPS})
        .order_by("procedure__field__sort_key", "procedure__code")
    )
    return [_row(cells) for cells in versions.values_list(*_COLUMNS.values(), *map(_column, GAPS))]


def _row(cells: Sequence[Any]) -> GapRow:
    facts, lacks = cells[: len(_COLUMNS)], cells[len(_COLUMNS) :]
    missing = frozenset(gap.code for gap, is_missing in zip(GAPS, lacks, strict=True) if is_missing)
    return GapRow(**dict(zip(_COLUMNS, facts, strict=True)), missing=missing)


def _column(gap: Gap) -> str:
    return f"lacks_{gap.code.replace('-', '_')}"


def counted(rows: Iterable[GapRow], *, code: str = "", name: str = "") -> GapCounts:
    """Count a group of rows."""
    held = list(rows)
    missing = Counter(gap for row in held for gap in row.missing)
    return GapCounts(code, name, len(held), tuple(missing[gap.code] for gap in GAPS))
