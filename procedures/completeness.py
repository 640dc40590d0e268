"""The report on what the catalogue lacks, and the list behind each of its numbers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from core.text import sort_key
from procedures.export import csv_of, plain_cell
from procedures.facets import ministry_code
from procedures.selectors.completeness import BY_CODE, GAPS, Gap, GapCounts, GapRow, counted, gap_rows

MINISTRY, FIELD = "bo", "linh-vuc"
NO_MINISTRY = "Chưa rõ bộ quản lý"
GROUPINGS = {MINISTRY: "Theo bộ", FIELD: "Theo lĩnh vực"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A number and its list; no link where there is nothing to open."""

    count: int
    url: str


@dataclass(frozen=True, slots=True)
class ReportRow:
    name: str
    held: int
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole catalogue in the first row, then group by group, by how much they lack."""

    gaps: Sequence[Gap]
    total: ReportRow
    groups: list[ReportRow]
    grouping: str

    @property
    def totals(self) -> list[tuple[Gap, Cell]]:
        """Each gap with its number for the whole catalogue."""
        return list(zip(self.gaps, self.total.cells, strict=True))


@dataclass(frozen=True, slots=True)
class GapList:
    """The procedures behind one number: what they lack, of which group (empty: all)."""

    gap: Gap
    group: str
    rows: list[GapRow]
    query: str


def report(on: date, grouping: str) -> Report:
    """Return the report of a day. One query."""
    rows, by = gap_rows(on), grouping if grouping in GROUPINGS else MINISTRY
    groups: dict[tuple[str, str], list[GapRow]] = {}
    for row in rows:
        groups.setdefault(_group(row, by), []).append(row)
    counts = [counted(held, code=code, name=name) for (code, name), held in groups.items()]
    counts.sort(key=lambda group: (-sum(group.missing), sort_key(group.name)))
    return Report(GAPS, _row(counted(rows, name="Cả danh mục"), ""), [_row(group, by) for group in counts], by)


def gap_list(on: date, gap_code: str, asked: Mapping[str, str]) -> GapList | None:
    """Return the list of one number; None for a gap that does not exist."""
    gap = BY_CODE.get(gap_code)
    if gap is None:
        return None
    rows = [row for row in gap_rows(on) if gap.code in row.missing]
    for by in GROUPINGS:
        if value := asked.get(by, ""):
            rows = [row for row in rows if _group(row, by)[0] == value]
            return GapList(gap, _group(rows[0], by)[1] if rows else value, rows, f"?{urlencode({by: value})}&")
    return GapList(gap, "", rows, "?")


def gap_csv(shown: GapList) -> Iterator[str]:
    """Yield the list as CSV; what else a procedure lacks stands behind it."""
    return csv_of(_gap_table(shown))


def _gap_table(shown: GapList) -> Iterator[list[str]]:
    yield ["Mã", "Tên thường gọi", "Lĩnh vực", "Bộ quản lý", "Mức đối chiếu", *[gap.label for gap in GAPS]]
    for row in shown.rows:
        facts = [row.code, row.name, row.field, row.ministry, row.degree]
        yield [*map(plain_cell, facts), *["x" if gap.code in row.missing else "" for gap in GAPS]]


def _group(row: GapRow, by: str) -> tuple[str, str]:
    """Return the code and the name of the group a row belongs to."""
    return (row.field_code, row.field) if by == FIELD else (ministry_code(row.ministry), row.ministry or NO_MINISTRY)


def _row(group: GapCounts, by: str) -> ReportRow:
    query = f"?{urlencode({by: group.code})}" if by else ""
    cells = [
        Cell(count, reverse("catalogue_gap", args=[gap.code]) + query if count else "")
        for gap, count in zip(GAPS, group.missing, strict=True)
    ]
    return ReportRow(group.name, group.held, cells)
