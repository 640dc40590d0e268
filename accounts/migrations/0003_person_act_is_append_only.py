"""Refuse to change or remove what was done to a person's account."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION person_act_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'accounts_personact is append-only' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER person_act_is_append_only BEFORE UPDATE OR DELETE ON accounts_personact
    FOR EACH ROW EXECUTE FUNCTION person_act_is_append_only();
"""
ALLOW = """
DROP TRIGGER person_act_is_append_only ON accounts_personact;
DROP FUNCTION person_act_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_membership")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
