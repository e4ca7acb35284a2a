"""The seeded roles of open banks learn to see and mend events that did not arrive."""

from django.db import migrations

ACTIONS = {
    "bank_admin": ["events.view", "events.manage"],
    "risk": ["events.view", "events.check"],
    "auditor": ["events.view"],
}
GIVE = """
UPDATE organisation_role SET actions = (
  SELECT array_agg(DISTINCT action ORDER BY action) FROM unnest(actions || %s::varchar[]) AS action)
WHERE code = %s
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial")]

    operations = [
        migrations.RunSQL(
            [(GIVE, [actions, code]) for code, actions in ACTIONS.items()], migrations.RunSQL.noop
        )
    ]
