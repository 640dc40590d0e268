"""Note that a dossier is overdue: once, as an event and a flag, never as a state."""

import logging
from datetime import datetime

from django.db import DatabaseError

from dossiers.sweeps import OVERDUE, run_sweep

log = logging.getLogger(__name__)

CHUNK = 5_000  # rows one transaction claims: short locks, few round trips
SWEEP_LIMIT = 500_000  # rows one run notes at most: the next run takes the rest
PATIENCE = 3  # failing chunks in a row after which the run leaves the rest to the next beat


def note_overdue_dossiers(*, now: datetime, limit: int = SWEEP_LIMIT, tell: bool = True) -> int:
    """Note every dossier past its due moment, once; return how many were noted.

    Claims chunk by chunk, oldest first, skipping rows another worker or an officer holds. A chunk commits whole or not at
    all, so a crash repeats nothing; a failing chunk is logged and tried again a few times, smaller.

    Source: docs/legal/time-limits.md#classification
    """
    noted, failures, size = 0, 0, CHUNK
    while noted < limit and failures < PATIENCE:
        try:
            claimed = run_sweep(OVERDUE, now=now, size=min(size, limit - noted), tell=tell)
        except DatabaseError:
            log.exception("A chunk of the overdue sweep failed.")
            failures, size = failures + 1, max(1, size // 10)
            continue
        if not claimed:
            break
        noted += claimed
    if noted:
        log.info("Noted %s overdue dossiers.", noted)
    return noted
