import getpass
import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.platform.crypto import custody
from backend.platform.permissions import Actor
from backend.platform.records import audit
from backend.platform.tenancy import in_entity

PASSPHRASE = "BACKUP_KEY_PASSPHRASE"  # noqa: S105 - the name of a variable


class Command(BaseCommand):
    help = "Put the keys of a copy back into the key ring, wrapped under the key-encryption key in force."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("copy", type=Path, help="what `export_keys` wrote")
        parser.add_argument("--private-key", required=True, type=Path, help="the private half, in PEM")
        parser.add_argument("--entity", help="only the keys of this one")

    def handle(self, *args: Any, **options: Any) -> None:
        passphrase = os.environ.get(PASSPHRASE)
        if passphrase is None:
            passphrase = getpass.getpass("passphrase of the private key (empty for none): ")
        try:
            key = custody.private_key_of(options["private_key"].read_bytes(), passphrase)
            rows = custody.copy_open(options["copy"].read_bytes(), key)
            wanted = [row for row in rows if options["entity"] in (None, row["entity_code"])]
            if not wanted:
                raise CommandError(f"the copy holds no key of {options['entity']}")
            done = custody.keys_import(wanted)
        except (custody.CustodyError, OSError) as error:
            raise CommandError(str(error)) from error
        told = f"{done.added} added, {done.replaced} written anew, {done.present} there already"
        with in_entity("province"):
            audit.record(
                Actor.system("province"), "keys.import", object_no=options["entity"] or "", comment=told
            )
        self.stdout.write(told)
