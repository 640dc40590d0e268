"""The hash chain of a dossier's events: same bytes in Python and in SQL. Source: docs/adr/0010-events-hash-chain.md."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from dossiers.models import DossierEvent

GENESIS = bytes(32)  # what the first event of a dossier follows
SEPARATOR = "\x1f"  # cannot occur in any of the joined values
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def payload_digest(payload: Mapping[str, Any]) -> bytes:
    """Return the SHA-256 of what was sent with an act; the words themselves stay out of the chain and can be erased."""
    text = json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).digest()


EMPTY_PAYLOAD = payload_digest({})


def event_hash(event: DossierEvent) -> bytes:
    """Return the hash of an event over the one before it; `at` counts in microseconds since 1970 UTC.

    The database function `dossier_event_hash` (migration 0002) says the same; sweeps and the replay call it.
    """
    values = (
        bytes(event.prev_hash).hex(),
        event.dossier_id,
        event.seq,
        (event.at - _EPOCH) // _MICROSECOND,
        event.act,
        event.actor_id,
        event.post,
        event.unit_id,
        event.from_state,
        event.to_state,
        event.act_key,
        event.artefact,
        bytes(event.payload_sha256).hex(),
    )
    text = SEPARATOR.join("" if value is None else str(value) for value in values)
    return hashlib.sha256(text.encode()).digest()


def first_broken(events: Iterable[DossierEvent], *, last_seq: int, last_hash: bytes) -> int | None:
    """Return the sequence number at which a dossier's chain does not hold, or None; the head must match too.

    `events` are all events of one dossier in order of `seq`.
    """
    previous, expected_seq = GENESIS, 1
    for event in events:
        if event.seq != expected_seq or bytes(event.prev_hash) != previous or bytes(event.hash) != event_hash(event):
            return expected_seq
        previous, expected_seq = bytes(event.hash), expected_seq + 1
    head_holds = expected_seq - 1 == last_seq and previous == (bytes(last_hash) or GENESIS)
    return None if head_holds else expected_seq
