import base64
import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.platform.crypto.lifecycle import keys_rewrap
from backend.platform.crypto.providers import key_provider
from backend.platform.permissions import Actor
from backend.platform.records import audit
from shared.entities.selectors import codes_with_keys


class Command(BaseCommand):
    help = "Wrap every data key anew under the key-encryption key in force. No value is touched."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--new", action="store_true", help="first add a new key to KEY_ENCRYPTION_KEY_FILE"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["new"]:
            self._add()
        moved = sum(keys_rewrap(code) for code in codes_with_keys())
        audit.record(Actor.system("province"), "keys.rewrap", object_no=str(moved))
        self.stdout.write(f"{moved} keys were wrapped anew; the former key may leave the file")

    def _add(self) -> None:
        """In one step, so that no program reads half a line."""
        if not settings.KEY_ENCRYPTION_KEY_FILE:
            raise CommandError("KEY_ENCRYPTION_KEY_FILE is not set: add the key where it comes from")
        path = Path(settings.KEY_ENCRYPTION_KEY_FILE)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        line = base64.b64encode(secrets.token_bytes(32)).decode()
        draft.write_text(f"{path.read_text(encoding='ascii').rstrip()}\n{line}\n", encoding="ascii")
        draft.chmod(path.stat().st_mode & 0o777)
        draft.replace(path)
        key_provider.cache_clear()
