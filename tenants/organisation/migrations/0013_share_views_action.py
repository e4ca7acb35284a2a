"""The seeded administrators, branch heads and risk officers of open banks learn to share views of lists."""

from django.db import migrations

ROLES = ["bank_admin", "branch_head", "risk"]
GIVE = """
UPDATE organisation_role SET actions = (
  SELECT array_agg(DISTINCT action ORDER BY action) FROM unnest(actions || %s::varchar[]) AS action)
WHERE code = ANY(%s)
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0012_customer_check_action")]

    operations = [
        migrations.RunSQL([(GIVE, [["desk.share_views"], ROLES])], migrations.RunSQL.noop),
    ]
