"""Lists of dossiers by keyset: what lies open at an office, its history, and a citizen's own.

A dossier has three units, and "one of them is mine" is never an OR: one branch a unit column, each a limited scan of its
own index, put together by UNION and cut again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from dossiers.access import own_dossiers
from dossiers.models import Dossier
from dossiers.states import CLOCK_RUNNING

COUNT_LIMIT = 1_000  # beyond it a list says "more than"; exact figures are the tallies' work
LIST_RELATIONS = ("procedure_version__procedure", "receiving_unit", "competent_unit", "assignee")


class View(StrEnum):
    """`open`: not finished, what must be acted on first comes first. `history`: everything, newest first."""

    OPEN = "open"
    HISTORY = "history"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which dossiers of a list; None and empty leave a question open. `overdue`: the clock runs and its moment is past."""

    states: Sequence[int] = ()
    channels: Sequence[int] = ()
    procedure: str = ""
    overdue: bool | None = None

    def conditions(self, now: datetime) -> Q:
        """Return the filter at a moment."""
        given = Q()
        if self.states:
            given &= Q(state__in=self.states)
        if self.channels:
            given &= Q(channel__in=self.channels)
        if self.procedure:
            given &= Q(procedure_version__procedure__code=self.procedure)
        if self.overdue is not None:
            late = Q(state__in=CLOCK_RUNNING, due_at__lt=now)
            given &= late if self.overdue else ~late
        return given


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list: the row with this moment and id. `backwards`: the page before it, else the page after it."""

    at: datetime
    pk: int
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, in its order. `count` stops at COUNT_LIMIT; then `count_is_exact` is False."""

    rows: list[Dossier]
    next: Cursor | None
    previous: Cursor | None
    count: int
    count_is_exact: bool


@dataclass(frozen=True, slots=True)
class _Order:
    """The sort of a list: one NOT NULL moment, then the id."""

    column: str
    descending: bool

    def turned(self, *, backwards: bool) -> "_Order":
        return _Order(self.column, self.descending is not backwards)

    @property
    def keys(self) -> tuple[str, str]:
        sign = "-" if self.descending else ""
        return f"{sign}{self.column}", f"{sign}pk"

    def beyond(self, cursor: Cursor) -> Q:
        """Return the rows after the cursor in this order, as a range and an exclusion: one index scan, which an OR is not."""
        upto, tie = ("lte", "gte") if self.descending else ("gte", "lte")
        return Q(**{f"{self.column}__{upto}": cursor.at}) & ~Q(**{self.column: cursor.at, f"pk__{tie}": cursor.pk})


_BY_URGENCY = _Order("next_act_by", descending=False)
_NEWEST_FIRST = _Order("listed_at", descending=True)


def office_page(unit_id: int, view: View, wanted: Wanted, *, now: datetime, cursor: Cursor | None = None, size: int = 50) -> Page:
    """Return a page of the dossiers one unit has to do with.

    The history leaves out those it only supported. Four queries whatever the number of rows: ids, rows, people, count.
    """
    branches = [Dossier.objects.filter(unit).filter(wanted.conditions(now)) for unit in _units(unit_id, view)]
    return _page(branches, _BY_URGENCY if view is View.OPEN else _NEWEST_FIRST, cursor, size)


def own_page(user: User, view: View, wanted: Wanted, *, now: datetime, cursor: Cursor | None = None, size: int = 50) -> Page:
    """Return a page of a citizen's own dossiers, newest first in both views. Four queries."""
    mine = own_dossiers(user).filter(wanted.conditions(now))
    if view is View.OPEN:
        mine = mine.filter(finished_at__isnull=True)
    return _page([mine], _NEWEST_FIRST, cursor, size)


def _units(unit_id: int, view: View) -> list[Q]:
    """Return one condition a unit column; each pair of view and column has its index."""
    if view is View.HISTORY:
        return [Q(competent_unit=unit_id), Q(receiving_unit=unit_id)]
    still_open = Q(finished_at__isnull=True)
    return [still_open & Q(**{column: unit_id}) for column in ("competent_unit", "receiving_unit", "support_unit")]


def _page(branches: Sequence[QuerySet[Dossier]], order: _Order, cursor: Cursor | None, size: int) -> Page:
    backwards = cursor is not None and cursor.backwards
    seen = order.turned(backwards=backwards)
    ids = _ids([branch.filter(seen.beyond(cursor)) for branch in branches] if cursor else branches, seen, size + 1)
    has_more, ids = len(ids) > size, ids[:size]
    rows = list(Dossier.objects.filter(pk__in=ids).select_related(*LIST_RELATIONS).prefetch_related("parties").order_by(*order.keys))
    first, last = (rows[0], rows[-1]) if rows else (None, None)
    count = len(_ids(branches, order, COUNT_LIMIT + 1))
    return Page(
        rows=rows,
        next=_at(last, order, backwards=False) if has_more or backwards else None,
        previous=_at(first, order, backwards=True) if (cursor and not backwards) or (backwards and has_more) else None,
        count=min(count, COUNT_LIMIT),
        count_is_exact=count <= COUNT_LIMIT,
    )


def _at(row: Dossier | None, order: _Order, *, backwards: bool) -> Cursor | None:
    return Cursor(getattr(row, order.column), row.pk, backwards) if row else None


def _ids(branches: Sequence[QuerySet[Dossier]], order: _Order, limit: int) -> list[int]:
    """Return the first ids of the branches together; each branch is cut before they are put together."""
    cut: list[QuerySet[Dossier, Any]] = [branch.order_by(*order.keys).values_list(order.column, "pk")[:limit] for branch in branches]
    together = cut[0] if len(cut) == 1 else cut[0].union(*cut[1:]).order_by(*order.keys)[:limit]
    return [pk for _, pk in together]
