import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.platform.crypto import custody
from backend.platform.permissions import Actor
from backend.platform.records import audit
from backend.platform.tenancy import in_entity
from shared.entities.selectors import codes_with_keys


class Command(BaseCommand):
    help = "Write a copy of the key ring that only the holder of the backup key can read."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--entity", help="province, or the code of a bank")
        which.add_argument("--all", action="store_true", help="the province and every bank")
        parser.add_argument("--public-key", required=True, type=Path, help="the backup key, RSA in PEM")
        parser.add_argument("--to", required=True, type=Path, help="the file to write; it must not be there")

    def handle(self, *args: Any, **options: Any) -> None:
        codes = codes_with_keys()
        if options["entity"]:
            if options["entity"] not in codes:
                raise CommandError(f"no entity with keys: {options['entity']}")
            codes = [options["entity"]]
        try:
            copy, count = custody.keys_export(
                codes, custody.public_key_of(options["public_key"].read_bytes())
            )
            with open(options["to"], "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
                file.write(copy)
        except (custody.CustodyError, OSError) as error:
            raise CommandError(str(error)) from error
        with in_entity("province"):
            audit.export(
                Actor.system("province"),
                "keys.export",
                rows=count,
                filters={"entities": codes},
                object_no=options["entity"] or "",
            )
        self.stdout.write(f"{count} keys of {len(codes)} entities are in {options['to']}")
