import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tenants.loans.quoting import NotAnArrayError, answer_all, arrears_of


class Command(BaseCommand):
    help = (
        'Read a JSON array of {"id", "terms"} of overdue bills and payments from standard input,'
        ' write one of {"id", "rows"} (or "error").'
    )
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            answer_all(sys.stdin, sys.stdout, arrears_of)
        except NotAnArrayError as error:
            raise CommandError(str(error)) from error
