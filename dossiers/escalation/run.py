"""One run of the ladder: bring before the levels, then tell. Source: docs/legal/time-limits.md#escalation."""

from datetime import datetime
from time import monotonic

from core.locks import alone
from dossiers.escalation.digests import send_digests
from dossiers.escalation.escalate import escalate

BOX_SECONDS = 90.0  # for bringing; then people are told of what was brought, and the next beat goes on


def run_ladder(now: datetime) -> int:
    """Bring overdue dossiers before higher levels, then tell each person in one message; return how many were brought.

    A second run at the same time does nothing: it would tell half of what the first has not finished. What a run that died
    had brought and not told, the next one tells.
    """
    with alone("escalation ladder") as is_alone:
        if not is_alone:
            return 0
        brought = escalate(now=now, until=monotonic() + BOX_SECONDS)
        send_digests(now=now)
        return brought
