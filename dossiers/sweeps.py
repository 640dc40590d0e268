"""One builder for all sweeps: claim, flag, event with its hash, feed and notices in a single statement.

Sweeps are data: which rows, which act, which column remembers, whom to tell. Source:
docs/adr/0005-stored-due-moments-and-set-based-sweeps.md.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import connection, transaction

from accounts.permissions import Post
from core.clock import ZONE
from dossiers.chain import EMPTY_PAYLOAD, GENESIS
from dossiers.states import Act, Role
from dossiers.telling import SHORT_LINK
from notifications.service import NoticeKind


@dataclass(frozen=True, slots=True)
class Sweep:
    """A standing order: dossiers whose moment `due_column` lies before now and whose `noted_column` is empty, in `states`."""

    act: Act
    due_column: str
    noted_column: str
    states: tuple[int, ...]
    tells_officer: NoticeKind
    tells_citizen: NoticeKind


OVERDUE = Sweep(Act.NOTE_OVERDUE, "due_at", "overdue_noted_at", (2, 4), NoticeKind.OVERDUE_OFFICER, NoticeKind.OVERDUE_CITIZEN)


def run_sweep(sweep: Sweep, *, now: datetime, size: int, tell: bool = True) -> int:
    """Note up to `size` dossiers, oldest moment first, and return how many; rows another transaction holds are left to it.

    Flag, event, feed and notices commit together or not at all. `tell` False writes no notices (history of a replay).
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_statement(sweep, tell=tell), _parameters(sweep, now, size))
        return int(cursor.fetchone()[0])


def _parameters(sweep: Sweep, now: datetime, size: int) -> dict[str, str | int | bytes | datetime | date]:
    return {
        "now": now,
        "today": now.astimezone(ZONE).date(),
        "size": size,
        "act": sweep.act,
        "system": Role.SYSTEM,
        "payload": EMPTY_PAYLOAD,
        "genesis": GENESIS,
        "officer_kind": sweep.tells_officer,
        "citizen_kind": sweep.tells_citizen,
        "desk": Post.DESK_OFFICER,
        "hotline": settings.HOTLINE,
        "short_link": settings.SITE_ADDRESS + SHORT_LINK,
    }


def _statement(sweep: Sweep, *, tell: bool) -> str:
    states = ", ".join(str(state) for state in sweep.states)
    claim = _CLAIM.format(due=sweep.due_column, noted=sweep.noted_column, states=states)
    parts = [claim, _FLAG.format(noted=sweep.noted_column), _EVENTS, _FEED]
    if tell:
        parts += [_FACTS.format(due=sweep.due_column), _OFFICERS, _CITIZENS, _NOTICES]
    return "WITH " + ",\n".join(parts) + "\nSELECT count(*) FROM flagged"


_CLAIM = """claimed AS (
    SELECT id FROM dossiers_dossier
    WHERE {due} < %(now)s AND {noted} IS NULL AND state IN ({states})
    ORDER BY {due}, id LIMIT %(size)s
    FOR NO KEY UPDATE SKIP LOCKED
)"""

_FLAG = """linked AS (
    SELECT d.id, d.cohort, d.state, d.last_seq + 1 AS seq,
        CASE WHEN d.last_hash = ''::bytea THEN %(genesis)s ELSE d.last_hash END AS prev_hash
    FROM dossiers_dossier d JOIN claimed USING (id)
),
hashed AS (
    SELECT linked.*, dossier_event_hash(prev_hash, id, seq, %(now)s, %(act)s, NULL, %(system)s, NULL, state, state, NULL, '', %(payload)s) AS hash
    FROM linked
),
flagged AS (
    UPDATE dossiers_dossier d
    SET {noted} = %(now)s, version = d.version + 1, last_seq = hashed.seq, last_hash = hashed.hash
    FROM hashed WHERE d.id = hashed.id
    RETURNING d.id, d.code, d.due_at, d.assignee_id, d.receiving_unit_id, d.link_key
)"""

_EVENTS = """events AS (
    INSERT INTO dossiers_dossierevent (cohort, dossier_id, seq, at, act, actor_id, post, unit_id, from_state, to_state, act_key,
        artefact, payload_sha256, prev_hash, hash)
    SELECT cohort, id, seq, %(now)s, %(act)s, NULL, %(system)s, NULL, state, state, NULL, '', %(payload)s, prev_hash, hash FROM hashed
    RETURNING id
)"""

_FEED = "feed AS (INSERT INTO dossiers_eventfeed (event_id) SELECT id FROM events)"

# The moment is part of `once`: a due moment that moves is told of anew, the same one never twice.
_FACTS = """facts AS (
    SELECT f.id, f.code, f.assignee_id, f.receiving_unit_id,
        (extract(epoch FROM d.{due}) * 1000000)::bigint::text AS once,
        jsonb_build_object('code', f.code, 'due', to_char(d.{due} AT TIME ZONE 'Asia/Ho_Chi_Minh', 'HH24:MI DD/MM/YYYY'),
            'link', %(short_link)s || f.link_key || '/', 'hotline', %(hotline)s::text) AS data
    FROM flagged f JOIN dossiers_dossier d USING (id)
)"""

_OFFICERS = """desk AS (
    SELECT DISTINCT m.commune_id, m.user_id FROM accounts_membership m JOIN accounts_user u ON u.id = m.user_id
    WHERE m.post = %(desk)s AND u.is_active AND m.valid_from <= %(today)s AND (m.valid_to IS NULL OR m.valid_to >= %(today)s)
        AND m.commune_id IN (SELECT receiving_unit_id FROM facts WHERE assignee_id IS NULL)
),
officers AS (
    SELECT facts.*, %(officer_kind)s AS kind, 'in_app' AS channel, coalesce(facts.assignee_id, desk.user_id) AS recipient_id,
        NULL::bytea AS address, 'u' || coalesce(facts.assignee_id, desk.user_id) AS whom
    FROM facts LEFT JOIN desk ON facts.assignee_id IS NULL AND desk.commune_id = facts.receiving_unit_id
    WHERE coalesce(facts.assignee_id, desk.user_id) IS NOT NULL
)"""

_CITIZENS = """people AS (
    SELECT facts.*, p.user_id, p.phone_cipher, p.phone_hash, p.email_cipher, p.role
    FROM facts JOIN dossiers_dossierparty p ON p.dossier_id = facts.id
),
citizens AS (
    SELECT id, code, assignee_id, receiving_unit_id, once, data, %(citizen_kind)s AS kind, 'in_app' AS channel, user_id AS recipient_id,
        NULL::bytea AS address, 'u' || user_id AS whom FROM people WHERE user_id IS NOT NULL
    UNION ALL
    SELECT id, code, assignee_id, receiving_unit_id, once, data, %(citizen_kind)s, 'sms', NULL, phone_cipher, left(encode(phone_hash, 'hex'), 24)
        FROM people WHERE phone_cipher IS NOT NULL
    UNION ALL
    SELECT id, code, assignee_id, receiving_unit_id, once, data, %(citizen_kind)s, 'email', NULL, email_cipher, role
        FROM people WHERE email_cipher IS NOT NULL
)"""

_NOTICES = """notices AS (
    INSERT INTO notifications_notice (dedupe, kind, channel, recipient_id, address_sealed, about_id, about_code, data, status,
        next_try_at, attempts, last_error, created_at, sent_at)
    SELECT kind || ':' || id || ':' || once || ':' || channel || ':' || whom, kind, channel, recipient_id, address, id, code, data,
        CASE channel WHEN 'in_app' THEN 'sent' ELSE 'pending' END, %(now)s, 0, '', %(now)s,
        CASE channel WHEN 'in_app' THEN %(now)s::timestamptz END
    FROM (SELECT * FROM officers UNION ALL SELECT * FROM citizens) AS told
    ON CONFLICT (dedupe) DO NOTHING
)"""
