"""Lists of dossiers by keyset: what lies open at an office, its history, and a citizen's own.

A dossier has three units, and "one of them is mine" is never an OR: one branch a unit column, each a limited scan of its
own index, put together by UNION and cut again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from operator import itemgetter
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from core.keyset import Cursor, Order, Page, Window
from dossiers.access import own_dossiers
from dossiers.models import Dossier
from dossiers.selectors.inbox import open_of_unit
from dossiers.selectors.orders import BY_URGENCY, NEWEST_FIRST
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
class CountedPage(Page[Dossier]):
    """One page of a list. `count`, of the whole list, stops at COUNT_LIMIT; then `count_is_exact` is False."""

    count: int = 0
    count_is_exact: bool = True


def office_page(unit_id: int, view: View, wanted: Wanted, *, now: datetime, cursor: Cursor | None = None, size: int = 50) -> CountedPage:
    """Return a page of the dossiers one unit has to do with.

    The history leaves out those it only supported. Four queries whatever the number of rows: ids, rows, people, count.
    """
    of_unit = open_of_unit(unit_id) if view is View.OPEN else history_of_unit(unit_id)
    branches = [rows.filter(wanted.conditions(now)) for rows in of_unit]
    return _page(branches, BY_URGENCY if view is View.OPEN else NEWEST_FIRST, cursor, size)


def own_page(user: User, view: View, wanted: Wanted, *, now: datetime, cursor: Cursor | None = None, size: int = 50) -> CountedPage:
    """Return a page of a citizen's own dossiers, newest first in both views. Four queries."""
    mine = own_dossiers(user).filter(wanted.conditions(now))
    if view is View.OPEN:
        mine = mine.filter(finished_at__isnull=True)
    return _page([mine], NEWEST_FIRST, cursor, size)


def history_of_unit(unit_id: int) -> list[QuerySet[Dossier]]:
    """Return all dossiers a unit received or decides as one query set a unit column; each has its index."""
    return [Dossier.objects.filter(**{column: unit_id}) for column in ("competent_unit", "receiving_unit")]


def _page(branches: Sequence[QuerySet[Dossier]], order: Order, cursor: Cursor | None, size: int) -> CountedPage:
    window = order.window(cursor, size)
    page = window.page(_keys([branch.filter(window.beyond) for branch in branches], window), itemgetter(0, 1))
    rows = Dossier.objects.select_related(*LIST_RELATIONS).prefetch_related("parties").in_bulk([pk for _, pk in page.rows])
    count = len(_keys(branches, order.window(None, COUNT_LIMIT)))
    return CountedPage(
        rows=[rows[pk] for _, pk in page.rows if pk in rows],
        previous=page.previous,
        next=page.next,
        count=min(count, COUNT_LIMIT),
        count_is_exact=count <= COUNT_LIMIT,
    )


def _keys(branches: Sequence[QuerySet[Dossier]], window: Window) -> list[tuple[datetime, int]]:
    """Return the first moments and ids of the branches together; each branch is cut before they are put together."""
    cut: list[QuerySet[Dossier, Any]] = [
        branch.order_by(*window.keys).values_list(window.column, "pk")[: window.limit] for branch in branches
    ]
    together = cut[0] if len(cut) == 1 else cut[0].union(*cut[1:]).order_by(*window.keys)[: window.limit]
    return list(together)
