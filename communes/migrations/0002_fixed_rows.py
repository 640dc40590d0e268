"""What only the database can promise: calendar revisions and used unit codes never change."""

from django.db import migrations

FIX = """
CREATE FUNCTION communes_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: %', TG_OP, TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER calendar_revision_is_fixed BEFORE UPDATE OR DELETE ON communes_calendarrevision
    FOR EACH ROW EXECUTE FUNCTION communes_refuse_change('a calendar revision never changes');

CREATE TRIGGER used_unit_code_is_fixed BEFORE UPDATE OF unit_code ON communes_commune
    FOR EACH ROW WHEN (OLD.unit_code_used AND NEW.unit_code IS DISTINCT FROM OLD.unit_code)
    EXECUTE FUNCTION communes_refuse_change('dossiers carry this unit code');
"""

UNDO = """
DROP TRIGGER used_unit_code_is_fixed ON communes_commune;
DROP TRIGGER calendar_revision_is_fixed ON communes_calendarrevision;
DROP FUNCTION communes_refuse_change();
"""


class Migration(migrations.Migration):
    """Triggers on both tables."""

    dependencies = (("communes", "0001_initial"),)

    operations = (migrations.RunSQL(FIX, UNDO),)
