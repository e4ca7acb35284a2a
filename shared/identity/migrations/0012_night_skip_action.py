"""The operators of the province learn to check that a step of a bank's night is skipped."""

from django.db import migrations

GIVE = """
UPDATE identity_provincerole SET actions = (
  SELECT array_agg(DISTINCT action ORDER BY action) FROM unnest(actions || 'operations.skip_check'::varchar) AS action)
WHERE code = 'operations'
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0011_authentication_log_indexes")]

    operations = [migrations.RunSQL(GIVE, migrations.RunSQL.noop)]
