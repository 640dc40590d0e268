"""Working off what waits: order by order, within a box of time."""

import logging
from datetime import datetime
from math import inf
from time import monotonic

from dossiers.sweeps.chunks import RUN_LIMIT, in_chunks
from dossiers.sweeps.orders import Sweep
from dossiers.sweeps.running import orders_waiting, run_sweep

log = logging.getLogger(__name__)

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


def note_due(sweep: Sweep, *, now: datetime, limit: int = RUN_LIMIT, until: float = inf, tell: bool = True) -> int:
    """Note every row whose moment has passed, once; return how many were noted.

    Claims chunk by chunk, oldest first, skipping rows another worker or an officer holds. A chunk commits whole or not at
    all, so a crash repeats nothing. No chunk is begun after `until` (`time.monotonic`).
    """
    noted = in_chunks(lambda size: run_sweep(sweep, now=now, size=size, tell=tell), what=sweep.act, limit=limit, until=until)
    if noted:
        log.info("%s: %s noted.", sweep.act, noted)
    return noted
