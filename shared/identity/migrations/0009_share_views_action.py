"""The seeded operators of the province learn to share views of lists."""

from django.db import migrations

ROLES = ["operations"]
GIVE = """
UPDATE identity_provincerole SET actions = (
  SELECT array_agg(DISTINCT action ORDER BY action) FROM unnest(actions || %s::varchar[]) AS action)
WHERE code = ANY(%s)
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0008_audit_actions")]

    operations = [
        migrations.RunSQL([(GIVE, [["desk.share_views"], ROLES])], migrations.RunSQL.noop),
    ]
