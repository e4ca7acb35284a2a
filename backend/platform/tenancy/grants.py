"""What the application's role may do: everything but change the past.

A model that says `append_only = True` gets SELECT and INSERT only, in every schema.
"""

from django.apps import apps
from django.db import connection

from .connections import app_role


def append_only_tables() -> set[str]:
    """The tables whose rows are never changed or removed: vouchers, entries, audit."""
    return {model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False)}


def grant_schema(schema: str) -> None:
    """Give the application's role its rights on a schema; run as the owner of the schema."""
    role = app_role()
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, EXISTS (SELECT 1 FROM pg_roles WHERE rolname = %s)", [role])
        owner, exists = cursor.fetchone()
        if not exists or owner == role:
            return
        name, to = quote(schema), quote(role)
        cursor.execute(f"GRANT USAGE ON SCHEMA {name} TO {to}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {name} TO {to}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {name} TO {to}")
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
        present = {row[0] for row in cursor.fetchall()}
        for table in sorted(append_only_tables() & present):
            cursor.execute(f"REVOKE UPDATE, DELETE ON {name}.{quote(table)} FROM {to}")
        if "django_migrations" in present:
            cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON {name}.django_migrations FROM {to}")
