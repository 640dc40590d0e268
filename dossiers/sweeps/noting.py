"""Working off what waits: chunk by chunk, order by order, within a box of time."""

import logging
from datetime import datetime
from math import inf
from time import monotonic

from django.db import Error

from dossiers.sweeps.orders import Sweep
from dossiers.sweeps.running import orders_waiting, run_sweep

log = logging.getLogger(__name__)

CHUNK = 5_000  # rows one transaction claims: short locks, few round trips
SWEEP_LIMIT = 500_000  # rows one run notes at most: the next run takes the rest
PATIENCE = 3  # failing chunks in a row after which the run leaves the rest to the next beat
BOX_SECONDS = 60.0  # of one run; then messages get their turn, and the next beat goes on


def note_all(*, now: datetime, seconds: float = BOX_SECONDS, tell: bool = True) -> int:
    """Carry out every order that waits, the most urgent first; return how many rows were noted.

    An order that fails is logged and stops no other. Any number of runs may go on at once.

    Source: docs/legal/time-limits.md#stored
    """
    until = monotonic() + seconds
    noted = 0
    for sweep in orders_waiting(now):
        try:
            noted += note_due(sweep, now=now, until=until, tell=tell)
        except Exception:
            log.exception("The order %s failed.", sweep.act)
    return noted


def note_due(sweep: Sweep, *, now: datetime, limit: int = SWEEP_LIMIT, until: float = inf, tell: bool = True) -> int:
    """Note every row whose moment has passed, once; return how many were noted.

    Claims chunk by chunk, oldest first, skipping rows another worker or an officer holds. A chunk commits whole or not at
    all, so a crash repeats nothing; a failing chunk is logged and tried again a few times, smaller. No chunk is begun after
    `until` (`time.monotonic`).
    """
    noted, failures, size = 0, 0, CHUNK
    while noted < limit and failures < PATIENCE and monotonic() < until:
        asked = min(size, limit - noted)
        try:
            claimed = run_sweep(sweep, now=now, size=asked, tell=tell)
        except Error:
            log.exception("A chunk of %s failed.", sweep.act)
            failures, size = failures + 1, max(1, size // 10)
            continue
        failures, noted = 0, noted + claimed
        if claimed < asked:
            break
    if noted:
        log.info("%s: %s noted.", sweep.act, noted)
    return noted
