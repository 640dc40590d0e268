"""Counting events into sums per commune and day: each event once, whatever order transactions commit in.

Source: docs/legal/time-limits.md#classification (early, on time, late), docs/legal/reports.md#ii-06a.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from dossiers.models import Channel
from dossiers.states import Act

CHUNK = 20_000  # events one transaction counts: under a second, so cells are not locked for long
COUNTED = ("received", "online", "post", "non_local", "early", "on_time", "late_apology", "late_plain", "declined", "stopped", "withdrawn")


def roll_tallies(*, chunk: int = CHUNK) -> int:
    """Count every event that waits in the feed and return how many there were.

    A chunk leaves the feed in the transaction that counts it. Rows another worker holds are left to it.
    """
    rolled = 0
    while taken := _roll_chunk(chunk):
        rolled += taken
    return rolled


def _roll_chunk(size: int) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_statement(_FROM_FEED), {**_WORDS, "size": size, "sign": 1})
        return int(cursor.fetchone()[0])


def uncount_dossiers(dossier_ids: Sequence[int]) -> None:
    """Take all that was counted of these dossiers out of the sums again, before they are removed.

    Call it in the transaction that removes them. What still waits in the feed was not counted and only leaves the feed.
    """
    with connection.cursor() as cursor:
        cursor.execute(_statement(_FROM_DOSSIERS), {**_WORDS, "dossiers": list(dossier_ids), "sign": -1})


def _statement(source: str) -> str:
    return f"WITH {source},\n{_FACTS},\n{_CELLS},\n{_WRITTEN}\nSELECT count(*) FROM taken"


_WORDS: dict[str, Any] = {
    "receive": Act.RECEIVE,
    "release": Act.RELEASE_RESULT,
    "reopen": Act.REOPEN,
    "decline": Act.DECLINE,
    "stop": Act.STOP,
    "withdraw": Act.APPROVE_WITHDRAWAL,
    "extend": Act.EXTEND,
    "acts": [Act.RECEIVE, Act.RELEASE_RESULT, Act.REOPEN, Act.DECLINE, Act.STOP, Act.APPROVE_WITHDRAWAL],
    "online": [Channel.ONLINE, Channel.VNEID],
    "post": Channel.POST,
}

_FROM_FEED = """taken AS (
    DELETE FROM dossiers_eventfeed WHERE event_id IN (
        SELECT event_id FROM dossiers_eventfeed ORDER BY event_id LIMIT %(size)s FOR UPDATE SKIP LOCKED
    ) RETURNING event_id
)"""

_FROM_DOSSIERS = """waiting AS (
    DELETE FROM dossiers_eventfeed WHERE event_id IN (SELECT id FROM dossiers_dossierevent WHERE dossier_id = ANY(%(dossiers)s))
    RETURNING event_id
),
taken AS (
    SELECT id AS event_id FROM dossiers_dossierevent
    WHERE dossier_id = ANY(%(dossiers)s) AND id NOT IN (SELECT event_id FROM waiting)
)"""

# A reopened dossier is taken out of the day and the kind it was counted in: those of the release it undoes.
# It has its due moment from reception on, so one that was never received has none.
_FACTS = """facts AS (
    SELECT d.competent_unit_id AS unit, d.channel, d.receiving_unit_id <> d.competent_unit_id AS non_local, d.due_at, e.act,
        CASE e.act WHEN %(reopen)s THEN undone.at ELSE e.at END AS at,
        CASE e.act WHEN %(reopen)s THEN -1 ELSE 1 END * %(sign)s AS n,
        e.act IN (%(release)s, %(reopen)s) AS is_result,
        EXISTS (SELECT FROM dossiers_dossierevent x WHERE x.dossier_id = d.id AND x.seq < e.seq AND x.act = %(extend)s) AS apologised
    FROM taken
    JOIN dossiers_dossierevent e ON e.id = taken.event_id AND e.act = ANY(%(acts)s)
    JOIN dossiers_dossier d ON d.id = e.dossier_id
    LEFT JOIN LATERAL (
        SELECT r.at FROM dossiers_dossierevent r
        WHERE e.act = %(reopen)s AND r.dossier_id = e.dossier_id AND r.seq < e.seq AND r.act = %(release)s
        ORDER BY r.seq DESC LIMIT 1
    ) undone ON true
),
timed AS (
    SELECT facts.*, (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day,
        CASE WHEN at > due_at THEN 'late'
            WHEN (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date < (due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date THEN 'early'
            ELSE 'on_time' END AS finish
    FROM facts
)"""

_CELLS = """cells AS (
    SELECT unit, day,
        coalesce(sum(n) FILTER (WHERE act = %(receive)s), 0) AS received,
        coalesce(sum(n) FILTER (WHERE act = %(receive)s AND channel = ANY(%(online)s)), 0) AS online,
        coalesce(sum(n) FILTER (WHERE act = %(receive)s AND channel = %(post)s), 0) AS post,
        coalesce(sum(n) FILTER (WHERE act = %(receive)s AND non_local), 0) AS non_local,
        coalesce(sum(n) FILTER (WHERE is_result AND finish = 'early'), 0) AS early,
        coalesce(sum(n) FILTER (WHERE is_result AND finish = 'on_time'), 0) AS on_time,
        coalesce(sum(n) FILTER (WHERE is_result AND finish = 'late' AND apologised), 0) AS late_apology,
        coalesce(sum(n) FILTER (WHERE is_result AND finish = 'late' AND NOT apologised), 0) AS late_plain,
        coalesce(sum(n) FILTER (WHERE act = %(decline)s), 0) AS declined,
        coalesce(sum(n) FILTER (WHERE act = %(stop)s AND due_at IS NOT NULL), 0) AS stopped,
        coalesce(sum(n) FILTER (WHERE act = %(withdraw)s AND due_at IS NOT NULL), 0) AS withdrawn
    FROM timed GROUP BY unit, day
)"""

# Cells are locked in the order of the key, so that two workers never wait for each other in a circle.
_UPSERT = """written AS (
    INSERT INTO reporting_tallyunitday AS t (day, unit_id, {columns})
    SELECT day, unit, {columns} FROM cells ORDER BY day, unit
    ON CONFLICT (day, unit_id) DO UPDATE SET {sums}
)"""
_WRITTEN = _UPSERT.format(columns=", ".join(COUNTED), sums=", ".join(f"{name} = t.{name} + EXCLUDED.{name}" for name in COUNTED))
