"""Bring overdue dossiers before the levels they have reached: one statement a chunk, once a level and working day.

Source: docs/legal/time-limits.md#escalation
"""

import logging
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from math import inf
from typing import Any

from django.db import connection, transaction

from core.clock import ZONE
from dossiers.chain import EMPTY_PAYLOAD, GENESIS
from dossiers.escalation.cutoffs import Cutoff, cutoffs
from dossiers.escalation.rules import Ladders, ladders
from dossiers.escalation.statement import STATEMENT
from dossiers.states import Act, Role
from dossiers.sweeps.chunks import in_chunks

log = logging.getLogger(__name__)

EVERYBODY_ELSE = 0  # stands for communes without a ladder of their own


def escalate(*, now: datetime, until: float = inf) -> int:
    """Bring every overdue dossier before the levels it has reached, each level once a working day; return how many were brought.

    A dossier is claimed when it has reached a higher level than before, and on each further working day once the office has
    opened. Chunks commit whole or not at all, rows somebody else holds are left to the next run. No chunk is begun after `until`
    (`time.monotonic`).

    Source: docs/legal/time-limits.md#escalation
    """
    rules = ladders()
    found = cutoffs(now, rules.delays)
    if not found:
        return 0
    brought = in_chunks(partial(_bring, _parameters(rules, found, now)), what="the escalation", until=until)
    if brought:
        log.info("Brought %s overdue dossiers before a higher level.", brought)
    return brought


def _bring(parameters: Mapping[str, Any], size: int) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(STATEMENT, {**parameters, "size": size})
        return int(cursor.fetchone()[0])


def _parameters(rules: Ladders, found: list[Cutoff], now: datetime) -> dict[str, Any]:
    every = {EVERYBODY_ELSE: rules.city, **rules.own}
    rungs = [(unit, rung) for unit, ladder in every.items() for rung in ladder]
    return {
        "now": now,
        "today": now.astimezone(ZONE).date(),
        "act": Act.NOTE_ESCALATED,
        "system": Role.SYSTEM,
        "payload": EMPTY_PAYLOAD,
        "genesis": GENESIS,
        "else": EVERYBODY_ELSE,
        "own": list(rules.own),
        "units": [unit for unit, _ in rungs],
        "levels": [rung.level for _, rung in rungs],
        "posts": [rung.post for _, rung in rungs],
        "delays": [rung.after_minutes for _, rung in rungs],
        "revisions": [cutoff.revision_id for cutoff in found],
        "after": [cutoff.after_minutes for cutoff in found],
        "before": [cutoff.before for cutoff in found],
        "latest": max(cutoff.before for cutoff in found),
    }
