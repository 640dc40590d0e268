"""The inbox of the largest commune: its first page, now and with ten times the dossiers."""

from collections.abc import Iterator

from django.urls import reverse

from accounts.permissions import Post
from tests.bench.measuring import Row, at_most, best_ms, queries, ratio_at_most
from tests.bench.world import World

MOST_QUERIES = 6
MOST_GROWTH = 1.5


def page_ms(world: World) -> float:
    client = world.client_of(Post.DESK_OFFICER, world.largest)
    return best_ms(lambda: client.get(reverse("desk_inbox")))


def rows(world: World, small_ms: float) -> Iterator[Row]:
    client = world.client_of(Post.DESK_OFFICER, world.largest)
    client.get(reverse("desk_inbox"))
    yield at_most("inbox, first page, queries", world.size, queries(lambda: client.get(reverse("desk_inbox"))), "queries", MOST_QUERIES)
    yield ratio_at_most("inbox, first page, against a tenth of the dossiers", world.size, page_ms(world), "ms", small_ms, MOST_GROWTH)
