"""The seeded roles of the province learn to propose and check parameters and dictionary entries."""

from django.db import migrations

ACTIONS = {
    "operations": ["parameters.view", "parameters.propose", "dictionaries.propose"],
    "rules": ["parameters.view", "parameters.check", "dictionaries.check"],
    "auditor": ["parameters.view"],
}
GIVE = """
UPDATE identity_provincerole SET actions = (
  SELECT array_agg(DISTINCT action ORDER BY action) FROM unnest(actions || %s::varchar[]) AS action)
WHERE code = %s
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0004_second_factors_and_app_sessions")]

    operations = [
        migrations.RunSQL(
            [(GIVE, [actions, code]) for code, actions in ACTIONS.items()], migrations.RunSQL.noop
        )
    ]
