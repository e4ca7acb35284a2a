"""The seeded roles of open banks learn to see and mend events that did not arrive."""

from django.db import migrations

GIVE = """
UPDATE organisation_role SET actions = (
  SELECT array_agg(DISTINCT action ORDER BY action)
  FROM unnest(actions || ARRAY['events.view', 'events.manage']::varchar[]) AS action)
WHERE code = 'bank_admin';
UPDATE organisation_role SET actions = (
  SELECT array_agg(DISTINCT action ORDER BY action)
  FROM unnest(actions || ARRAY['events.view']::varchar[]) AS action)
WHERE code = 'auditor';
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial")]

    operations = [migrations.RunSQL(GIVE, migrations.RunSQL.noop)]
