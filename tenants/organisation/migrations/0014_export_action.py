"""The seeded roles of open banks that work in an office learn to take lists out as files."""

from django.db import migrations

ROLES = [
    "officer", "reviewer", "approver", "branch_head", "disburser", "risk", "archivist", "bank_admin", "auditor",
    "security_admin",
]  # fmt: skip
GIVE = """
UPDATE organisation_role SET actions = (
  SELECT array_agg(DISTINCT action ORDER BY action) FROM unnest(actions || 'desk.export'::varchar) AS action)
WHERE code = ANY(%s)
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0013_share_views_action")]

    operations = [migrations.RunSQL([(GIVE, [ROLES])], migrations.RunSQL.noop)]
