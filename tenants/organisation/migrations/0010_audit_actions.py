"""The seeded auditors of open banks learn to take logs out and to verify the audit chain."""

from django.db import migrations

ACTIONS = {"auditor": ["audit.export", "audit.verify"]}
GIVE = """
UPDATE organisation_role SET actions = (
  SELECT array_agg(DISTINCT action ORDER BY action) FROM unnest(actions || %s::varchar[]) AS action)
WHERE code = %s
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0009_security_admin")]

    operations = [
        migrations.RunSQL(
            [(GIVE, [actions, code]) for code, actions in ACTIONS.items()], migrations.RunSQL.noop
        )
    ]
