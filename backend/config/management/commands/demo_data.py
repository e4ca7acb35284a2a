from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from backend.config.demo import bank
from backend.platform.tenancy import in_entity
from shared.entities.selectors import ready_codes


class Command(BaseCommand):
    help = "The demo's accounts, products, loans and nights; does nothing where they stand already."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loans", type=int, default=2000)
        parser.add_argument("--nights", type=int, default=60)
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.ENVIRONMENT == "production":
            raise CommandError("demo data does not belong into production")
        today = timezone.localdate()
        begin: date = today - timedelta(days=options["nights"])
        bank.furnish_province(confirm_lpr_through=today + timedelta(days=3650))
        for code in tqdm(ready_codes(), desc="people and products", unit="bank"):
            with in_entity(code):
                bank.furnish_bank(begin)
        call_command(
            "demo_loans", loans=options["loans"], nights=options["nights"], workers=options["workers"]
        )
