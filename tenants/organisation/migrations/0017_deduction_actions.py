"""The seeded roles of open banks learn to take deductions by file, and to see them."""

from django.db import migrations

ACTIONS = {
    "teller": ["deductions.view", "deductions.run"],
    "risk": ["deductions.view"],
    "bank_admin": ["deductions.view"],
    "auditor": ["deductions.view"],
}
GIVE = """
UPDATE organisation_role SET version = version + 1, actions = (
  SELECT array_agg(DISTINCT action ORDER BY action) FROM unnest(actions || %s::varchar[]) AS action)
WHERE code = %s
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0016_night_skip_action")]

    operations = [
        migrations.RunSQL(
            [(GIVE, [actions, code]) for code, actions in ACTIONS.items()], migrations.RunSQL.noop
        )
    ]
