"""The page of the city over a year, against aggregating the dossiers, with equal figures.

A year of 126 communes has about 31,000 cells: where there are fewer dossiers than some times that, sums cannot be much faster,
so the goal is held against large cities only.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from django.db import connection
from django.urls import reverse

from accounts.permissions import Post
from core import clock
from reporting.flows import between, flows_since
from tests.bench.measuring import Row, at_most, best_ms, paired_ms, queries, ratio_at_least
from tests.bench.world import YEAR, World

MOST_QUERIES = 12
LEAST = 10
LARGE = 500_000

_AGGREGATE = """
SELECT sum(received), sum(in_time), sum(late) FROM (
    SELECT competent_unit_id, (received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day, count(*) AS received, 0 AS in_time, 0 AS late
    FROM dossiers_dossier WHERE received_at >= %(first)s GROUP BY 1, 2
    UNION ALL
    SELECT competent_unit_id, (finished_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, 0,
        count(*) FILTER (WHERE finished_at <= due_at), count(*) FILTER (WHERE finished_at > due_at)
    FROM dossiers_dossier WHERE state IN (9, 10) AND finished_at >= %(first)s GROUP BY 1, 2
) AS days
"""


def rows(world: World) -> Iterator[Row]:
    client = world.client_of(Post.CITY_STAFF, None)
    today = clock.today()
    first = today - timedelta(days=YEAR)
    address = f"{reverse('city_overview')}?tu={first}&den={today}"
    client.get(address)
    yield at_most("city page over a year, queries", world.size, queries(lambda: client.get(address)), "queries", MOST_QUERIES)
    yield Row("city page over a year", world.size, best_ms(lambda: client.get(address)), "ms")

    flow = between(flows_since(first), first, today)
    if (flow.received, flow.in_time, flow.late) != _aggregated(first):
        raise ArithmeticError("the tallies and the dossiers do not say the same")
    tallied, aggregated = paired_ms(lambda: flows_since(first), lambda: _aggregated(first), 15)
    row = ratio_at_least(
        "a year's sums from tallies, against the dossiers", world.size, tallied, "ms", aggregated, aggregated / tallied, LEAST
    )
    yield row if world.size >= LARGE else replace(row, goal=f"{row.goal} from {LARGE:,}", met=None)


def _aggregated(first: object) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_AGGREGATE, {"first": f"{first} 00:00+07"})
        return tuple(int(value or 0) for value in cursor.fetchone())
