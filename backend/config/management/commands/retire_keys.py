from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.platform.crypto import rotation
from backend.platform.crypto.lifecycle import KeyInUseError, key_destroy
from backend.platform.crypto.models import Key
from backend.platform.permissions import Actor
from backend.platform.records import audit
from backend.platform.tenancy import in_entity
from shared.entities.selectors import codes_with_keys


class Command(BaseCommand):
    help = "Destroy superseded field keys under which no value is sealed any more. Copies of the database keep needing them."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--entity", help="province, or the code of a bank")
        which.add_argument("--all", action="store_true", help="the province and every bank")

    def handle(self, *args: Any, **options: Any) -> None:
        refused = 0
        for code in [options["entity"]] if options["entity"] else codes_with_keys():
            with in_entity(code):
                old = Key.objects.filter(
                    entity_code=code, purpose=Key.Purpose.FIELD, state=Key.State.DECRYPT_ONLY
                )
                for key in old.order_by("version"):
                    refused += not self._retired(code, key)
        if refused:
            raise CommandError(f"{refused} keys are still needed")

    def _retired(self, code: str, key: Key) -> bool:
        try:
            key_destroy(key, values_left=lambda: rotation.waiting(key.version))
        except KeyInUseError as error:
            self.stderr.write(str(error))
            return False
        audit.record(Actor.system(code), "keys.retire", object_no=str(key))
        self.stdout.write(f"{key}: destroyed")
        return True
