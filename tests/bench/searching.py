"""Search over five versions of every procedure, against reading all names and looking for each word in them."""

import csv
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from statistics import median

from core import clock
from core.text import fold
from procedures import search
from procedures.models import ProcedureVersion
from procedures.selectors import published
from tests.bench.measuring import Row, at_most, best_ms, queries, ratio_at_least, seconds
from tests.bench.world import World

TABLE = Path(__file__).parents[1] / "procedures" / "search_queries.csv"
VERSIONS = 5
MOST_MS, MOST_BUILD_MS, MOST_QUERIES = 30, 1_500, 2
LEAST = 1.0
LONG_AGO = date(2015, 1, 1)


def rows(world: World) -> Iterator[Row]:
    _make_versions()
    today, asked = clock.today(), _asked()
    size = ProcedureVersion.objects.count()
    yield at_most("search, index built", size, best_ms(lambda: _build(today), 5), "ms", MOST_BUILD_MS)
    yield at_most("search, queries", size, queries(lambda: search.search_procedures(asked[0], on=today)), "queries", MOST_QUERIES)
    ours = _median_ms(lambda text: search.search_procedures(text, on=today), asked)
    yield at_most("search, median answer", size, ours, "ms", MOST_MS)
    scan = _median_ms(lambda text: _scan(text, today), asked)
    yield ratio_at_least("search, against reading and folding all names", size, ours, "ms", scan, scan / ours, LEAST)


def _make_versions() -> None:
    """Give every procedure its older versions, all of them over."""
    for version in ProcedureVersion.objects.filter(in_force_to__isnull=True):
        numbers = count(version.number + 1)
        ProcedureVersion.objects.bulk_create(
            _older(version, next(numbers), LONG_AGO + timedelta(days=365 * year)) for year in range(VERSIONS - 1)
        )


def _older(version: ProcedureVersion, number: int, start: date) -> ProcedureVersion:
    values = {field.attname: getattr(version, field.attname) for field in ProcedureVersion._meta.concrete_fields if not field.primary_key}
    return ProcedureVersion(**values | {"number": number, "in_force_from": start, "in_force_to": start + timedelta(days=364)})


def _asked() -> list[str]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return [query["typed"] for query in csv.DictReader(lines)]


def _build(on: date) -> None:
    search.kept.forget()
    search.ranked_ids("", on=on)


def _median_ms(run: Callable[[str], object], asked: list[str]) -> float:
    run(asked[0])
    return median(seconds(lambda text=text: run(text)) for text in asked) * 1000


def _scan(text: str, on: date) -> list[ProcedureVersion]:
    """Return the versions that hold every word of a query, mark or no mark: what one writes first."""
    words = fold(text).split()
    return [version for version in published(on) if _holds_all(words, version)]


def _holds_all(words: list[str], version: ProcedureVersion) -> bool:
    held = fold(" ".join([version.procedure.code, version.name, version.plain_name, *version.search_words]))
    return all(word in held for word in words)
