"""Bring overdue dossiers before the levels they have reached: one statement a chunk, once a level and working day.

Source: docs/legal/time-limits.md#escalation
"""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import DatabaseError, connection, transaction

from core.clock import ZONE
from dossiers.chain import EMPTY_PAYLOAD, GENESIS
from dossiers.escalation.cutoffs import Cutoff, cutoffs
from dossiers.escalation.rules import Ladders, ladders
from dossiers.escalation.statement import STATEMENT
from dossiers.states import Act, Role

log = logging.getLogger(__name__)

CHUNK = 5_000  # rows one transaction claims: short locks, few round trips
PATIENCE = 3  # failing chunks in a row after which the run leaves the rest to the next beat
EVERYBODY_ELSE = 0  # stands for communes without a ladder of their own


def escalate(*, now: datetime) -> int:
    """Bring every overdue dossier before the levels it has reached, each level once a working day; return how many were brought.

    A dossier is claimed when it has reached a higher level than before, and on each further working day once the office has
    opened. Chunks commit whole or not at all, rows somebody else holds are left to the next run.

    Source: docs/legal/time-limits.md#escalation
    """
    rules = ladders()
    found = cutoffs(now, rules.delays)
    brought = _in_chunks(_parameters(rules, found, now)) if found else 0
    if brought:
        log.info("Brought %s overdue dossiers before a higher level.", brought)
    return brought


def _in_chunks(parameters: Mapping[str, Any]) -> int:
    brought, failures, size = 0, 0, CHUNK
    while failures < PATIENCE:
        try:
            claimed = _run_chunk({**parameters, "size": size})
        except DatabaseError:
            log.exception("A chunk of the escalation failed.")
            failures, size = failures + 1, max(1, size // 10)
            continue
        if not claimed:
            break
        brought += claimed
    return brought


def _run_chunk(parameters: Mapping[str, Any]) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(STATEMENT, parameters)
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
