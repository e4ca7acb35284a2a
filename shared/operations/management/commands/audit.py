"""`manage.py audit verify|seal|heads|partitions|archive`: keep and prove the audit chains."""

import sys
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.platform.records import archiving, partitions, sealing, verification
from backend.platform.tenancy import in_entity
from shared.operations import chains


class Command(BaseCommand):
    help = "Keep and prove the audit chains of the province and the banks."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        verify = actions.add_parser("verify", help="prove the chains; exit 1 when a record is not as sealed")
        verify.add_argument("--since", default="", help="only what was sealed from this day on (YYYY-MM-DD)")
        archive = actions.add_parser("archive", help="take a month past off into a file with its hash")
        archive.add_argument("--month", required=True, help="YYYY-MM, wholly sealed and over")
        archive.add_argument("--to", required=True, help="the folder of the files")
        for one in (
            verify,
            archive,
            actions.add_parser("seal", help="chain what waits, without waiting for the minute"),
            actions.add_parser("heads", help="keep today's heads at the province"),
            actions.add_parser("partitions", help="make the months ahead"),
        ):
            self._who(one)

    @staticmethod
    def _who(parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--entity", action="append", help="a code such as b001, or province")
        which.add_argument("--all", action="store_true", help="the province and every bank that is open")

    def handle(self, *args: Any, **options: Any) -> None:
        codes: list[str] = chains.everybody() if options["all"] else options["entity"]
        if options["action"] == "heads":
            self.stdout.write(f"{chains.publish_heads(codes)} head(s) kept")
            return
        broken = 0
        for code in codes:
            with in_entity(code):
                broken += getattr(self, f"_{options['action']}")(code, options)
        if broken:
            sys.exit(1)

    def _verify(self, code: str, options: dict[str, Any]) -> int:
        since = None
        if options["since"]:
            try:
                since = datetime.fromisoformat(options["since"]).replace(tzinfo=ZoneInfo(settings.TIME_ZONE))
            except ValueError as error:
                raise CommandError(f"--since: {error}") from None
        result = verification.verify(published=chains.published_heads(), since=since)
        for finding in result.findings:
            self.stdout.write(f"{code}: {finding}")
        rate = round(result.rows / result.seconds) if result.seconds else 0
        self.stdout.write(
            f"{code}: {'sound' if result.is_sound else 'BROKEN'}, {result.seals} seal(s), {result.rows} record(s),"
            f" {result.heads} head(s) compared, {result.waiting} not sealed yet,"
            f" {result.seconds:.2f} s, {rate} records/s"
        )
        return 0 if result.is_sound else 1

    def _seal(self, code: str, options: dict[str, Any]) -> int:
        self.stdout.write(f"{code}: {sealing.seal()} record(s) sealed")
        return 0

    def _partitions(self, code: str, options: dict[str, Any]) -> int:
        self.stdout.write(f"{code}: {', '.join(partitions.ensure()) or 'nothing missing'}")
        return 0

    def _archive(self, code: str, options: dict[str, Any]) -> int:
        try:
            month = partitions.Month.named(options["month"])
        except ValueError as error:
            raise CommandError(f"--month: {error}") from None
        try:
            for done in archiving.archive(month, Path(options["to"]) / code):
                self.stdout.write(
                    f"{code}: {done.table} {done.rows} row(s) in {done.file}, sha256 {done.sha256}"
                )
        except archiving.ArchiveRefusedError as refusal:
            raise CommandError(f"{code}: {refusal}") from None
        return 0
