"""The seeded roles of the province learn to take lists out as files."""

from django.db import migrations

ROLES = ["catalogue", "rules", "operations", "security", "auditor"]
GIVE = """
UPDATE identity_provincerole SET actions = (
  SELECT array_agg(DISTINCT action ORDER BY action) FROM unnest(actions || 'desk.export'::varchar) AS action)
WHERE code = ANY(%s)
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0009_share_views_action")]

    operations = [migrations.RunSQL([(GIVE, [ROLES])], migrations.RunSQL.noop)]
