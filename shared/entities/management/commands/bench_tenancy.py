import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections, models
from django.db.migrations import AddField, Migration

from backend.platform.tenancy import Entity
from backend.platform.tenancy.migrating import MigrationOutcome, migrate_group, missing_migrations
from backend.platform.tenancy.schemas import (
    TEMPLATE,
    cached_template,
    count_objects,
    drop_schema,
    drop_template,
    ensure_template,
    stamp_schema,
)

FIRST = 900  # codes b900, b901, ... are never given to a real bank


class Command(BaseCommand):
    help = "Measure building, stamping and migrating schemas beside their budgets; leaves nothing behind."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--banks", type=int, default=95)
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        banks = options["banks"]
        codes = [f"b{FIRST + n:03d}" for n in range(min(banks, 99))]
        self.rows: list[tuple[str, float, float]] = []
        call_command("prepare_database", verbosity=0)  # a bank's schema stands on the public one
        try:
            cached_template().unlink(missing_ok=True)
            drop_template()
            self._measure("template schema by migrations", 120, ensure_template)
            self._measure(
                f"stamping {banks} banks", 120 * banks / 95, lambda: self._stamp(codes, options["workers"])
            )
            self._measure("one more bank", 3, lambda: stamp_schema(Entity(f"b{FIRST + 99:03d}")))
            self._measure("nothing to migrate", 2, lambda: missing_migrations(codes))
            self._measure(f"one column in {banks} banks", 30 * banks / 95, lambda: self._add_column(codes))
            counts = count_objects(TEMPLATE)
        finally:
            for code in [*codes, f"b{FIRST + 99:03d}"]:
                drop_schema(Entity(code))
        self.stdout.write(
            f"a bank: {counts.relations} relations, {counts.indexes} indexes, {counts.constraints} constraints"
        )
        self.stdout.write(f"{'what':34}{'seconds':>9}{'budget':>9}{'ratio':>8}")
        for name, seconds, budget in self.rows:
            self.stdout.write(f"{name:34}{seconds:9.2f}{budget:9.1f}{seconds / budget:8.2f}")

    def _measure(self, name: str, budget: float, work: Callable[[], Any]) -> None:
        started = time.monotonic()
        work()
        self.rows.append((name, time.monotonic() - started, budget))

    @staticmethod
    def _stamp(codes: list[str], workers: int) -> None:
        def one(code: str) -> None:
            try:
                stamp_schema(Entity(code))
            finally:
                connections.close_all()

        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(one, codes))

    @staticmethod
    def _add_column(codes: list[str]) -> None:
        migration: Any = Migration("bench_column", "records")
        migration.operations = [AddField("outboxevent", "bench", models.PositiveIntegerField(null=True))]
        failures: list[MigrationOutcome] = []
        migrate_group(
            codes, lambda outcome: failures.append(outcome) if outcome.error else None, plan=[migration]
        )
        if failures:
            raise RuntimeError(f"{failures[0].code}: {failures[0].error}")
