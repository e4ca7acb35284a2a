"""Tables split by month: the months ahead are made in time, a month past may be taken off.

A model that says `monthly = True` has a table that is split by its column `at`. A row whose month has no
partition lands in the default one, so nothing fails; the next run makes the month and moves such rows.
"""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import psycopg
from django.apps import apps
from django.conf import settings
from django.db import connection

from backend.platform import clock
from backend.platform.tenancy import current_entity
from backend.platform.tenancy.connections import app_role, migrator_connection
from backend.platform.tenancy.grants import TABLE_TRIGGER, guard_sql

MONTHS_AHEAD = 3
LOCK_TIMEOUT = "3s"


@dataclass(frozen=True)
class Month:
    """A calendar month of the bank's time zone, and the partition that holds it."""

    year: int
    month: int

    @classmethod
    def of(cls, at: datetime) -> "Month":
        local = at.astimezone(ZoneInfo(settings.TIME_ZONE))
        return cls(local.year, local.month)

    @classmethod
    def named(cls, text: str) -> "Month":
        """From `2026-03`; raises ValueError."""
        day = date.fromisoformat(f"{text}-01")
        return cls(day.year, day.month)

    def later(self, months: int) -> "Month":
        index = self.year * 12 + self.month - 1 + months
        return Month(index // 12, index % 12 + 1)

    @property
    def begins_at(self) -> datetime:
        return datetime(self.year, self.month, 1, tzinfo=ZoneInfo(settings.TIME_ZONE))

    def table(self, parent: str) -> str:
        return f"{parent}_{self.year}{self.month:02d}"

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}"


def monthly_tables() -> list[str]:
    """The tables that are split by month."""
    return sorted(model._meta.db_table for model in apps.get_models() if getattr(model, "monthly", False))


def partitions_of(table: str) -> list[str]:
    """The partitions that the table has in the current schema, the default one among them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
            " WHERE i.inhparent = to_regclass(%s) ORDER BY 1",
            [table],
        )
        return [row[0] for row in cursor.fetchall()]


def missing(ahead: int = MONTHS_AHEAD) -> list[tuple[str, Month]]:
    """The partitions that the current schema lacks for this month and the months ahead."""
    now = Month.of(clock.now())
    wanted = [now.later(n) for n in range(ahead + 1)]
    return [
        (table, month)
        for table in monthly_tables()
        for present in [set(partitions_of(table))]
        for month in wanted
        if month.table(table) not in present
    ]


def ensure(ahead: int = MONTHS_AHEAD) -> list[str]:
    """Make the partitions that are missing in the current schema; returns their names.

    Works as the migrator, each partition in a transaction of its own. One whose table is locked for
    longer than three seconds is left to the next run: the default partition takes its rows until then.
    """
    lacking = missing(ahead)
    if not lacking:
        return []
    made = []
    with migrator_connection() as raw:
        for table, month in lacking:
            try:
                with raw.transaction():
                    _make(raw, current_entity().schema_name, table, month)
            except (psycopg.errors.LockNotAvailable, psycopg.errors.DuplicateTable):
                continue  # somebody works on the table, or has just made the partition
            made.append(month.table(table))
    return made


def _make(raw: psycopg.Connection, schema: str, table: str, month: Month) -> None:
    """Attached rather than created in place, so that business writes the other months meanwhile."""
    quote = connection.ops.quote_name
    parent, default, fresh = (
        f"{quote(schema)}.{quote(name)}" for name in (table, f"{table}_default", month.table(table))
    )
    bounds = {"low": month.begins_at, "high": month.later(1).begins_at}
    raw.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
    raw.execute(f"CREATE TABLE {fresh} (LIKE {parent} INCLUDING ALL)")
    raw.execute(f"LOCK TABLE {default} IN ACCESS EXCLUSIVE MODE")
    early = raw.execute(
        f"SELECT EXISTS (SELECT 1 FROM {default} WHERE at >= %(low)s AND at < %(high)s)",  # noqa: S608
        bounds,
    ).fetchone()
    if early and early[0]:
        raw.execute(f"ALTER TABLE {default} DISABLE TRIGGER USER")
        raw.execute(
            f"WITH moved AS (DELETE FROM {default} WHERE at >= %(low)s AND at < %(high)s RETURNING *)"  # noqa: S608
            f" INSERT INTO {fresh} SELECT * FROM moved",
            bounds,
        )
        raw.execute(f"ALTER TABLE {default} ENABLE TRIGGER USER")
    low, high = (at.isoformat() for at in bounds.values())
    raw.execute(f"ALTER TABLE {parent} ATTACH PARTITION {fresh} FOR VALUES FROM ('{low}') TO ('{high}')")
    raw.execute(guard_sql(schema, month.table(table), TABLE_TRIGGER))
    if role := app_role():
        known = raw.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
        if known:
            raw.execute(f"GRANT SELECT ON {fresh} TO {quote(role)}")
