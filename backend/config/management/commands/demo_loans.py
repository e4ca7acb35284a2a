import gc
import os
import subprocess
import sys
from datetime import timedelta
from threading import Thread
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from backend.config.demo import bank, loans
from backend.platform.tenancy import in_entity
from shared.entities.models import LegalEntity
from shared.entities.selectors import ready_codes
from tenants.loans.models import LoanAccount

LOAN, DONE = "+", "="


class Command(BaseCommand):
    help = (
        "Furnish every bank with people and products, carry real-looking customers through the whole chain,"
        " and close business dates as their loans live on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loans", type=int, default=2000, help="in all banks together")
        parser.add_argument("--nights", type=int, default=60)
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument("--only", default="", help="codes, separated by commas")
        parser.add_argument("--share", default="", help="used by the command itself")

    def handle(self, *args: Any, **options: Any) -> None:
        codes = [c for c in ready_codes() if not options["only"] or c in options["only"].split(",")]
        shares = {
            code: options["loans"] // len(codes) + (number < options["loans"] % len(codes))
            for number, code in enumerate(codes)
        }
        if options["share"]:
            self._share([item for item in options["share"].split(",") if item], shares, options["nights"])
            return
        todo = [code for code in codes if not self._has_loans(code)]
        if not todo:
            self.stdout.write("every bank has its loans")
            return
        self._in_workers(todo, shares, options)

    def _in_workers(self, codes: list[str], shares: dict[str, int], options: dict[str, Any]) -> None:
        base = [sys.executable, str(settings.BASE_DIR / "manage.py"), "demo_loans"]
        base += [
            "--loans",
            str(options["loans"]),
            "--nights",
            str(options["nights"]),
            "--only",
            options["only"],
        ]
        # demo data that a crash would lose is simply made again, so its commits need not wait for the disk
        # and a line for every call to core banking would only tear the progress bar apart
        environment = {**os.environ, "PGOPTIONS": "-c synchronous_commit=off", "LOG_LEVEL": "WARNING"}
        workers = [
            subprocess.Popen(  # noqa: S603
                [*base, "--share", ",".join(codes[n :: options["workers"]])],
                stdout=subprocess.PIPE,
                env=environment,
            )
            for n in range(options["workers"])
            if codes[n :: options["workers"]]
        ]
        with tqdm(total=sum(shares[code] for code in codes), desc="loans", unit="loan") as bar:

            def follow(worker: subprocess.Popen) -> None:
                assert worker.stdout is not None
                while mark := worker.stdout.read(1):
                    if mark.decode() == LOAN:
                        bar.update(1)

            threads = [Thread(target=follow, args=[worker]) for worker in workers]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        if any(worker.wait() for worker in workers):
            raise CommandError("a worker failed; run the command again to go on with the banks that are left")

    def _share(self, codes: list[str], shares: dict[str, int], nights: int) -> None:
        gc.disable()  # short-lived rows by the million: collecting cycles costs a tenth of the time
        facts = {e.code: e for e in LegalEntity.objects.filter(code__in=codes)}
        for code in codes:
            entity = facts[code]
            with in_entity(code):
                bank.furnish_bank(timezone.localdate() - timedelta(days=nights))
                book = loans.Book.of_bank(
                    seed=code, county=entity.county, division_code=entity.division_code or "520100"
                )
                loans.live(book, loans_wanted=shares[code], nights=nights, on_loan=lambda: self._mark(LOAN))
            gc.collect()
            self._mark(DONE)

    @staticmethod
    def _mark(sign: str) -> None:
        sys.stdout.write(sign)
        sys.stdout.flush()

    @staticmethod
    def _has_loans(code: str) -> bool:
        with in_entity(code):
            return LoanAccount.objects.exists()
