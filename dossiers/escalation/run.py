"""One run of the ladder: bring before the levels, then tell. Source: docs/legal/time-limits.md#escalation."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection

from dossiers.escalation.digests import send_digests
from dossiers.escalation.escalate import escalate


def run_ladder(now: datetime) -> int:
    """Bring overdue dossiers before higher levels, then tell each person in one message; return how many were brought.

    A second run at the same time does nothing: it would tell half of what the first has not finished. What a run that died
    had brought and not told, the next one tells.
    """
    with _alone() as alone:
        if not alone:
            return 0
        brought = escalate(now=now)
        send_digests(now=now)
        return brought


@contextmanager
def _alone() -> Iterator[bool]:
    """Hold a lock of the database session, which goes with the session when a worker dies; False where another run holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended('escalation ladder', 0))")
        alone = bool(cursor.fetchone()[0])
        try:
            yield alone
        finally:
            if alone:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended('escalation ladder', 0))")
