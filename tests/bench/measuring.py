"""Rows of the report, clocks, and the table on the terminal."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement. `ratio` is what the goal speaks of where there is a baseline; `met` None: nothing to hold it against."""

    what: str
    size: int
    value: float
    unit: str
    baseline: float | None = None
    ratio: float | None = None
    goal: str = ""
    met: bool | None = None


def at_most(what: str, size: int, value: float, unit: str, most: float) -> Row:
    return Row(what, size, value, unit, goal=f"≤ {most:g} {unit}", met=value <= most)


def ratio_at_most(what: str, size: int, value: float, unit: str, baseline: float, most: float) -> Row:
    """Return a row whose value may be at most `most` times its baseline."""
    ratio = value / baseline
    return Row(what, size, value, unit, baseline, ratio, f"≤ {most:g} × baseline", ratio <= most)


def ratio_at_least(what: str, size: int, value: float, unit: str, baseline: float, ratio: float, least: float) -> Row:
    """Return a row whose ratio, as the goal means it, must be at least `least`."""
    return Row(what, size, value, unit, baseline, ratio, f"≥ {least:g} ×", ratio >= least)


def seconds(run: Callable[[], Any]) -> float:
    started = perf_counter()
    run()
    return perf_counter() - started


def best_ms(run: Callable[[], Any], times: int = 15) -> float:
    """Return the best of some runs in milliseconds: what the machine can do, whatever else it does meanwhile."""
    run()
    return min(seconds(run) for _ in range(times)) * 1000


def paired_ms(ours: Callable[[], Any], theirs: Callable[[], Any], times: int) -> tuple[float, float]:
    """Return the best of two runs that take turns, so that a busy machine weighs on both alike."""
    for run in (ours, theirs):
        run()
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(times)]
    return min(pair[0] for pair in pairs) * 1000, min(pair[1] for pair in pairs) * 1000


def queries(run: Callable[[], Any]) -> int:
    """Return how many statements one run sends, savepoints apart."""
    with CaptureQueriesContext(connection) as seen:
        run()
    return sum("SAVEPOINT" not in query["sql"] for query in seen.captured_queries)


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def show(row: Row) -> None:
    """Print one line of the table."""
    baseline = f"{row.baseline:12,.2f}" if row.baseline is not None else " " * 12
    ratio = f"{row.ratio:8.2f}" if row.ratio is not None else " " * 8
    verdict = {True: "met", False: "MISSED", None: ""}[row.met]
    say(f"{row.what:<58} {row.size:>9,} {row.value:12,.2f} {row.unit:<12} {baseline} {ratio}  {row.goal:<18} {verdict}".rstrip())


def show_head() -> None:
    say(f"{'what':<58} {'size':>9} {'value':>12} {'unit':<12} {'baseline':>12} {'ratio':>8}  {'goal':<18} met")
