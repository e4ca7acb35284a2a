"""Databases for tests: a template with two banks, built once for a hash of what makes it, and clones of it."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connections

ROOT = Path(__file__).resolve().parents[2]
ALIASES = ("default", "replica")


def _fingerprint() -> str:
    digest = hashlib.sha256()
    patterns = (
        "*/*/migrations/*.py",
        "backend/platform/*/migrations/*.py",
        "*/*/permissions.py",
        "*/*/seed.py",
        "shared/*/data/*.csv",
        "shared/reference/services.py",
        "backend/platform/tenancy/*.py",
        "tests/world.py",
        "tests/factories/*.py",
    )
    for path in sorted({p for pattern in patterns for p in ROOT.glob(pattern)}):
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def _maintenance() -> Iterator[psycopg.Connection]:
    """The migrator at the database that the servers were set up with; it may make databases."""
    import dj_database_url

    p = dj_database_url.parse(settings.MIGRATOR_DATABASE_URL)
    with psycopg.connect(
        dbname=p["NAME"],
        user=p["USER"],
        password=p["PASSWORD"],
        host=p["HOST"],
        port=p["PORT"],
        autocommit=True,
    ) as connection:
        yield connection


def _extensions(name: str) -> None:
    """Trigram search; a trusted extension, so the owner of the database may install it."""
    import dj_database_url

    p = dj_database_url.parse(settings.MIGRATOR_DATABASE_URL)
    with psycopg.connect(
        dbname=name, user=p["USER"], password=p["PASSWORD"], host=p["HOST"], port=p["PORT"], autocommit=True
    ) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")


def use_database(name: str) -> None:
    """Point this process's connections at another database."""
    for alias in ALIASES:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
        settings.DATABASES[alias]["NAME"] = name


def _exists(maintenance: psycopg.Connection, name: str) -> bool:
    return maintenance.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def template_database() -> str:
    """The template for the code as it stands; built under a file lock by whoever comes first."""
    name = f"credit_template_{_fingerprint()}"
    lock = ROOT / ".local" / "test" / "template.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with _maintenance() as maintenance:
            if _exists(maintenance, name):
                return name
            old = maintenance.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE 'credit\\_template\\_%'"
                " OR datname LIKE 'credit\\_building\\_%'"
            ).fetchall()
            for (other,) in old:
                maintenance.execute(f'DROP DATABASE IF EXISTS "{other}" WITH (FORCE)')
            building = name.replace("template", "building")
            # the database that the servers were set up with is empty, but has the extensions
            maintenance.execute(f'CREATE DATABASE "{building}"')
            _extensions(building)
            use_database(building)
            from tests import world

            world.build()
            for alias in ALIASES:
                connections[alias].close()
            maintenance.execute(f'ALTER DATABASE "{building}" RENAME TO "{name}"')
    return name


def clone(name: str) -> str:
    """A fresh database from the template."""
    template = template_database()
    lock = ROOT / ".local" / "test" / "clone.lock"
    with lock.open("w") as held, _maintenance() as maintenance:
        fcntl.flock(held, fcntl.LOCK_EX)  # a template that is being copied admits nobody else
        maintenance.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        maintenance.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
    return name


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings.test")
    import django

    django.setup()
    template_database()
