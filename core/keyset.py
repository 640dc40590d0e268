"""Keyset pages: a list sorted by a moment and then by id, cut behind a place in it instead of counted through.

What lies behind a place is a range and an exclusion, `a <= x AND NOT (a = x AND id >= y)`: one index scan, which an OR is not.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

from django.db.models import Q

Row = TypeVar("Row")
Other = TypeVar("Other")

_WRITTEN = re.compile(r"(\d{1,17})-(\d{1,18})", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_LATEST = 5 * 10**16  # microseconds, in the year 3554: beyond every list, and still a datetime


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list: the row with this moment and id. `backwards`: the page before it, else the page behind it."""

    at: datetime
    pk: int
    backwards: bool = False

    def __str__(self) -> str:
        """Return the place as an address holds it; the name of the parameter says on which side of it the page lies."""
        return f"{(self.at - _EPOCH) // _MICROSECOND}-{self.pk}"


def read_cursor(after: str, before: str = "") -> Cursor | None:
    """Return the place that one of two parameters of an address names; what cannot be read is None, the beginning."""
    match = _WRITTEN.fullmatch(before or after)
    if match is None or int(match[1]) > _LATEST:
        return None
    return Cursor(_EPOCH + int(match[1]) * _MICROSECOND, int(match[2]), backwards=bool(before))


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows in the order of the list, with the places before the first and behind the last; None where the list ends."""

    rows: Sequence[Row]
    previous: Cursor | None = None
    next: Cursor | None = None

    def of(self, rows: Sequence[Other]) -> "Page[Other]":
        """Return the same page with its rows in another shape."""
        return Page(rows, self.previous, self.next)


@dataclass(frozen=True, slots=True)
class Order:
    """The sort of a list: `column`, a moment that is never null, then the id, both the same way."""

    column: str
    descending: bool = False

    def window(self, cursor: Cursor | None, size: int) -> "Window":
        """Return how to read the page of `size` rows at a place; None: the first one."""
        backwards = cursor is not None and cursor.backwards
        return Window(self.column, self.descending is not backwards, cursor, size)


@dataclass(frozen=True, slots=True)
class Window:
    """How one page is read: nearest to its cursor first, and one row more than it shows, to see whether the list goes on.

    Read backwards the rows come in the turned order; `page` puts them right. The forms in SQL name the id `id`.
    """

    column: str
    descending: bool
    cursor: Cursor | None
    size: int

    @property
    def limit(self) -> int:
        return self.size + 1

    @property
    def keys(self) -> tuple[str, str]:
        """What to give to `order_by`."""
        sign = "-" if self.descending else ""
        return f"{sign}{self.column}", f"{sign}pk"

    @property
    def beyond(self) -> Q:
        """The rows behind the cursor; without one all."""
        if self.cursor is None:
            return Q()
        reach, tie = ("lte", "gte") if self.descending else ("gte", "lte")
        return Q(**{f"{self.column}__{reach}": self.cursor.at}) & ~Q(**{self.column: self.cursor.at, f"pk__{tie}": self.cursor.pk})

    @property
    def sql_keys(self) -> str:
        """`keys` as the terms of an ORDER BY."""
        way = "DESC" if self.descending else "ASC"
        return f"{self.column} {way}, id {way}"

    @property
    def sql_beyond(self) -> str:
        """`beyond` as a condition that names the values of `sql_values`."""
        if self.cursor is None:
            return "TRUE"
        reach, tie = ("<=", ">=") if self.descending else (">=", "<=")
        return f"{self.column} {reach} %(at)s AND NOT ({self.column} = %(at)s AND id {tie} %(pk)s)"

    @property
    def sql_values(self) -> dict[str, datetime | int]:
        return {} if self.cursor is None else {"at": self.cursor.at, "pk": self.cursor.pk}

    def page(self, found: Sequence[Row], key: Callable[[Row], tuple[datetime, int]]) -> Page[Row]:
        """Return the page out of what was found, at most `limit` rows as read; `key` gives moment and id of a row."""
        backwards = self.cursor is not None and self.cursor.backwards
        rows, goes_on = list(found[: self.size]), len(found) > self.size
        if not rows:
            return Page(rows)
        if backwards:
            rows.reverse()
        has_previous, has_next = (goes_on, True) if backwards else (self.cursor is not None, goes_on)
        return Page(
            rows,
            Cursor(*key(rows[0]), backwards=True) if has_previous else None,
            Cursor(*key(rows[-1])) if has_next else None,
        )
