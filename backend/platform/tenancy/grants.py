"""What the application's role may do: everything but change the past.

A model that says `append_only = True` gets SELECT and INSERT only, in every schema. A trigger besides
refuses an UPDATE, DELETE or TRUNCATE even of the owner: whoever means it must switch the trigger off, in
the open. Partitions are written through their table only.
"""

from typing import Any

from django.apps import apps
from django.db import connection

from .connections import app_role


def append_only_tables() -> set[str]:
    """The tables whose rows are never changed or removed: vouchers, entries, audit."""
    return {model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False)}


REFUSAL = """
CREATE OR REPLACE FUNCTION {schema}.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION '%.% is append-only: % refused', TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$body$
"""
ROWS_TRIGGER, TABLE_TRIGGER = "rows_are_kept", "table_is_kept"


def grant_schema(schema: str) -> None:
    """Give the application's role its rights on a schema, and guard its history; run as the owner of it."""
    role = app_role()
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
        present = {row[0] for row in cursor.fetchall()}
        kept = sorted(append_only_tables() & present)
        if kept:
            _guard(cursor, schema, kept)
        cursor.execute("SELECT current_user, EXISTS (SELECT 1 FROM pg_roles WHERE rolname = %s)", [role])
        owner, exists = cursor.fetchone()
        if not exists or owner == role:
            return
        name, to = quote(schema), quote(role)
        cursor.execute(f"GRANT USAGE ON SCHEMA {name} TO {to}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {name} TO {to}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {name} TO {to}")
        for table in kept:
            cursor.execute(f"REVOKE UPDATE, DELETE ON {name}.{quote(table)} FROM {to}")
        for table in _partitions(cursor, schema):
            cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON {name}.{quote(table)} FROM {to}")
        if "django_migrations" in present:
            cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON {name}.django_migrations FROM {to}")


def _partitions(cursor: Any, schema: str) -> list[str]:
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relispartition AND relkind = 'r'",
        [schema],
    )
    return [row[0] for row in cursor.fetchall()]


def _guard(cursor: Any, schema: str, tables: list[str]) -> None:
    """Put the two triggers on every table, and the one against TRUNCATE on its partitions too."""
    name = connection.ops.quote_name(schema)
    cursor.execute(REFUSAL.format(schema=name))
    cursor.execute(
        "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE c.relnamespace = %s::regnamespace AND t.tgname = ANY(%s)",
        [schema, [ROWS_TRIGGER, TABLE_TRIGGER]],
    )
    guarded = set(cursor.fetchall())
    cursor.execute(
        "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
        " JOIN pg_class p ON p.oid = i.inhparent"
        " WHERE c.relnamespace = %s::regnamespace AND c.relkind = 'r' AND p.relname = ANY(%s)",
        [schema, tables],
    )
    partitions = [row[0] for row in cursor.fetchall()]
    wanted = [(table, ROWS_TRIGGER) for table in tables]  # partitions inherit a trigger on rows
    wanted += [(table, TABLE_TRIGGER) for table in (*tables, *partitions)]
    for table, trigger in wanted:
        if (table, trigger) not in guarded:
            cursor.execute(guard_sql(schema, table, trigger))


def guard_sql(schema: str, table: str, trigger: str) -> str:
    """The statement that puts one of the two triggers on a table."""
    quote = connection.ops.quote_name
    when = "BEFORE UPDATE OR DELETE" if trigger == ROWS_TRIGGER else "BEFORE TRUNCATE"
    each = "ROW" if trigger == ROWS_TRIGGER else "STATEMENT"
    return (
        f"CREATE TRIGGER {trigger} {when} ON {quote(schema)}.{quote(table)} FOR EACH {each}"
        f" EXECUTE FUNCTION {quote(schema)}.refuse_change()"
    )
