"""The seeded roles of the province learn to see and mend events that did not arrive."""

from django.db import migrations

ACTIONS = {
    "operations": ["province.events_view", "province.events_manage"],
    "security": ["province.events_view", "province.events_check"],
    "auditor": ["province.events_view"],
}
GIVE = """
UPDATE identity_provincerole SET actions = (
  SELECT array_agg(DISTINCT action ORDER BY action) FROM unnest(actions || %s::varchar[]) AS action)
WHERE code = %s
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0002_person_hash")]

    operations = [
        migrations.RunSQL(
            [(GIVE, [actions, code]) for code, actions in ACTIONS.items()], migrations.RunSQL.noop
        )
    ]
