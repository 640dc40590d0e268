"""All communes as a table, the city's sums first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.money import number
from dossiers.workload_words import Cell
from reporting.city.data import City, UnitRow
from reporting.listings import OPEN, OVERDUE, SOON, OpenListing
from reporting.open_counts import OpenCounts
from reporting.words import percent


@dataclass(frozen=True, slots=True)
class Column:
    """A column that can be sorted by; `key` in the address, largest first except names."""

    key: str
    label: str
    sort_by: Callable[[UnitRow], Any]


@dataclass(frozen=True, slots=True)
class Head:
    """A head as shown: with the address that sorts by it, and how it is sorted now."""

    label: str
    url: str
    sorted: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A commune, or the city."""

    name: str
    url: str
    cells: list[Cell]
    share: str
    is_city: bool = False


@dataclass(frozen=True, slots=True)
class UnitTable:
    """`lines` begin with the city."""

    heads: list[Head]
    lines: list[Line]


NAME = Column("ten", "Đơn vị", lambda row: row.commune.sort_key)
COLUMNS = (
    NAME,
    Column("dang-mo", "Đang mở", lambda row: -row.counts.open),
    Column("sap-den-han", "Sắp đến hạn", lambda row: -row.counts.soon),
    Column("qua-han", "Quá hạn", lambda row: -row.counts.overdue),
    Column("ty-le", "Tỷ lệ quá hạn", lambda row: -row.counts.share),
)
DEFAULT = COLUMNS[3]
SHOWN: tuple[tuple[OpenListing, str], ...] = ((OPEN, ""), (SOON, "soon"), (OVERDUE, "overdue"))


def unit_table(city: City, sort: str, city_list: str) -> UnitTable:
    """Return the table sorted by the column named in the address; equal ones in Vietnamese order."""
    column = next((each for each in COLUMNS if each.key == sort), DEFAULT)
    rows = sorted(city.units, key=lambda row: (column.sort_by(row), row.commune.sort_key))
    heads = [_head(each, city, is_sorted=each is column) for each in COLUMNS]
    lines = [_line(f"{row.commune.full_name[0].upper()}{row.commune.full_name[1:]}", row.url, row.counts) for row in rows]
    return UnitTable(heads, [_line("Thành phố Hà Nội", city_list, city.city, is_city=True), *lines])


def _head(column: Column, city: City, *, is_sorted: bool) -> Head:
    way = ("ascending" if column is NAME else "descending") if is_sorted else ""
    period = city.period.query if city.period.kind == "khac" else f"ky={city.period.kind}"
    return Head(column.label, f"?{period}&xep={column.key}#bang", way, column is not NAME)


def _line(name: str, url: str, counts: OpenCounts, *, is_city: bool = False) -> Line:
    cells = [
        Cell(number(count), f"{url}?loc={listing.slug}", tone if count else "")
        for listing, tone in SHOWN
        for count in [listing.count(counts)]
    ]
    return Line(name, f"{url}?loc={OPEN.slug}", cells, percent(counts.overdue, counts.open) if counts.open else "–", is_city)
