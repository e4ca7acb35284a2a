"""The seeded roles of open banks learn to check that a step of the night is skipped."""

from django.db import migrations

ACTIONS = {
    "bank_admin": ["endofday.skip_check"],
    "risk": ["endofday.view", "endofday.skip_check"],
}
GIVE = """
UPDATE organisation_role SET version = version + 1, actions = (
  SELECT array_agg(DISTINCT action ORDER BY action) FROM unnest(actions || %s::varchar[]) AS action)
WHERE code = %s
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0015_reversal_check_action")]

    operations = [
        migrations.RunSQL(
            [(GIVE, [actions, code]) for code, actions in ACTIONS.items()], migrations.RunSQL.noop
        )
    ]
