"""The seeded roles of open banks learn to check corrections of who a customer is."""

from django.db import migrations

ACTIONS = {
    "branch_head": ["customers.check"],
    "archivist": ["customers.check"],
}
GIVE = """
UPDATE organisation_role SET version = version + 1, actions = (
  SELECT array_agg(DISTINCT action ORDER BY action) FROM unnest(actions || %s::varchar[]) AS action)
WHERE code = %s
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0011_check_action")]

    operations = [
        migrations.RunSQL(
            [(GIVE, [actions, code]) for code, actions in ACTIONS.items()], migrations.RunSQL.noop
        )
    ]
