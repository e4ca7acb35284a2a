from django.db import migrations

GRANT = """
UPDATE organisation_role SET actions = array_append(actions, 'organisation.handover')
WHERE code IN ('bank_admin', 'branch_head') AND NOT 'organisation.handover' = ANY (actions)
"""
REVOKE = "UPDATE organisation_role SET actions = array_remove(actions, 'organisation.handover')"


class Migration(migrations.Migration):
    """Banks that are open already give the new action to the roles that new banks are seeded with."""

    dependencies = [("organisation", "0003_offices")]

    operations = [migrations.RunSQL(GRANT, REVOKE)]
