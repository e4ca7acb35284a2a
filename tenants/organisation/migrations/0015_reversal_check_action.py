"""The heads of branches of open banks learn to check the reversal of repayments."""

from django.db import migrations

GIVE = """
UPDATE organisation_role SET version = version + 1, actions = (
  SELECT array_agg(DISTINCT action ORDER BY action) FROM unnest(actions || 'loans.reversal_check'::varchar) AS action)
WHERE code = 'branch_head'
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0014_export_action")]

    operations = [migrations.RunSQL(GIVE, migrations.RunSQL.noop)]
