"""Working off rows chunk by chunk within a box of time; what claims the rows is given."""

import logging
from collections.abc import Callable
from math import inf
from time import monotonic

from django.db import Error

log = logging.getLogger(__name__)

CHUNK = 5_000  # rows one transaction claims: short locks, few round trips
RUN_LIMIT = 500_000  # rows one run claims at most: the next run takes the rest
PATIENCE = 3  # failing chunks in a row after which the run leaves the rest to the next beat


def in_chunks(claim: Callable[[int], int], *, what: str, limit: int = RUN_LIMIT, until: float = inf) -> int:
    """Claim rows until none is left, and return how many; `claim` takes at most so many rows and returns how many it took.

    A chunk that fails is logged as `what` and tried again a few times, smaller. No chunk is begun after `until`
    (`time.monotonic`).
    """
    claimed, failures, size = 0, 0, CHUNK
    while claimed < limit and failures < PATIENCE and monotonic() < until:
        asked = min(size, limit - claimed)
        try:
            taken = claim(asked)
        except Error:
            log.exception("A chunk of %s failed.", what)
            failures, size = failures + 1, max(1, size // 10)
            continue
        failures, claimed = 0, claimed + taken
        if taken < asked:
            break
    return claimed
