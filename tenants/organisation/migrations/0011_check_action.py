"""The seeded administrators of open banks learn to check moved and closed offices and people who leave."""

from django.db import migrations

ACTIONS = {"bank_admin": ["organisation.check"], "security_admin": ["organisation.check"]}
GIVE = """
UPDATE organisation_role SET version = version + 1, actions = (
  SELECT array_agg(DISTINCT action ORDER BY action) FROM unnest(actions || %s::varchar[]) AS action)
WHERE code = %s
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0010_audit_actions")]

    operations = [
        migrations.RunSQL(
            [(GIVE, [actions, code]) for code, actions in ACTIONS.items()], migrations.RunSQL.noop
        )
    ]
