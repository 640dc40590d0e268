"""The one statement of the ladder: claim, flag, event with its hash, feed, and a row for every level reached.

Source: docs/adr/0005-stored-due-moments-and-set-based-sweeps.md
"""

from dossiers.sweeps import parts

# A ladder by a calendar is the sorted list of its cutoffs: the highest level has the earliest one, so the level a dossier
# has reached is the number of cutoffs that lie after its due moment.
STATEMENT = f"""
WITH rungs AS (
    SELECT * FROM unnest(%(units)s::bigint[], %(levels)s::smallint[], %(posts)s::text[], %(delays)s::int[])
        AS r (unit_id, level, post, after_minutes)
),
ladders AS MATERIALIZED (
    SELECT unit_id, revision_id, array_agg(before ORDER BY before) AS befores
    FROM rungs JOIN unnest(%(revisions)s::bigint[], %(after)s::int[], %(before)s::timestamptz[])
        AS cutoff (revision_id, after_minutes, before) USING (after_minutes)
    GROUP BY unit_id, revision_id
),
claimed AS (
    SELECT d.id, d.cohort, d.state, d.due_at, d.last_seq + 1 AS seq, l.unit_id, reached.level,
        'cap:' || reached.level AS artefact, false AS is_silent,
        CASE WHEN d.last_hash = ''::bytea THEN %(genesis)s ELSE d.last_hash END AS prev_hash
    FROM dossiers_dossier d
    JOIN ladders l ON l.revision_id = d.calendar_revision_id
        AND l.unit_id = CASE WHEN d.competent_unit_id = ANY(%(own)s::bigint[]) THEN d.competent_unit_id ELSE %(else)s END
    CROSS JOIN LATERAL (SELECT cardinality(l.befores) - width_bucket(d.due_at, l.befores) AS level) AS reached
    WHERE d.overdue_noted_at IS NOT NULL AND d.state IN (2, 4) AND d.due_at < %(latest)s
        AND reached.level >= CASE WHEN d.escalated_on IS NULL OR d.escalated_on < %(today)s THEN 1 ELSE d.escalated_level + 1 END
    ORDER BY d.due_at, d.id LIMIT %(size)s
    FOR NO KEY UPDATE OF d SKIP LOCKED
),
{parts.HASH},
flagged AS (
    UPDATE dossiers_dossier d
    SET escalated_level = hashed.level, escalated_on = %(today)s, last_seq = hashed.seq, last_hash = hashed.hash
    FROM hashed WHERE d.id = hashed.id
),
{parts.EVENTS},
{parts.FEED},
brought AS (
    INSERT INTO dossiers_escalation (dossier_id, due_at, level, post, "on", at)
    SELECT c.id, c.due_at, r.level, r.post, %(today)s, %(now)s
    FROM claimed c JOIN rungs r ON r.unit_id = c.unit_id AND r.level <= c.level
    ON CONFLICT (dossier_id, due_at, level, "on") DO NOTHING
)
SELECT count(*) FROM claimed
"""  # noqa: S608  fixed parts, nothing anybody typed
