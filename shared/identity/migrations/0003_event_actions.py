"""The seeded roles of the province learn to see and mend events that did not arrive."""

from django.db import migrations

GIVE = """
UPDATE identity_provincerole SET actions = (
  SELECT array_agg(DISTINCT action ORDER BY action)
  FROM unnest(actions || ARRAY['province.events_view', 'province.events_manage']::varchar[]) AS action)
WHERE code = 'operations';
UPDATE identity_provincerole SET actions = (
  SELECT array_agg(DISTINCT action ORDER BY action)
  FROM unnest(actions || ARRAY['province.events_view']::varchar[]) AS action)
WHERE code = 'auditor';
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_initial")]

    operations = [migrations.RunSQL(GIVE, migrations.RunSQL.noop)]
