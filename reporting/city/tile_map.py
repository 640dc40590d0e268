"""The tile map: how much of what is open is overdue, in five fixed classes. Source: communes/data/tile_layout.json."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from communes.tiles import tile_layout
from core.money import number
from reporting import listings
from reporting.city.data import City, UnitRow
from reporting.open_counts import RANKED_FROM
from reporting.words import decimal, percent

# Classes are fixed, so that months compare: below this percentage, level, words.
CLASSES = ((2.0, "1", "dưới 2 %"), (5.0, "2", "2 đến dưới 5 %"), (10.0, "3", "5 đến dưới 10 %"), (100.1, "4", "từ 10 %"))
NONE, SMALL = "0", "small"
SHORT_NAMES = {"Văn Miếu - Quốc Tử Giám": "Văn Miếu"}


@dataclass(frozen=True, slots=True)
class TileView:
    """One tile; `label` is what screen readers and the line under the map say."""

    name: str
    label: str
    value: str
    level: str
    column: int
    row: int
    url: str


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One class and how many communes are in it."""

    level: str
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class TileMap:
    """`tray` holds communes without a place on the grid: shown below it, never dropped."""

    tiles: list[TileView]
    tray: list[TileView]
    legend: list[LegendEntry]


def tile_map(city: City) -> TileMap:
    """Return the tiles in the order of reading, row by row."""
    places = tile_layout()
    tiles = sorted((_tile(row) for row in city.units if row.commune.code in places), key=lambda tile: (tile.row, tile.column))
    tray = [_tile(row) for row in city.units if row.commune.code not in places]
    return TileMap(tiles, tray, _legend([*tiles, *tray]))


def _tile(row: UnitRow) -> TileView:
    place = tile_layout().get(row.commune.code)
    return TileView(
        SHORT_NAMES.get(row.commune.name, row.commune.name),
        describe(row),
        _value(row),
        level_of(row),
        place.col if place else 0,
        place.row if place else 0,
        f"{row.url}?loc={listings.OVERDUE.slug}",
    )


def level_of(row: UnitRow) -> str:
    """Return the class of a commune; too few open dossiers make none."""
    if not row.counts.is_ranked:
        return SMALL
    if not row.counts.overdue:
        return NONE
    return next(level for below, level, _ in CLASSES if 100 * row.counts.share < below)


def _value(row: UnitRow) -> str:
    counts = row.counts
    if not counts.is_ranked:
        return f"{counts.overdue}/{counts.open}"
    return decimal(100 * counts.share) if counts.overdue else "0"


def describe(row: UnitRow) -> str:
    """Return "Xã Suối Hai, 19,5 %, 15 quá hạn trong 77"."""
    counts, name = row.counts, row.commune.full_name
    share = f"{percent(counts.overdue, counts.open)}, " if counts.is_ranked else ""
    return f"{name[0].upper()}{name[1:]}, {share}{number(counts.overdue)} quá hạn trong {number(counts.open)}"


def _legend(tiles: Iterable[TileView]) -> list[LegendEntry]:
    counts = Counter(tile.level for tile in tiles)
    classes = [(NONE, "0 %"), *((level, words) for _, level, words in CLASSES), (SMALL, f"dưới {RANKED_FROM} hồ sơ")]
    return [LegendEntry(level, words, counts[level]) for level, words in classes]
