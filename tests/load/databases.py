"""A database for each book, beside one another in the servers of the profile `load`."""

from collections.abc import Sequence
from decimal import Decimal

import dj_database_url
import psycopg
from django.conf import settings

from backend.platform.tenancy.schemas import migration_hash
from tests.support.databases import use_database


def database_name(scale: Decimal, seed: int, codes: Sequence[str]) -> str:
    """`load_0_01_95_20210711_` and a hash: the scale, how many banks, the seed, the migrations."""
    return f"load_{str(scale).replace('.', '_')}_{len(codes)}_{seed}_{migration_hash()[:8]}"


def use_book(name: str) -> bool:
    """Point this process at the book's database, made empty if there is none; True when it was made.

    The same book under other migrations is thrown away.
    """
    p = dj_database_url.parse(settings.MIGRATOR_DATABASE_URL)
    with psycopg.connect(
        dbname=p["NAME"], user=p["USER"], password=p["PASSWORD"], host=p["HOST"], port=p["PORT"], autocommit=True
    ) as server:  # fmt: skip
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
