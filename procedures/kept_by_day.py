"""What this process keeps of the catalogue in memory: a few days of it, until the catalogue moves."""

from collections.abc import Callable
from datetime import date
from typing import Generic, TypeVar

from procedures.selectors import catalogue_revision

DAYS_KEPT = 4  # today, and some that people look back at

Built = TypeVar("Built")


class KeptByDay(Generic[Built]):
    """What is computed from the catalogue of a day. Computed anew when the catalogue moved; one query to see whether it did."""

    def __init__(self, build: Callable[[date], Built]) -> None:
        self._build = build
        self.forget()

    def forget(self) -> None:
        self._revision, self._days = -1, dict[date, Built]()

    def of(self, on: date) -> Built:
        revision = catalogue_revision()
        if revision != self._revision:
            self._revision, self._days = revision, {}
        days = self._days  # another thread may replace the dictionary; this one stays whole
        if on not in days:
            while len(days) >= DAYS_KEPT:
                days.pop(next(iter(days)), None)
            days[on] = self._build(on)
        return days[on]
