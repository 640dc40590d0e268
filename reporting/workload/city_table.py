"""Communes by what falls due on the next ten working days, the city's sums first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.http import urlencode

from communes.models import Commune
from communes.selectors import calendar_for, city_calendar, communes_in_order
from dossiers.selectors.inbox_due import RUNNING
from dossiers.selectors.workload import Horizon, Load, columns_for, days_ahead, load_by_commune, sum_of
from dossiers.workload_words import Head, Line, cells, count_in, heads
from reporting.addresses import address_of

BY_NAME = "ten"
MOST = 10  # how many the short table shows


@dataclass(frozen=True, slots=True)
class CityWorkload:
    """Every commune in Vietnamese order with its load; one that ended keeps what it has open."""

    horizon: Horizon
    communes: Sequence[Commune]
    loads: Mapping[int, Load]

    @property
    def whole(self) -> Load:
        return sum_of(self.loads.values())

    @property
    def columns(self) -> list[date]:
        return columns_for(self.horizon, self.whole)

    def load_of(self, commune: Commune) -> Load:
        return self.loads.get(commune.pk) or Load()


def city_workload(now: datetime) -> CityWorkload:
    """Return what falls due in the city. Three queries: calendar, loads, communes.

    The days are the city's working days; a commune with a calendar of its own is counted by date all the same.

    Raises:
        CalendarMissing: no calendar of the city is published.
    """
    horizon = Horizon(now, days_ahead(now, city_calendar()))
    loads = load_by_commune(horizon)
    return CityWorkload(horizon, list(communes_in_order() | Commune.objects.filter(pk__in=loads)), loads)


def unit_workload(now: datetime, unit: Commune) -> CityWorkload:
    """Return the same of one commune, by its own working days. Two queries: calendar, load."""
    _, calendar = calendar_for(unit.pk)
    horizon = Horizon(now, days_ahead(now, calendar))
    return CityWorkload(horizon, [unit], load_by_commune(horizon, unit.pk))


@dataclass(frozen=True, slots=True)
class CityTable:
    """The table as asked for: `lines` begin with the city; `is_short` if only the first ten communes are shown."""

    name: Head
    heads: list[Head]
    lines: list[Line]
    is_short: bool
    sorted_by: str


def city_table(city: CityWorkload, asked: Mapping[str, str]) -> CityTable:
    """Return the table sorted by the column `xep` (largest first; "ten": by name), cut to ten communes by `chi=10`."""
    columns = city.columns
    plain = heads(columns, city.horizon)
    is_short = asked.get("chi", "") == str(MOST)
    key = asked.get("xep", "")
    key = key if key in {BY_NAME, *(head.key for head in plain)} else RUNNING
    rows = sorted(city.communes, key=_order(city, key))[: MOST if is_short else None]
    first = Line("Thành phố Hà Nội", "", cells(city.whole, columns, city.horizon, address_of(None)), "city")
    lines = [Line(_upper(each.full_name), "", cells(city.load_of(each), columns, city.horizon, address_of(each))) for each in rows]
    shown = [_sortable(head, key, is_short=is_short) for head in plain]
    return CityTable(_sortable(Head(BY_NAME, "Đơn vị"), key, is_short=is_short), shown, [first, *lines], is_short, key)


def _order(city: CityWorkload, key: str) -> Callable[[Commune], Any]:
    """Return the sort key; equal ones stand in Vietnamese order."""
    if key == BY_NAME:
        return lambda commune: (commune.sort_key, commune.code)
    return lambda commune: (-count_in(city.load_of(commune), key), commune.sort_key, commune.code)


def _sortable(head: Head, key: str, *, is_short: bool) -> Head:
    way = ("ascending" if key == BY_NAME else "descending") if head.key == key else ""
    return replace(head, url=table_address(head.key, is_short=is_short), sorted=way)


def table_address(key: str, *, is_short: bool) -> str:
    """Return the address of the table sorted by a column."""
    return f"?{urlencode({'xep': key} | ({'chi': str(MOST)} if is_short else {}))}"


def _upper(name: str) -> str:
    return f"{name[0].upper()}{name[1:]}"
