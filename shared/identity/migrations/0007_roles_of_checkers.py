"""The province's roles that are defined already get the actions of makers and checkers."""

from django.db import migrations

ADDED = {
    "operations": ["identity.check", "identity.roles_check", "identity.view"],
    "security": ["identity.check", "identity.roles_check", "identity.roles_manage"],
}
ADD = """
UPDATE identity_provincerole
SET actions = ARRAY(SELECT DISTINCT unnest(actions || %s::varchar[]) ORDER BY 1), version = version + 1
WHERE code = %s
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0006_accounts_and_roles")]

    operations = [
        migrations.RunSQL([(ADD, [actions, code]) for code, actions in ADDED.items()], migrations.RunSQL.noop)
    ]
