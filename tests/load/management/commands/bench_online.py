"""`manage.py bench_online`: drawdowns, repayments and readings over HTTP, beside pgbench with a drawdown's statements.

Web server, worker and core banking's sandbox run as in the demo, on a copy of a small book. The floor is what the
database alone can do: pgbench sends the statements of a captured drawdown, by as many clients. The last line is the
quotient of the two rates.
"""

import os
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections

from tests.load import floor, nights, online
from tests.load.banks import bank_codes
from tests.load.databases import database_name, use_copy
from tests.load.site import site

OFFICERS = ("officer", "officer2")


class Command(BaseCommand):
    help = "Measure drawdowns, repayments and readings over HTTP against the bare statements of a drawdown."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", type=Decimal, default=Decimal("0.001"))
        parser.add_argument("--seed", type=int, default=20210711)
        parser.add_argument("--banks", type=int, default=2)
        parser.add_argument("--clients", type=int, default=8)
        parser.add_argument("--calls", type=int, default=600, help="of each kind")
        parser.add_argument("--seconds", type=int, default=15, help="so long pgbench works")

    def handle(self, *args: Any, **options: Any) -> None:
        codes, clients, calls = bank_codes(options["banks"]), options["clients"], options["calls"]
        facts = {name: options[name] for name in ("scale", "seed", "banks")}
        call_command("load_dataset", stdout=self.stdout, **facts)
        use_copy(database_name(options["scale"], options["seed"], codes))
        entity = codes[0]
        drawable = online.widen(entity, OFFICERS)
        self._load()
        with site(processes=2, threads=4, workers=2) as running:
            online.drawdowns(running, entity, drawable, calls=50, clients=clients)  # what processes read once
            self.stdout.write(f"{calls} calls of each kind, {clients} clients")
            self.stdout.write(f"{'':24}{'a second':>10}{'p50 ms':>10}{'p99 ms':>10}")
            self._tell(online.readings(running, entity, calls=calls, clients=clients))
            self._tell([online.repayments(running, entity, calls=calls, clients=clients)])
            drawn = online.drawdowns(running, entity, drawable, calls=calls, clients=clients)
            self._tell(drawn)
            captured = [online.drawdown_script(entity, one, nth) for nth, one in enumerate(drawable)]
        connections.close_all()
        nights.settle(codes[:1])
        rate = floor.run(entity, [text for text, _ in captured], clients=clients, seconds=options["seconds"])
        self.stdout.write(f"pgbench: {rate:.1f} drawdowns a second of {captured[0][1]} statements")
        self._load()
        self.stdout.write(f"ratio: {rate / drawn[0].rate:.2f}")

    def _tell(self, measured: Sequence[online.Measured]) -> None:
        for one in measured:
            self.stdout.write(f"{one.kind:24}{one.rate:10.1f}{one.middle:10.1f}{one.p99:10.1f}")

    def _load(self) -> None:
        self.stdout.write(f"load of the machine: {' '.join(f'{load:.2f}' for load in os.getloadavg())}")
