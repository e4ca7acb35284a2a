import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from tqdm import tqdm

from backend.platform.permissions import Actor
from backend.platform.tenancy.schemas import ensure_template
from shared.entities import selectors, services
from shared.entities.models import LegalEntity


class Command(BaseCommand):
    help = "Take on the banks that the product ships with; goes on where it was stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only", default="", help="codes, separated by commas")
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = [code for code in options["only"].split(",") if code]
        actor = Actor.system("province", name="安装")
        known = set(LegalEntity.objects.values_list("code", flat=True))
        for row in services.shipped_entities():
            if row["code"] not in known and (not wanted or row["code"] in wanted):
                services.entity_register(actor=actor, **row)
        codes = selectors.codes_in_status(LegalEntity.Status.CREATING)
        codes = [code for code in codes if not wanted or code in wanted]
        if not codes:
            self.stdout.write("every bank is open")
            return
        started = time.monotonic()
        ensure_template()
        self.stdout.write(f"template schema: {time.monotonic() - started:.1f} s")
        with ThreadPoolExecutor(options["workers"]) as pool:
            for _ in tqdm(pool.map(self._one, codes), total=len(codes), desc="banks", unit="bank"):
                pass
        left = [code for code in codes if code in selectors.codes_in_status(LegalEntity.Status.CREATING)]
        for code in left:
            for step in selectors.onboarding_steps(code):
                if step.error:
                    self.stderr.write(f"{code} {step.name}: {step.error}")
        if left:
            raise CommandError(f"{len(left)} banks are not open: {', '.join(left)}")
        self.stdout.write(f"{len(codes)} banks opened in {time.monotonic() - started:.1f} s")

    @staticmethod
    def _one(code: str) -> None:
        try:
            services.onboarding_run(code)
        finally:
            connections.close_all()
