"""The template schema and the stamping of banks from it.

Building a schema by migrations costs a minute of Python; its dump with another name loads in a
fraction of a second. So one template is built by migrations, kept as SQL under a hash of the
migrations, and every bank is a copy of it whose objects are counted afterwards.
"""

import hashlib
import inspect
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from .connections import as_migrator, dump_schema, migrator_connection, tenant_connection
from .entity import Entity
from .grants import grant_schema

TEMPLATE = "bank_template"  # must occur nowhere else in a dump: the bank's name is put in its place


@dataclass(frozen=True)
class SchemaCounts:
    """How many objects a schema holds; a stamped bank must equal its template."""

    relations: int
    constraints: int
    indexes: int
    triggers: int


class StampMismatchError(RuntimeError):
    """A stamped schema does not hold what its template holds."""


@cache
def migration_hash() -> str:
    """A hash of every migration file of every app that lives in a bank's schema, read once a process."""
    digest = hashlib.sha256()
    for label in sorted(
        config.label for config in apps.get_app_configs() if config.name in settings.TENANT_APPS
    ):
        for (app, name), migration in sorted(MigrationLoader(None).disk_migrations.items()):
            if app == label:
                digest.update(f"{app}.{name}".encode())
                digest.update(Path(inspect.getfile(type(migration))).read_bytes())
    return digest.hexdigest()[:16]


def expected_migrations() -> list[str]:
    """Every migration on disk as `app.name`: a schema is current when it has recorded them all."""
    return sorted(f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations)


class _Schema:
    """What django-tenants calls a tenant, for schemas that are not an entity (the template)."""

    def __init__(self, schema_name: str) -> None:
        self.schema_name = schema_name
        self.domain_url = None


def migrate_schema(schema: str, verbosity: int = 0) -> None:
    """Run Django's migrate inside one schema, as the migrator."""
    tenant = tenant_connection()
    before = tenant.tenant
    with as_migrator():
        tenant.set_tenant(_Schema(schema))
        try:
            MigrateCommand().execute(
                database="default", app_label=None, migration_name=None, interactive=False, verbosity=verbosity,
                fake=False, fake_initial=False, plan=False, check_unapplied=False, run_syncdb=False, prune=False,
                skip_checks=True, force_color=False, no_color=True, stdout=None, stderr=None, traceback=False,
            )  # fmt: skip
            grant_schema(schema)
        finally:
            tenant.set_tenant(before)


def cached_template(version: str = "") -> Path:
    """Where the template's SQL for the migrations on disk is kept."""
    return settings.BASE_DIR / ".local" / "cache" / f"bank-schema-{version or migration_hash()}.sql"


def template_sql() -> str:
    """The template's SQL for the migrations on disk, built by migrations only when nobody did before."""
    version = migration_hash()
    cached = cached_template(version)
    if cached.exists():
        return cached.read_text()
    with migrator_connection() as raw:
        raw.execute(f"DROP SCHEMA IF EXISTS {TEMPLATE} CASCADE")
        raw.execute(f"CREATE SCHEMA {TEMPLATE}")
    migrate_schema(TEMPLATE)
    sql = dump_schema(TEMPLATE)
    with migrator_connection() as raw:
        rows = raw.execute(f"SELECT app, name FROM {TEMPLATE}.django_migrations ORDER BY id").fetchall()  # noqa: S608
    names = ",\n".join(f"  ('{app}', '{name}', now())" for app, name in rows)
    sql += f"\nINSERT INTO {TEMPLATE}.django_migrations (app, name, applied) VALUES\n{names};\n"
    cached.parent.mkdir(parents=True, exist_ok=True)
    partial = cached.with_suffix(".part")
    partial.write_text(sql)
    partial.replace(cached)
    return sql


def ensure_template() -> str:
    """Bring the template schema of this database to the migrations on disk; returns their hash."""
    version = migration_hash()
    with migrator_connection() as raw:
        found = raw.execute(
            "SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = %s", [TEMPLATE]
        ).fetchone()
    if found and found[0] == version:
        return version
    sql = template_sql()
    with migrator_connection() as raw, raw.transaction():
        raw.execute(f"DROP SCHEMA IF EXISTS {TEMPLATE} CASCADE")
        raw.execute(sql)
        raw.execute(f"COMMENT ON SCHEMA {TEMPLATE} IS '{version}'")
    return version


def count_objects(schema: str) -> SchemaCounts:
    """Count the schema's relations, constraints, indexes and triggers, those of partitions left out.

    Partitions follow the calendar: the template has none of the months that a bank has.
    """
    with migrator_connection() as raw:
        row = raw.execute(
            """
            SELECT (SELECT count(*) FROM pg_class c WHERE c.relnamespace = n.oid AND c.relkind NOT IN ('i', 'I')
                      AND NOT c.relispartition),
                   (SELECT count(*) FROM pg_constraint k LEFT JOIN pg_class c ON c.oid = k.conrelid
                     WHERE k.connamespace = n.oid AND NOT coalesce(c.relispartition, false)),
                   (SELECT count(*) FROM pg_class c WHERE c.relnamespace = n.oid AND c.relkind IN ('i', 'I')
                      AND NOT c.relispartition),
                   (SELECT count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
                     WHERE c.relnamespace = n.oid AND NOT t.tgisinternal AND NOT c.relispartition)
            FROM pg_namespace n WHERE n.nspname = %s
            """,
            [schema],
        ).fetchone()
    if row is None:
        raise StampMismatchError(f"schema {schema} does not exist")
    return SchemaCounts(*row)


@cache
def _template_counts(version: str) -> SchemaCounts:
    """What the template of these migrations holds: the same for every bank, so counted once a process."""
    return count_objects(TEMPLATE)


def schema_exists(entity: Entity) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [entity.schema_name])
        return cursor.fetchone() is not None


def stamp_schema(entity: Entity) -> SchemaCounts:
    """Make the bank's schema from the template, in one transaction, and prove it equal by counting.

    Does nothing to a schema that exists already; the count is compared all the same.
    """
    if not entity.is_bank:
        raise ValueError("the province lives in the public schema")
    version = ensure_template()
    if not schema_exists(entity):
        sql = template_sql().replace(TEMPLATE, entity.schema_name)
        with migrator_connection() as raw, raw.transaction():
            raw.execute(sql)
    counts, wanted = count_objects(entity.schema_name), _template_counts(version)
    if counts != wanted:
        raise StampMismatchError(f"{entity.code} holds {counts}, its template {wanted}")
    return counts


def drop_schema(entity: Entity) -> None:
    """Throw a bank's schema away; only the clean-up of a failed onboarding and the benchmark do this."""
    with migrator_connection() as raw:
        raw.execute(f"DROP SCHEMA IF EXISTS {entity.schema_name} CASCADE")


def drop_template() -> None:
    """Throw the template away; the next stamp makes it again."""
    with migrator_connection() as raw:
        raw.execute(f"DROP SCHEMA IF EXISTS {TEMPLATE} CASCADE")
