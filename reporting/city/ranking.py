"""Whom to ask first: communes by their share of overdue dossiers, with how sure that share is."""

from dataclasses import dataclass
from math import ceil

from core.money import number
from reporting.city.data import City, UnitRow
from reporting.intervals import wilson
from reporting.listings import OVERDUE
from reporting.open_counts import RANKED_FROM
from reporting.words import decimal, percent

SHOWN = 14
SMALL_SHOWN = 3
SCALE = 1000  # width of the drawing


@dataclass(frozen=True, slots=True)
class Ranked:
    """One line. Places on the drawing are whole numbers, 0 to SCALE; `is_clear`: surely above the city's share."""

    place: str
    name: str
    full_name: str
    url: str
    overdue: int
    open: int
    share: str
    interval: str
    low_at: int
    high_at: int
    share_at: int
    is_clear: bool


@dataclass(frozen=True, slots=True)
class Ranking:
    """The first lines, those too small to be ranked, and what the drawing is measured by."""

    rows: list[Ranked]
    small: list[Ranked]
    small_left: int
    units: int
    city_share: str
    city_at: int
    axis: list[str]
    clear: int
    clear_overdue: int


def ranking(city: City) -> Ranking:
    """Return communes with overdue dossiers, the highest share first; fewer than 30 open dossiers make no rank."""
    with_overdue = [row for row in city.units if row.counts.overdue]
    ranked = sorted((row for row in with_overdue if row.counts.is_ranked), key=lambda row: (-row.counts.share, row.commune.sort_key))[
        :SHOWN
    ]
    small = sorted((row for row in with_overdue if not row.counts.is_ranked), key=lambda row: (-row.counts.overdue, row.commune.sort_key))
    ends = [wilson(row.counts.overdue, row.counts.open)[1] for row in ranked]
    most = ceil(max([*ends, 0.1]) * 10) * 10  # whole tens of per cent
    rows = [_line(str(place), row, most, city.city.share) for place, row in enumerate(ranked, start=1)]
    clear = [row for row in rows if row.is_clear]
    return Ranking(
        rows=rows,
        small=[_line("–", row, most, city.city.share) for row in small[:SMALL_SHOWN]],
        small_left=max(0, len(small) - SMALL_SHOWN),
        units=len(city.units),
        city_share=percent(city.city.overdue, city.city.open),
        city_at=_at(city.city.share, most),
        axis=[f"{part}" for part in range(0, most + 1, 10 if most <= 50 else 20)],
        clear=len(clear),
        clear_overdue=sum(row.overdue for row in clear),
    )


def _line(place: str, row: UnitRow, most: int, city_share: float) -> Ranked:
    counts = row.counts
    low, high = wilson(counts.overdue, counts.open)
    name = row.commune.full_name
    return Ranked(
        place=place,
        name=row.commune.name,
        full_name=f"{name[0].upper()}{name[1:]}",
        url=f"{row.url}?loc={OVERDUE.slug}",
        overdue=counts.overdue,
        open=counts.open,
        share=percent(counts.overdue, counts.open) if counts.is_ranked else f"{number(counts.overdue)}/{number(counts.open)}",
        interval=f"từ {decimal(100 * low)} đến {decimal(100 * high)} %",
        low_at=_at(low, most),
        high_at=_at(high, most),
        share_at=_at(counts.share, most),
        is_clear=counts.is_ranked and low > city_share,
    )


def _at(share: float, most: int) -> int:
    return min(SCALE, round(share * 100 / most * SCALE))


__all__ = ["RANKED_FROM", "Ranked", "Ranking", "ranking"]
