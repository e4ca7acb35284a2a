import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from backend.platform.records import partitions
from backend.platform.tenancy import in_entity
from backend.platform.tenancy.migrating import (
    MigrationOutcome,
    migrate_in_process,
    migrate_in_workers,
    missing_migrations,
)
from backend.platform.tenancy.schemas import ensure_template
from shared.entities import selectors
from shared.entities.models import LegalEntity
from shared.entities.services import status_set

Status = LegalEntity.Status


class Command(BaseCommand):
    help = "Migrate the banks whose schema misses a migration: a canary first, then the others in parallel."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument("--only", default="", help="codes, separated by commas")
        parser.add_argument(
            "--check", action="store_true", help="only say who is behind; exit 1 when somebody is"
        )
        parser.add_argument("--worker", action="store_true", help="do one share (used by the command itself)")
        parser.add_argument("--database-name", default="", help="the database, when it is not DATABASE_URL's")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["database_name"]:
            connection.close()
            connection.settings_dict["NAME"] = options["database_name"]
        only = [code for code in options["only"].split(",") if code]
        if options["worker"]:
            migrate_in_process(only, self._report)
            return
        codes = selectors.codes_in_status(Status.READY, Status.MIGRATING, Status.SUSPENDED)
        codes = [code for code in codes if not only or code in only]
        started = time.monotonic()
        behind = missing_migrations(codes)
        self.stdout.write(
            f"{len(behind)} of {len(codes)} banks are behind ({time.monotonic() - started:.2f} s)"
        )
        if options["check"]:
            if behind:
                raise CommandError(f"behind: {', '.join(sorted(behind))}")
            return
        self._reopen([code for code in codes if code not in behind])
        if not behind:
            return
        ensure_template()
        outcomes = self._migrate(sorted(behind), options["workers"])
        self._table(outcomes, time.monotonic() - started)
        failed = [o.code for o in outcomes if o.error]
        for code in sorted(set(behind) - set(failed)):
            with in_entity(code):
                partitions.ensure()
        still = sorted(set(missing_migrations(codes)) | set(failed))
        if still:
            raise CommandError(f"{len(still)} banks stay behind: {', '.join(still)}")

    def _migrate(self, codes: list[str], workers: int) -> list[MigrationOutcome]:
        outcomes: list[MigrationOutcome] = []
        before = dict(LegalEntity.objects.filter(code__in=codes).values_list("code", "status"))

        def done(outcome: MigrationOutcome) -> None:
            outcomes.append(outcome)
            if not outcome.error:
                suspended = before[outcome.code] == Status.SUSPENDED
                status_set(outcome.code, Status.SUSPENDED if suspended else Status.READY)
            self.stderr.write(f"  {outcome.code} {outcome.seconds:6.2f} s  {outcome.error or 'ok'}")

        canary, others = codes[0], codes[1:]
        for share, run in (([canary], 1), (others, workers)):
            if outcomes and outcomes[0].error:
                break
            for code in share:
                if before[code] != Status.SUSPENDED:
                    status_set(code, Status.MIGRATING)
            if len(share) == 1:
                migrate_in_process(share, done)
            elif share:
                migrate_in_workers(share, run, done)
        return outcomes

    def _reopen(self, codes: list[str]) -> None:
        """A run that was killed left its banks MIGRATING; those that are current are opened again."""
        for code in selectors.codes_in_status(Status.MIGRATING):
            if code in codes:
                status_set(code, Status.READY)

    def _report(self, outcome: MigrationOutcome) -> None:
        error = outcome.error.replace("\t", " ").replace("\n", " ")
        sys.stdout.write(f"{outcome.code}\t{outcome.seconds:.3f}\t{','.join(outcome.applied)}\t{error}\n")
        sys.stdout.flush()

    def _table(self, outcomes: list[MigrationOutcome], seconds: float) -> None:
        self.stdout.write(f"{'bank':8}{'seconds':>9}  migrations")
        for outcome in sorted(outcomes, key=lambda o: o.code):
            self.stdout.write(
                f"{outcome.code:8}{outcome.seconds:9.2f}  {outcome.error or ', '.join(outcome.applied)}"
            )
        self.stdout.write(f"{len(outcomes)} banks in {seconds:.1f} s")
