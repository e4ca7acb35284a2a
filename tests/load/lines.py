"""Contracts with room for the drawdowns of the replay, by COPY, for customers of the opening book."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import cycle

from django.db import transaction

from backend.config.demo.people import account_number
from backend.kernel.loanmath import add_months
from tenants.contracts.models import LoanContract
from tenants.customers.models import Customer

from .filling import LPR_RATE, Filling, Office
from .plan import KINDS, RATES, BankPlan
from .traffic import DRAWDOWNS_A_LINE, Wish

LONGEST_MONTHS = 40
"""After so many months a contract ends: later than any of its loans."""
DRAWN_KINDS = [kind for kind in KINDS if kind.method != "SCHEDULED"]
"""A drawdown takes its rhythm from the contract, and a contract has no plan of repayments."""


class Lines(Filling):
    """One bank's contracts for the replay, on their way into the tables of the current schema."""

    def write(self, amounts: Sequence[int]) -> None:
        """A contract for each amount, in whole yuan."""
        customers = Customer.objects.order_by("pk").values_list("pk", "branch_id", "owner_id")
        holders = cycle(customers)
        for number, amount in enumerate(amounts):
            customer_id, branch_id, owner_id = next(holders)
            kind = DRAWN_KINDS[number % len(DRAWN_KINDS)]
            rate = RATES[number // len(DRAWN_KINDS) % len(RATES)]
            rhythm = {
                "method": kind.method, "day_count": kind.day_count, "period_months": kind.period_months,
                "annual_rate": rate, "bp": int((rate - LPR_RATE) * 10_000),
            }  # fmt: skip
            self._agreed(
                {"customer_id": customer_id, "branch_id": branch_id}, rhythm,
                self.products[number % len(self.products)], Office(branch_id, owner_id),
                account_number(self.random), amount=Decimal(amount),
                months=kind.terms[number // 20 % len(kind.terms)], start_on=self.next_on,
                end_on=add_months(self.next_on, LONGEST_MONTHS), state="EFFECTIVE",
            )  # fmt: skip
        for sheet in self.sheets:
            sheet.copy()


def line_of(position: int, count: int) -> int:
    """Which contract the drawdown at a position of its bank is made under: all are drawn on in turn."""
    return position % lines_for(count)


def lines_for(count: int) -> int:
    return -(-count // DRAWDOWNS_A_LINE)


@transaction.atomic
def lines_write(code: str, as_of: date, seed: int, days: Sequence[Sequence[Wish]]) -> None:
    """Write the contracts of the bank whose schema is current; does nothing where they stand."""
    if line_ids(as_of):
        return
    wishes = [wish for day in days for wish in day]
    amounts = [0] * lines_for(len(wishes))
    for position, wish in enumerate(wishes):
        amounts[line_of(position, len(wishes))] += wish.cents
    whole = [-(-amount // 100_000) * 1000 for amount in amounts]
    Lines(BankPlan(code, (), 0), as_of, seed + 1, county="", division_code="520111").write(whole)


def line_ids(as_of: date) -> list[int]:
    """The contracts of the replay in their order: no contract of the opening book begins after it."""
    rows = LoanContract.objects.filter(start_on__gt=as_of).order_by("pk")
    return list(rows.values_list("pk", flat=True))
