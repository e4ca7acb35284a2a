"""`manage.py ledger_check --bank b001`, or `--bank all`: recompute the books; exit 1 when anything differs."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from backend.platform.tenancy import in_entity
from shared.entities.selectors import ready_codes
from tenants.loans.reconciliation import differences


class Command(BaseCommand):
    help = "Recompute balances from entries and loans from their events, and print what differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--bank",
            action="append",
            help="the code of a bank, such as b001; all that are open: all, or none named",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        named = options["bank"] or ["all"]
        codes = ready_codes() if "all" in named else named
        count = 0
        for code in codes:
            with in_entity(code):
                found = differences()
            for line in found:
                self.stdout.write(f"{code}: {line}")
            count += len(found)
        self.stdout.write(f"{len(codes)} bank(s) checked, {count} difference(s)")
        if count:
            sys.exit(1)
