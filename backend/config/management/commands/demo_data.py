from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from backend.config.demo import bank


class Command(BaseCommand):
    help = "The demo's accounts, products, loans and nights; does nothing where they stand already."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loans", type=int, default=1200)
        parser.add_argument("--nights", type=int, default=60)
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.ENVIRONMENT == "production":
            raise CommandError("demo data does not belong into production")
        today = timezone.localdate()
        bank.furnish_province(confirm_lpr_through=today + timedelta(days=3650))
        call_command(
            "demo_loans", loans=options["loans"], nights=options["nights"], workers=options["workers"]
        )
