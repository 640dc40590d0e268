"""Which parts are measured in which order: what changes the dossiers comes last."""

from collections.abc import Iterable, Iterator

from tests.bench import bare, city, deadlines, group, inbox, punctual, receptions, replaying, searching, submit, sweep, tracking
from tests.bench.measuring import Row, show, show_head
from tests.bench.world import World

PARTS_IN_ORDER = {
    "city": city,
    "tracking": tracking,
    "submit": submit,
    "receptions": receptions,
    "sweep": sweep,
    "punctual": punctual,
}
SMALL = 10  # lists are measured at this part of the size first: their time must not grow


def measure(size: int, parts: set[str]) -> list[Row]:
    """Return all rows, each printed as it comes."""
    show_head()
    rows = []
    for row in _rows(size, parts):
        show(row)
        rows.append(row)
    return rows


def _rows(size: int, parts: set[str]) -> Iterator[Row]:
    if "deadlines" in parts:
        yield from deadlines.rows()
    if parts - {"deadlines", "group", "bare"}:
        yield from _rows_of_the_world(World(size), parts)
    if "group" in parts:
        yield from group.rows()
    if "bare" in parts:
        yield from bare.rows()


def _rows_of_the_world(world: World, parts: set[str]) -> Iterable[Row]:
    if "search" in parts:
        yield from searching.rows(world)
    small = max(1, world.size // SMALL)
    world.grow(small)
    inbox_small = inbox.first_page(world) if "inbox" in parts else inbox.FirstPage(0, 0)
    if "replay" in parts:
        yield from replaying.rows(world)
    world.grow(world.size)
    if "inbox" in parts:
        yield from inbox.rows(world, inbox_small)
    for part, module in PARTS_IN_ORDER.items():
        if part in parts:
            yield from module.rows(world)
