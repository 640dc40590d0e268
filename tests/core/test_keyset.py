"""Keyset pages at their edges, against the same list cut by hand; and cursors that were not written here."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from operator import itemgetter

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection

from core.clock import ZONE
from core.keyset import Cursor, Order, Page, Window, read_cursor
from tests.factories.accounts import UserFactory

Row = tuple[datetime, int]

NINE = datetime(2026, 11, 2, 9, 0, 0, 123456, tzinfo=ZONE)
SECOND = timedelta(seconds=1)
SIZE = 3
OLDEST_FIRST, NEWEST_FIRST = Order("action_time"), Order("action_time", descending=True)


def rows_at(*seconds: int) -> list[Row]:
    """Return rows with ids 1, 2, … at these seconds after nine."""
    return [(NINE + second * SECOND, pk) for pk, second in enumerate(seconds, start=1)]


def read_in_sql(rows: list[Row], window: Window) -> list[Row]:
    """Return what a database gives for a window over these rows."""
    columns = "SELECT * FROM unnest(%(moments)s::timestamptz[], %(ids)s::bigint[]) AS t (action_time, id)"
    statement = f"{columns} WHERE {window.sql_beyond} ORDER BY {window.sql_keys} LIMIT %(limit)s"
    given = {"moments": [at for at, _ in rows], "ids": [pk for _, pk in rows], "limit": window.limit, **window.sql_values}
    with connection.cursor() as sql:
        sql.execute(statement, given)
        return sql.fetchall()


def page_at(rows: list[Row], order: Order, cursor: Cursor | None, size: int = SIZE) -> Page[Row]:
    window = order.window(cursor, size)
    return window.page(read_in_sql(rows, window), itemgetter(0, 1))


def pages_forwards(rows: list[Row], order: Order, size: int = SIZE) -> Iterator[Page[Row]]:
    page = page_at(rows, order, None, size)
    yield page
    while page.next:
        page = page_at(rows, order, page.next, size)
        yield page


def ids(page: Page[Row]) -> list[int]:
    return [pk for _, pk in page.rows]


@pytest.mark.django_db
class TestPages:
    def test_a_list_without_rows_is_one_empty_page(self) -> None:
        assert page_at([], OLDEST_FIRST, None) == Page([], None, None)

    @pytest.mark.parametrize("count", [1, SIZE - 1, SIZE])
    def test_what_fits_on_a_page_has_nothing_before_or_behind_it(self, count: int) -> None:
        page = page_at(rows_at(*range(count)), OLDEST_FIRST, None)
        assert (len(page.rows), page.previous, page.next) == (count, None, None)

    def test_one_row_more_than_a_page_is_a_second_page(self) -> None:
        first, second = pages_forwards(rows_at(*range(SIZE + 1)), OLDEST_FIRST)
        assert (ids(first), ids(second)) == ([1, 2, 3], [4])
        assert (first.previous, second.next) == (None, None)

    @pytest.mark.parametrize("order", [OLDEST_FIRST, NEWEST_FIRST])
    @pytest.mark.parametrize("seconds", [(0, 0, 0, 0, 0, 0, 0), (0, 1, 1, 1, 1, 2, 2), (3, 3, 1, 1, 1, 0, 0)])
    @pytest.mark.parametrize("size", [1, 2, 3])
    def test_rows_of_one_moment_come_once_and_in_the_order_of_their_ids(self, order: Order, seconds: tuple[int, ...], size: int) -> None:
        rows = rows_at(*seconds)
        together = [row for page in pages_forwards(rows, order, size) for row in page.rows]
        assert together == sorted(rows, reverse=order.descending)

    @pytest.mark.parametrize("order", [OLDEST_FIRST, NEWEST_FIRST])
    @pytest.mark.parametrize("count", [4, 6, 7])
    def test_the_way_back_shows_the_same_pages(self, order: Order, count: int) -> None:
        rows = rows_at(*[at // 2 for at in range(count)])
        pages = list(pages_forwards(rows, order))
        for before, here in pairwise(pages):
            back = page_at(rows, order, here.previous)
            assert (ids(back), back.next, back.previous) == (ids(before), before.next, before.previous)

    def test_going_back_to_the_first_page_ends_there(self) -> None:
        rows = rows_at(*range(SIZE + 1))
        _, second = pages_forwards(rows, OLDEST_FIRST)
        first = page_at(rows, OLDEST_FIRST, second.previous)
        assert (ids(first), first.previous) == ([1, 2, 3], None)

    def test_rows_that_came_in_before_the_first_page_are_reached_by_going_back(self) -> None:
        rows = rows_at(5, 6, 7, 8)
        _, second = pages_forwards(rows, OLDEST_FIRST)
        early = page_at([*rows, (NINE, 9)], OLDEST_FIRST, second.previous)
        assert ids(early) == [1, 2, 3]
        assert early.previous is not None
        assert ids(page_at([*rows, (NINE, 9)], OLDEST_FIRST, early.previous)) == [9]

    def test_a_place_whose_row_is_gone_still_is_a_place(self) -> None:
        first = page_at(rows_at(0, 1, 2, 3, 4), OLDEST_FIRST, None)
        assert ids(page_at(rows_at(0, 1, 2, 3, 4)[3:], OLDEST_FIRST, first.next)) == [4, 5]

    @pytest.mark.parametrize("place", [Cursor(NINE, 1), Cursor(NINE, 1, backwards=True)])
    def test_beyond_the_only_row_there_is_nothing(self, place: Cursor) -> None:
        assert page_at(rows_at(0), OLDEST_FIRST, place) == Page([], None, None)


@pytest.mark.django_db
@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("order", [OLDEST_FIRST, NEWEST_FIRST])
def test_a_queryset_reads_the_same_rows_without_an_or(order: Order, *, backwards: bool) -> None:
    rows = rows_at(0, 1, 1, 1, 2, 2)
    LogEntry.objects.bulk_create(LogEntry(pk=pk, action_time=at, user=UserFactory(), action_flag=1) for at, pk in rows)
    for place in rows:
        window = order.window(Cursor(*place, backwards), SIZE)
        found = LogEntry.objects.filter(window.beyond).order_by(*window.keys).values_list(window.column, "pk")[: window.limit]
        assert list(found) == read_in_sql(rows, window)
        assert " OR " not in str(found.query)


@pytest.mark.parametrize("at", [datetime(1970, 1, 1, tzinfo=UTC), NINE, datetime(2999, 12, 31, tzinfo=UTC)])
def test_a_place_survives_the_address(at: datetime) -> None:
    assert read_cursor(str(Cursor(at, 42))) == Cursor(at, 42)
    assert read_cursor("", str(Cursor(at, 42, backwards=True))) == Cursor(at, 42, backwards=True)


@pytest.mark.parametrize(
    "text", ["", "x", "1", "-1-2", "1-", "1-2-3", "50000000000000001-1", "99999999999999999-1", "1.5-2", "١-٢", "1-2\n"]
)
def test_a_place_made_up_is_the_beginning(text: str) -> None:
    assert read_cursor(text) is None
    assert read_cursor("", text) is None
