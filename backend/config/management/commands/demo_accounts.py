from typing import Any

from django.core.management.base import BaseCommand

from backend.config.demo.bank import PASSWORD, STAFF
from shared.identity.permissions import PROVINCE_ROLES
from tenants.organisation.seed import ROLES


class Command(BaseCommand):
    help = "Print one account for each kind of user of the demo."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"  Every account has the password {PASSWORD}\n")
        self.stdout.write("  At the province:")
        for code, (name, _) in PROVINCE_ROLES.items():
            self.stdout.write(f"    {code:12} {name}")
        self.stdout.write("  At each bank:")
        for username, name, role, _, _ in STAFF:
            self.stdout.write(f"    {username:12} {ROLES[role][0]} {name}")
