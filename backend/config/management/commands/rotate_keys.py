import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from backend.platform.crypto import rotation
from backend.platform.crypto.lifecycle import key_supersede
from backend.platform.crypto.models import Key
from backend.platform.crypto.ring import CACHE_SECONDS
from backend.platform.permissions import Actor
from backend.platform.records import audit
from backend.platform.tenancy import in_entity
from shared.entities.selectors import codes_with_keys


class Command(BaseCommand):
    help = "Make a new key and seal every encrypted value under it; goes on where it was stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--entity", help="province, or the code of a bank")
        which.add_argument("--all", action="store_true", help="the province and every bank")
        parser.add_argument(
            "--purpose", choices=[Key.Purpose.FIELD, Key.Purpose.FILE], default=Key.Purpose.FIELD
        )
        parser.add_argument("--batch", type=int, default=rotation.BATCH, help="values to a commit")

    def handle(self, *args: Any, **options: Any) -> None:
        codes = codes_with_keys()
        if options["entity"]:
            if options["entity"] not in codes:
                raise CommandError(f"no entity with keys: {options['entity']}")
            codes = [options["entity"]]
        for code in codes:
            with in_entity(code):
                self._one(code, options["purpose"], options["batch"])

    def _one(self, code: str, purpose: str, batch: int) -> None:
        if purpose == Key.Purpose.FIELD and rotation.waiting():
            self.stdout.write(f"{code}: going on with a rotation")
        else:
            key = key_supersede(code, purpose)
            audit.record(Actor.system(code), "keys.rotate", object_no=str(key))
            self.stdout.write(f"{code}: version {key.version} ({key.algorithm}) seals from now on")
        if purpose == Key.Purpose.FIELD:
            self._reseal(code, batch)

    def _reseal(self, code: str, batch: int) -> None:
        total, started, done = rotation.waiting(), time.monotonic(), 0

        def progress(column: rotation.Column, written: int) -> None:
            nonlocal done
            done += written
            rate = done / max(time.monotonic() - started, 1e-9)
            self.stdout.write(
                f"{code}: {column.table}.{column.name} {done}/{total}, {rate:.0f} values/s", ending="\n"
            )
            self.stdout.flush()

        try:
            rotation.reseal_all(batch=batch, on_batch=progress)
        except rotation.RotationRunningError:
            raise CommandError(f"{code}: another process is at it") from None
        seconds = time.monotonic() - started
        each = f", {seconds / done * 1e6:.0f} us each" if done else ""
        self.stdout.write(f"{code}: {done} values in {seconds:.1f} s{each}")
        self.stdout.write(
            f"{code}: programs may write under the old key for {CACHE_SECONDS:.0f} s more;"
            " run this again before `retire_keys`"
        )
        connection.close()
