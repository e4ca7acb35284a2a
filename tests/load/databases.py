"""A database for each book, beside one another in the servers of the profile `load`."""

import os
from collections.abc import Sequence
from decimal import Decimal

import dj_database_url
import psycopg
from django.conf import settings
from django.db import connections

from backend.platform.tenancy.schemas import migration_hash
from tests.support.databases import use_database


def database_name(scale: Decimal, seed: int, codes: Sequence[str]) -> str:
    """`load_0_01_95_20210711_` and a hash: the scale, how many banks, the seed, the migrations."""
    return f"load_{str(scale).replace('.', '_')}_{len(codes)}_{seed}_{migration_hash()[:8]}"


def use_copy(name: str) -> None:
    """Point this process at a copy of the book's database that may be spoilt; an earlier copy is thrown away."""
    _copied(name, f"{name}_copy")


def use_replay(name: str, *, anew: bool) -> None:
    """Point this process at the copy of the book that the 41 days are replayed in; made unless there is one."""
    copy = f"{name}_replay"
    with _server() as server:
        known = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [copy]).fetchone()
    if anew or not known:
        _copied(name, copy)
    else:
        use_database(copy)


def _copied(name: str, copy: str) -> None:
    connections.close_all()
    with psycopg.connect(os.environ["ADMIN_DATABASE_URL"], autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN (%s, %s)", [name, copy]
        )
    with _server() as server:
        server.execute(f'DROP DATABASE IF EXISTS "{copy}"')
        server.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{name}" STRATEGY FILE_COPY')
    use_database(copy)


def use_book(name: str) -> bool:
    """Point this process at the book's database, made empty if there is none; True when it was made.

    The same book under other migrations is thrown away.
    """
    with _server() as server:
        known = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not known:
            older = name.rpartition("_")[0].replace("_", r"\_") + r"\_%"
            for (other,) in server.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE %s", [older]
            ).fetchall():
                server.execute(f'DROP DATABASE "{other}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{name}"')
    use_database(name)
    return not known


def _server() -> psycopg.Connection:
    """The migrator at the database that the servers were set up with."""
    p = dj_database_url.parse(settings.MIGRATOR_DATABASE_URL)
    return psycopg.connect(
        dbname=p["NAME"], user=p["USER"], password=p["PASSWORD"], host=p["HOST"], port=p["PORT"], autocommit=True
    )  # fmt: skip
