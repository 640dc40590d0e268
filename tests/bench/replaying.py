"""How fast a past is made up."""

from collections.abc import Iterator
from datetime import timedelta

from core import clock
from dossiers.replay.batches import Past, replay
from tests.bench.measuring import Row, seconds
from tests.bench.world import ONLINE_SHARE, World

MOST = 6_000
GOAL = 66_000 / 180  # dossiers a second


def rows(world: World) -> Iterator[Row]:
    count = min(MOST, world.size // 2)
    today = clock.today()
    past = Past(count, 30, today - timedelta(days=30), today, ONLINE_SHARE)
    rate = count / seconds(lambda: replay(past, progress=lambda written: None))
    yield Row("replay", count, rate, "dossiers/s", goal=f"≥ {GOAL:.0f} (66,000 in 3 min)", met=rate >= GOAL)
