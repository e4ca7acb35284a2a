"""`manage.py bench_eod --scale 0.01`: one night over the opening book, step by step, against its floor.

The floor is what no night can be faster than: one set-based UPDATE and one INSERT of a row for each loan, on the same
tables with the same indexes, by as many connections as the worker has processes, a transaction a bank. Both are
measured in the same run; the last line is the quotient of their seconds.
"""

import os
from decimal import Decimal
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tests.load import nights
from tests.load.banks import bank_codes, differences_of
from tests.load.plan import book_plan

MEMORY_MB = 400


class Command(BaseCommand):
    help = (
        "Measure one night over the opening book against a bare UPDATE and INSERT; loads the book if need be."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", type=Decimal, default=Decimal("0.01"))
        parser.add_argument("--seed", type=int, default=20210711)
        parser.add_argument("--banks", type=int, default=95)
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument(
            "--nights", type=int, default=1, help="so many nights, each with a floor before it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        codes, workers = bank_codes(options["banks"]), options["workers"]
        facts = {name: options[name] for name in ("scale", "seed", "banks", "workers")}
        call_command("load_dataset", stdout=self.stdout, **facts)
        loans = book_plan(options["scale"], codes, options["seed"]).loans
        self.stdout.write(f"load of the machine: {' '.join(f'{load:.2f}' for load in os.getloadavg())}")
        with nights.worker(workers) as running:
            ratios = [self._one(codes, running, workers, loans) for _ in range(options["nights"])]
            peak = running.peak_mb()
        found = differences_of(codes)
        if found:
            raise CommandError(f"{len(found)} differences: {'; '.join(found[:5])}")
        self.stdout.write(f"load of the machine: {' '.join(f'{load:.2f}' for load in os.getloadavg())}")
        self.stdout.write(f"peak memory of a worker process: {peak:.0f} MB of {MEMORY_MB} MB")
        self.stdout.write(f"ratio: {sorted(ratios)[len(ratios) // 2]:.2f}")
        if peak > MEMORY_MB:
            raise CommandError("a worker needs too much memory")

    def _one(self, codes: list[str], running: nights.Worker, workers: int, loans: int) -> float:
        nights.settle(codes)
        begun = nights.database_seconds()
        floor = nights.floor(codes, workers)
        floor_computed = nights.database_seconds() - begun
        nights.settle(codes)
        begun, python_begun = nights.database_seconds(), running.processor_seconds()
        night = nights.night(codes)
        computed, python = nights.database_seconds() - begun, running.processor_seconds() - python_begun
        self.stdout.write(f"{'step':18}{'worker s':>10}{'share':>8}{'loans/s':>12}{'rows':>12}")
        whole = sum(step.seconds for step in night.steps)
        for step in night.steps:
            speed = loans * workers / step.seconds if step.seconds else float("inf")
            self.stdout.write(
                f"{step.name:18}{step.seconds:10.2f}{step.seconds / whole:8.1%}{speed:12,.0f}{step.rows:12,}"
            )
        self.stdout.write(
            f"night {night.seconds:.2f} s: {loans / night.seconds:,.0f} loans/s;"
            f" floor {floor:.2f} s: {loans / floor:,.0f} loans/s; {night.seconds / floor:.2f}"
        )
        self.stdout.write(
            f"processor: night {computed:.2f} s in the database and {python:.2f} s in the worker,"
            f" floor {floor_computed:.2f} s in the database; {(computed + python) / max(floor_computed, 0.01):.2f}"
        )
        return night.seconds / floor
