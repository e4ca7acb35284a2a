"""`manage.py load_dataset --scale 0.01`: the opening book of the province, by COPY."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from tqdm import tqdm

from tests.load.banks import bank_codes, book_totals, differences_of, load_bank, take_on
from tests.load.databases import database_name, use_book
from tests.load.plan import BookPlan, book_plan


class Command(BaseCommand):
    help = "Load the province's opening book at a scale; banks that have loans already are left as they are."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", type=Decimal, default=Decimal("0.01"))
        parser.add_argument("--seed", type=int, default=20210711)
        parser.add_argument("--banks", type=int, default=95)
        parser.add_argument(
            "--only", default="", help="codes instead of the first banks, separated by commas"
        )
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        codes = [code for code in options["only"].split(",") if code] or bank_codes(options["banks"])
        book = book_plan(options["scale"], codes, options["seed"])
        use_book(database_name(options["scale"], options["seed"], codes))
        self.stdout.write(
            f"scale {options['scale']}, seed {options['seed']}, {len(codes)} banks, {book.loans} loans"
        )
        started = time.monotonic()
        take_on(codes, options["workers"])
        opened = time.monotonic()
        self.stdout.write(f"banks stand after {opened - started:.1f} s")
        with (
            tqdm(total=book.loans, desc="loans", unit="loan") as bar,
            ThreadPoolExecutor(options["workers"]) as pool,
        ):
            work = [pool.submit(self._one, book, code, options["seed"], bar.update) for code in codes]
            skipped = [code for code, done in zip(codes, work, strict=True) if not done.result()]
        seconds = time.monotonic() - opened
        if len(skipped) == len(codes):
            self.stdout.write("every bank has its loans")
            return
        self._tell(codes, book, seconds)

    @staticmethod
    def _one(book: BookPlan, code: str, seed: int, on_loans: Callable[[int], Any]) -> bool:
        try:
            return load_bank(book, code, seed, on_loans)
        finally:
            connections.close_all()

    def _tell(self, codes: list[str], book: BookPlan, seconds: float) -> None:
        totals = book_totals(codes)
        self.stdout.write(f"loaded in {seconds:.1f} s: {book.loans / seconds:,.0f} loans/s")
        for method, count in sorted(totals["by_method"].items()):
            self.stdout.write(f"  {method:18}{count:10,} {count / totals['loans']:8.4f}")
        self.stdout.write(
            f"  loans {totals['loans']:,}, overdue {totals['overdue']:,}, instalments {totals['instalments']:,},"
            f" outstanding {totals['outstanding']:,} yuan, average rate {totals['average_rate']:.6f}"
        )
        found = differences_of(codes)
        if found:
            raise CommandError(f"{len(found)} differences: {'; '.join(found[:5])}")
        self.stdout.write(f"the proof of the ledger holds in {len(codes)} banks")
