"""The inbox of the largest commune: its first page, now and with ten times the dossiers."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.urls import reverse

from accounts.permissions import Post
from tests.bench.measuring import Row, at_most, best_ms, queries, ratio_at_most
from tests.bench.world import World

MOST_QUERIES = 6
MOST_GROWTH = 1.5


@dataclass(frozen=True, slots=True)
class FirstPage:
    """How long the first page takes, and how many rows it shows."""

    ms: float
    rows: int


def first_page(world: World) -> FirstPage:
    client = world.client_of(Post.DESK_OFFICER, world.largest)
    shown = client.get(reverse("desk_inbox")).content.count(b"<tr data-portal-row")
    return FirstPage(best_ms(lambda: client.get(reverse("desk_inbox"))), shown)


def rows(world: World, small: FirstPage) -> Iterator[Row]:
    """Pages that show different numbers of rows cannot be compared: in a small city the first page is not full."""
    client = world.client_of(Post.DESK_OFFICER, world.largest)
    client.get(reverse("desk_inbox"))
    yield at_most("inbox, first page, queries", world.size, queries(lambda: client.get(reverse("desk_inbox"))), "queries", MOST_QUERIES)
    full = first_page(world)
    row = ratio_at_most("inbox, first page, against a tenth of the dossiers", world.size, full.ms, "ms", small.ms, MOST_GROWTH)
    yield row if full.rows == small.rows else replace(row, goal=f"{small.rows} rows, then {full.rows}", met=None)
