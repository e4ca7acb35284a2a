"""The seeded auditors of the province learn to take logs out and to verify the audit chain."""

from django.db import migrations

ACTIONS = {"auditor": ["province.audit_export", "province.audit_verify"]}
GIVE = """
UPDATE identity_provincerole SET actions = (
  SELECT array_agg(DISTINCT action ORDER BY action) FROM unnest(actions || %s::varchar[]) AS action)
WHERE code = %s
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0007_roles_of_checkers")]

    operations = [
        migrations.RunSQL(
            [(GIVE, [actions, code]) for code, actions in ACTIONS.items()], migrations.RunSQL.noop
        )
    ]
