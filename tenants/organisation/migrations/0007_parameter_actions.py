"""The seeded roles of open banks learn to propose and check parameters and dictionary entries."""

from django.db import migrations

ACTIONS = {
    "bank_admin": ["parameters.view", "parameters.propose", "dictionaries.propose"],
    "risk": ["parameters.view", "parameters.check", "dictionaries.check"],
    "auditor": ["parameters.view"],
}
GIVE = """
UPDATE organisation_role SET actions = (
  SELECT array_agg(DISTINCT action ORDER BY action) FROM unnest(actions || %s::varchar[]) AS action)
WHERE code = %s
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0006_parameters_and_dictionaries")]

    operations = [
        migrations.RunSQL(
            [(GIVE, [actions, code]) for code, actions in ACTIONS.items()], migrations.RunSQL.noop
        )
    ]
