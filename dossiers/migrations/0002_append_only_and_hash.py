"""What only the database can promise: events are never changed, their hash is the same in SQL, hot rows have room."""

from django.db import migrations

EVENT_HASH = """
CREATE OR REPLACE FUNCTION dossier_event_hash(
    prev bytea, dossier bigint, seq int, at timestamptz, act text, actor bigint, post text, unit bigint,
    from_state smallint, to_state smallint, act_key uuid, artefact text, payload bytea
) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT sha256(convert_to(concat_ws(E'\\x1f',
        encode(prev, 'hex'), dossier::text, seq::text, (extract(epoch FROM at) * 1000000)::bigint::text, act,
        coalesce(actor::text, ''), post, coalesce(unit::text, ''), coalesce(from_state::text, ''), coalesce(to_state::text, ''),
        coalesce(act_key::text, ''), artefact, encode(payload, 'hex')), 'UTF8'))
$$;
"""

# Training batches may be purged whole; an event of a real dossier goes with nothing.
APPEND_ONLY = """
CREATE FUNCTION dossier_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (
        SELECT 1 FROM dossiers_dossier d
        WHERE d.id = OLD.dossier_id AND d.batch <> '' AND d.batch = current_setting('portal.purging_batch', true)
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'dossier events are append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER dossier_event_no_change BEFORE UPDATE OR DELETE ON dossiers_dossierevent
    FOR EACH ROW EXECUTE FUNCTION dossier_event_refuse();
CREATE TRIGGER dossier_event_no_truncate BEFORE TRUNCATE ON dossiers_dossierevent
    FOR EACH STATEMENT EXECUTE FUNCTION dossier_event_refuse();
"""

APPEND_ONLY_UNDONE = """
DROP TRIGGER dossier_event_no_truncate ON dossiers_dossierevent;
DROP TRIGGER dossier_event_no_change ON dossiers_dossierevent;
DROP FUNCTION dossier_event_refuse();
"""

# Flags and states change in place: room on the page keeps them there, and vacuum comes before plans go stale.
ROOM = """
ALTER TABLE dossiers_dossier SET (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.01, autovacuum_analyze_scale_factor = 0.02);
ALTER TABLE dossiers_counter SET (fillfactor = 50);
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0001_initial")]

    operations = [
        migrations.RunSQL(EVENT_HASH, "DROP FUNCTION dossier_event_hash"),
        migrations.RunSQL(APPEND_ONLY, APPEND_ONLY_UNDONE),
        migrations.RunSQL(ROOM, migrations.RunSQL.noop),
    ]
