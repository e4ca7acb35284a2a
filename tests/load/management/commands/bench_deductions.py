"""`manage.py bench_deductions --scale 0.0375`: a file of deductions for every open loan of one bank.

The bank's book is loaded if need be, and the bank brought to a date by which most loans owe something. Then the file
goes the way that an uploaded one goes, in this process: read and checked, taken in pieces, proven.
"""

import cProfile
import csv
import io
import pstats
import resource
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from backend.platform import jobs
from backend.platform.permissions import Actor
from backend.platform.tenancy import in_entity
from shared.identity.models import Account
from tenants.deductions import running, services
from tenants.deductions.models import DeductionFile
from tenants.ledger.eod import eod_keep_balances
from tenants.loans import eod
from tenants.loans.models import LoanAccount
from tenants.loans.reconciliation import differences
from tenants.organisation import selectors as organisation
from tenants.organisation.models import BusinessDate
from tests.load.banks import vacuum


class Command(BaseCommand):
    help = "Measure a file of deductions for every open loan of one bank."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", type=Decimal, default=Decimal("0.0375"))
        parser.add_argument("--seed", type=int, default=20210711)
        parser.add_argument("--bank", default="b001")
        parser.add_argument("--days", type=int, default=92, help="after the day of the book")
        parser.add_argument("--profile", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        code = options["bank"]
        facts = {name: options[name] for name in ("scale", "seed")}
        call_command("load_dataset", stdout=self.stdout, only=code, workers=1, **facts)
        with in_entity(code), jobs.quiet():
            self._bring_forward(code, options["days"])
            self._measure(self._actor(code), profiled=options["profile"])
            begun = time.monotonic()
            found = differences()
            self.stdout.write(f"thorough proof {time.monotonic() - begun:.1f} s: {len(found)} differences")
        if found:
            raise CommandError("; ".join(map(str, found[:5])))

    def _bring_forward(self, code: str, days: int) -> None:
        """Pass the days in one night: whatever was missed is caught up."""
        on = organisation.business_date()
        if LoanAccount.objects.filter(repayments__source="BATCH").exists():
            on, days = on, 31  # the last measurement took all that was due
        with transaction.atomic():
            until = on + timedelta(days=days)
            BusinessDate.objects.update(current_on=until)
            yesterday = until - timedelta(days=1)
            for step in (
                lambda: eod.eod_mark_due(yesterday), lambda: eod.eod_mark_overdue(until), lambda: eod.eod_accrue(yesterday),
                lambda: eod.eod_accrue_penalties(until), lambda: eod.eod_post_accruals(yesterday),
                lambda: eod_keep_balances(yesterday),
            ):  # fmt: skip
                step()
        vacuum(code)

    @staticmethod
    def _actor(code: str) -> Actor:
        return organisation.bank_actor(Account.objects.get(entity_code=code, username="teller"))

    def _measure(self, actor: Actor, *, profiled: bool) -> None:
        on = organisation.business_date()
        loans = LoanAccount.objects.exclude(status="SETTLED").values_list(
            "loan_no", "principal_due", "interest_due"
        )
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(["借据号", "金额", "日期", "流水号"])
        writer.writerows(
            [number, principal + interest + 1, on.isoformat(), f"{on:%Y%m%d}{number}"]
            for number, principal, interest in loans
        )
        content = b64encode(text.getvalue().encode()).decode()
        with self._timed("uploaded") as _:
            file = services.file_upload(actor=actor, name="bench.csv", content=content, mode="SKIP_WRONG")
        begun, checked = time.monotonic(), 0.0
        profile = cProfile.Profile()
        if profiled:
            profile.enable()
        while True:
            more = running.file_slice(file.pk, seconds=5)
            file.refresh_from_db()
            if file.state != DeductionFile.State.CHECKING and not checked:
                checked = time.monotonic() - begun
            if not more:
                break
        profile.disable()
        seconds = time.monotonic() - begun
        self.stdout.write(
            f"{file.state}: {file.rows_total:,} rows, {file.rows_taken:,} taken, {file.rows_refused:,} refused;"
            f" {file.amount_taken:,} yuan; checked after about {checked:.1f} s, done after {seconds:.1f} s:"
            f" {(file.rows_total or 0) / seconds:,.0f} rows/s"
        )
        self.stdout.write(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
        if profiled:
            told = io.StringIO()
            pstats.Stats(profile, stream=told).sort_stats("tottime").print_stats(25)
            self.stdout.write(told.getvalue())

    @contextmanager
    def _timed(self, name: str) -> Iterator[None]:
        begun = time.monotonic()
        yield
        self.stdout.write(f"{name} in {time.monotonic() - begun:.2f} s")
