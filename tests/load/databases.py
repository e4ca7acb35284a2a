"""A database for each book, beside one another in the servers of the profile `load`."""

from collections.abc import Sequence
from decimal import Decimal

import dj_database_url
import psycopg
from django.conf import settings

from tests.support.databases import use_database


def database_name(scale: Decimal, seed: int, codes: Sequence[str]) -> str:
    """`load_0_01_95_20210711`: the scale, how many banks, the seed."""
    return f"load_{str(scale).replace('.', '_')}_{len(codes)}_{seed}"


def use_book(name: str) -> bool:
    """Point this process at the book's database, made empty if there is none; True when it was made."""
    p = dj_database_url.parse(settings.MIGRATOR_DATABASE_URL)
    with psycopg.connect(
        dbname=p["NAME"], user=p["USER"], password=p["PASSWORD"], host=p["HOST"], port=p["PORT"], autocommit=True
    ) as server:  # fmt: skip
        known = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not known:
            server.execute(f'CREATE DATABASE "{name}"')
    use_database(name)
    return not known
