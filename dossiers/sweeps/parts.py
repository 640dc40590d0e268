"""The parts of SQL the statement of a standing order is put together from; `statement.py` fills the braces.

Every part reads the ones before it. A row is claimed once and carries all that later parts need, as it was when locked.
"""

SOURCE = {False: "dossiers_dossier d", True: "dossiers_dossierstep s JOIN dossiers_dossier d ON d.id = s.dossier_id"}
LOCKED = {False: "d", True: "d, s"}
ROW = {False: "d", True: "s"}

HAS_APOLOGY = "EXISTS (SELECT 1 FROM dossiers_extension e WHERE e.dossier_id = d.id AND e.issued_at IS NOT NULL)"

WAITING = "(SELECT d.id FROM {source} WHERE {due} ORDER BY {row}.{due_column}, {row}.id LIMIT 1) IS NOT NULL"

# `shown_due` is what messages call the due moment.
CLAIM = """claimed AS (
    SELECT d.id, d.cohort, d.state, d.code, d.link_key, d.receiving_unit_id, d.competent_unit_id, d.support_unit_id,
        {row}.assignee_id AS holder_id, {row}.id AS row_id, {row}.{due_column} AS moment, {shown_due} AS shown_due, {is_silent} AS is_silent,
        '' AS artefact, d.last_seq + 1 AS seq,
        CASE WHEN d.last_hash = ''::bytea THEN %(genesis)s ELSE d.last_hash END AS prev_hash
    FROM {source}
    WHERE {due}
    ORDER BY {row}.{due_column}, {row}.id LIMIT %(size)s
    FOR NO KEY UPDATE OF {locked} SKIP LOCKED
)"""

HASH = """hashed AS (
    SELECT claimed.*, dossier_event_hash(prev_hash, id, seq, %(now)s, %(act)s, NULL, %(system)s, NULL, state, state, NULL, artefact,
        %(payload)s) AS hash
    FROM claimed WHERE NOT is_silent
)"""

# The version stays: nothing a person decides on changes, so a form that is open on the dossier stays good.
FLAG = """flagged AS (
    UPDATE dossiers_dossier d SET {flags}last_seq = hashed.seq, last_hash = hashed.hash
    FROM hashed WHERE d.id = hashed.id
)"""

FLAG_STEPS = """flagged_steps AS (
    UPDATE dossiers_dossierstep s SET {noted} = %(now)s FROM hashed WHERE s.id = hashed.row_id
)"""

FLAG_SILENTLY = """flagged_silently AS (
    UPDATE dossiers_dossier d SET {noted} = %(now)s FROM claimed WHERE d.id = claimed.id AND claimed.is_silent
)"""

EVENTS = """events AS (
    INSERT INTO dossiers_dossierevent (cohort, dossier_id, seq, at, act, actor_id, post, unit_id, from_state, to_state, act_key,
        artefact, payload_sha256, prev_hash, hash)
    SELECT cohort, id, seq, %(now)s, %(act)s, NULL, %(system)s, NULL, state, state, NULL, artefact, %(payload)s, prev_hash, hash
    FROM hashed
    RETURNING id
)"""

FEED = "feed AS (INSERT INTO dossiers_eventfeed (event_id) SELECT id FROM events)"

DRAFT_APOLOGY = """drafted AS (
    INSERT INTO dossiers_extension (dossier_id, drafted_at, reason, number) SELECT id, %(now)s, '', '' FROM hashed
    ON CONFLICT (dossier_id) DO NOTHING
)"""

# The number of the event in the log of its dossier tells this noting from every other one: a moment that comes back is told anew.
FACTS = """facts AS (
    SELECT hashed.*, seq::text AS once,
        jsonb_build_object('code', code, 'due', to_char(shown_due AT TIME ZONE 'Asia/Ho_Chi_Minh', 'HH24:MI DD/MM/YYYY'),
            'link', %(short_link)s || link_key || '/', 'hotline', %(hotline)s::text) AS data
    FROM hashed
)"""

OFFICE = """office AS (
    SELECT DISTINCT m.commune_id, m.post, m.user_id FROM accounts_membership m JOIN accounts_user u ON u.id = m.user_id
    WHERE m.post IN (%(desk)s, %(leader)s) AND u.is_active
        AND m.valid_from <= %(today)s AND (m.valid_to IS NULL OR m.valid_to >= %(today)s)
        AND m.commune_id IN (SELECT receiving_unit_id FROM facts UNION SELECT competent_unit_id FROM facts)
)"""

# One branch for each member of orders.Told, by its name.
TOLD = {
    "HOLDER_OR_DESK": """SELECT id, holder_id AS user_id FROM facts WHERE holder_id IS NOT NULL
    UNION SELECT f.id, o.user_id FROM facts f JOIN office o ON o.commune_id = f.receiving_unit_id AND o.post = %(desk)s
        WHERE f.holder_id IS NULL""",
    "DESK": "SELECT f.id, o.user_id FROM facts f JOIN office o ON o.commune_id = f.receiving_unit_id AND o.post = %(desk)s",
    "LEADERS": "SELECT f.id, o.user_id FROM facts f JOIN office o ON o.commune_id = f.competent_unit_id AND o.post = %(leader)s",
    "LEADERS_OF_DESK": "SELECT f.id, o.user_id FROM facts f JOIN office o ON o.commune_id = f.receiving_unit_id AND o.post = %(leader)s",
}

# Deputies hear what those they stand in for would hear, as long as they hold a post of that commune; they pass nothing on
# (docs/legal/one-stop.md#delegation).
OFFICERS = """addressed AS (
    {told}
),
officers AS (
    SELECT id, user_id FROM addressed
    UNION
    SELECT a.id, s.deputy_id FROM addressed a JOIN facts f ON f.id = a.id
    JOIN accounts_delegation s ON s.user_id = a.user_id AND s.commune_id IN (f.receiving_unit_id, f.competent_unit_id, f.support_unit_id)
        AND %(today)s BETWEEN s.from_day AND least(s.to_day, s.ended_on)
    JOIN accounts_user u ON u.id = s.deputy_id AND u.is_active
    WHERE EXISTS (SELECT 1 FROM accounts_membership m
        WHERE m.user_id = s.deputy_id AND m.commune_id = s.commune_id AND m.post = ANY(%(posts)s)
            AND m.valid_from <= %(today)s AND (m.valid_to IS NULL OR m.valid_to >= %(today)s))
)"""

OFFICERS_ONE_BY_ONE = """SELECT f.id, f.code, f.once, f.data, %(officer_kind)s AS kind, 'in_app' AS channel, o.user_id AS recipient_id,
        NULL::bytea AS address, 'u' || o.user_id AS whom
    FROM officers o JOIN facts f ON f.id = o.id"""

# The notings in a digest are its identity.
OFFICERS_IN_DIGESTS = """SELECT NULL::bigint AS id, '' AS code, md5(string_agg(f.id || '@' || f.once, ',' ORDER BY f.id)) AS once,
        jsonb_build_object('count', count(*)::text, 'link', %(inbox_link)s::text, 'hotline', %(hotline)s::text, 'codes',
            array_to_string((array_agg(f.code ORDER BY f.moment, f.id))[1:%(shown_codes)s], ', ')
                || CASE WHEN count(*) > %(shown_codes)s THEN ', …' ELSE '' END) AS data,
        %(officer_kind)s AS kind, 'in_app' AS channel, o.user_id AS recipient_id, NULL::bytea AS address, 'u' || o.user_id AS whom
    FROM officers o JOIN facts f ON f.id = o.id GROUP BY o.user_id"""

PEOPLE = """people AS (
    SELECT f.id, f.code, f.once, f.data, p.user_id, p.phone_cipher, p.phone_hash, p.email_cipher,
        coalesce(left(encode(p.email_hash, 'hex'), 24), p.role) AS email_word
    FROM facts f JOIN dossiers_dossierparty p ON p.dossier_id = f.id
)"""

CITIZENS = """SELECT id, code, once, data, %(citizen_kind)s, 'in_app', user_id, NULL, 'u' || user_id FROM people WHERE user_id IS NOT NULL
    UNION ALL
    SELECT id, code, once, data, %(citizen_kind)s, 'sms', NULL, phone_cipher, left(encode(phone_hash, 'hex'), 24) FROM people
        WHERE phone_cipher IS NOT NULL
    UNION ALL
    SELECT id, code, once, data, %(citizen_kind)s, 'email', NULL, email_cipher, email_word FROM people WHERE email_cipher IS NOT NULL"""

NOTICES = """notices AS (
    INSERT INTO notifications_notice (dedupe, kind, channel, recipient_id, address_sealed, about_id, about_code, data, status,
        next_try_at, attempts, last_error, created_at, sent_at)
    SELECT concat_ws(':', kind, id, once, channel, whom), kind, channel, recipient_id, address, id, code, data,
        CASE channel WHEN 'in_app' THEN 'sent' ELSE 'pending' END,
        CASE channel WHEN 'in_app' THEN %(now)s::timestamptz ELSE %(send_at)s END, 0, '', %(now)s,
        CASE channel WHEN 'in_app' THEN %(now)s::timestamptz END
    FROM ({notices}) AS told
    ON CONFLICT (dedupe) DO NOTHING
)"""
