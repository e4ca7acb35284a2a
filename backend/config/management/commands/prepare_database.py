from typing import Any

from django.core.management.base import BaseCommand

from backend.platform.records import partitions
from backend.platform.tenancy.schemas import migrate_schema
from shared.entities.services import keys_import, province_ensure
from shared.identity.services import province_roles_seed
from shared.reference.services import reference_seed


class Command(BaseCommand):
    help = "Bring the public schema to the migrations on disk, give the application its rights, make missing keys, load reference data."

    def handle(self, *args: Any, **options: Any) -> None:
        migrate_schema("public", verbosity=min(options["verbosity"], 1) - 1)
        partitions.ensure()
        province_ensure()
        keys_import()
        reference_seed()
        province_roles_seed()
        self.stdout.write("public schema is current")
