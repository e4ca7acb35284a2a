"""`manage.py replay --scale 0.1`: the 41 days that followed the opening book, at a scale.

Each day the drawdowns of every channel, the receipts, and the night of all banks, done by the product. A replay that
was killed goes on where it was when it is started again. At its end the tables are compared with the plan to the
cent, and the ledger with its events.
"""

import os
from decimal import Decimal
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from tests.load import nights
from tests.load.banks import bank_codes, differences_of
from tests.load.databases import database_name, use_replay
from tests.load.replay import Done, Replay, report
from tests.load.traffic import Traffic, traffic


class Command(BaseCommand):
    help = "Replay 41 days of the province at a scale, and compare what stands in the banks with the figures."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", type=Decimal, default=Decimal("0.1"))
        parser.add_argument("--seed", type=int, default=20210711)
        parser.add_argument("--banks", type=int, default=95)
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument("--days", type=int, default=0, help="stop after so many days; 0: all of them")
        parser.add_argument("--anew", action="store_true", help="begin again with the opening book")

    def handle(self, *args: Any, **options: Any) -> None:
        scale, seed, codes = options["scale"], options["seed"], bank_codes(options["banks"])
        facts = {name: options[name] for name in ("scale", "seed", "banks", "workers")}
        call_command("load_dataset", stdout=self.stdout, **facts)
        use_replay(database_name(scale, seed, codes), anew=options["anew"])
        plan = traffic(scale, codes, seed)
        replay = Replay(plan, codes, seed, options["workers"])
        replay.prepare()
        self._load()
        spent: dict[str, Done] = {}
        days = options["days"] or plan.days
        with nights.worker(options["workers"]):
            for day in tqdm(range(days), desc="days", unit="day"):
                for name, done in replay.day(day).items():
                    before = spent.get(name, Done(0, 0.0))
                    spent[name] = Done(before.count + done.count, before.seconds + done.seconds)
        self._load()
        self._speed(spent, scale)
        if days == plan.days:
            self._compare(plan, codes)

    def _speed(self, spent: dict[str, Done], scale: Decimal) -> None:
        units = {"drawdowns": "drawdowns", "receipts": "receipts", "night": "loan-nights"}
        for name, done in spent.items():
            self.stdout.write(
                f"{name:10} {done.count:12,} {units[name]} in {done.seconds:8.1f} s:"
                f" {done.count / max(done.seconds, 0.001):,.0f} a second"
            )
        whole = sum(done.seconds for done in spent.values())
        self.stdout.write(f"in this run {whole:.0f} s; at scale 1.0 {whole / float(scale) / 3600:.2f} hours")

    def _compare(self, plan: Traffic, codes: list[str]) -> None:
        drawn, returned = report(codes)
        for name, totals in drawn.items():
            self.stdout.write(f"  {name:14} {totals.count:10,} {Decimal(totals.cents) / 100:20,.2f} yuan")
        self.stdout.write(
            f"  returned       {returned.receipts:10,} principal {Decimal(returned.principal) / 100:,.2f},"
            f" interest {Decimal(returned.interest) / 100:,.2f} yuan"
        )
        wrong = [
            f"{name}: {drawn[name]}, not {plan.by_channel[name]}"
            for name in drawn
            if drawn[name] != plan.by_channel[name]
        ]
        wrong += [f"returned: {returned}, not {plan.returned}"] if returned != plan.returned else []
        wrong += differences_of(codes)
        if wrong:
            raise CommandError(f"{len(wrong)} differences: {'; '.join(wrong[:5])}")
        self.stdout.write(
            f"the figures are met to the cent, and ledger_check finds nothing in {len(codes)} banks"
        )

    def _load(self) -> None:
        self.stdout.write(f"load of the machine: {' '.join(f'{load:.2f}' for load in os.getloadavg())}")
