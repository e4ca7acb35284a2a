"""What the opening book is made of, before any row is written: which bank gets how many loans of which kind.

Everything follows from `data/volumes.json`, the scale and the seed. Counts and amounts are divided by largest
remainder, so they sum to the whole exactly.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import cycle
from math import lcm
from pathlib import Path
from random import Random
from typing import Any

VOLUMES = Path(__file__).parent / "data" / "volumes.json"


@lru_cache(maxsize=1)
def volumes() -> dict[str, Any]:
    """The figures of 41 days and of the book that they began with."""
    found: dict[str, Any] = json.loads(VOLUMES.read_text())
    return found


def divided(total: int, weights: Sequence[int | Fraction]) -> list[int]:
    """`total` in whole parts in proportion to the weights, by largest remainder; of equal ones the first."""
    common = lcm(*(Fraction(weight).denominator for weight in weights))
    counted = [int(weight * common) for weight in weights]
    whole = sum(counted)
    parts = [total * weight // whole for weight in counted]
    largest = sorted(range(len(parts)), key=lambda n: (-(total * counted[n] % whole), n))
    for n in largest[: total - sum(parts)]:
        parts[n] += 1
    return parts


def scaled(figure: int, scale: Decimal) -> int:
    """A count at the scale, rounded half up."""
    return int((figure * scale).to_integral_value(ROUND_HALF_UP))


def scaled_cents(yuan: str, scale: Decimal) -> int:
    """A sum of yuan at the scale, in cents."""
    return int((Decimal(yuan) * 100 * scale).to_integral_value(ROUND_HALF_UP))


@dataclass(frozen=True)
class Kind:
    """A way of repaying as the book knows it, and the terms in months that its loans have."""

    label: str
    method: str
    period_months: int
    day_count: str
    terms: tuple[int, ...]

    @property
    def principal_stays(self) -> bool:
        """Whether nothing of the principal comes back before the last day."""
        return self.method in ("INTEREST_ONLY", "BULLET")


KINDS = [
    Kind("INTEREST_ONLY quarterly", "INTEREST_ONLY", 3, "ACT/360", (12, 24, 36)),
    Kind("EQUAL_INSTALMENT monthly", "EQUAL_INSTALMENT", 1, "30/360", (12, 24, 36)),
    Kind("BULLET up to 12 months", "BULLET", 1, "ACT/360", (3, 6, 9, 12)),
    Kind("EQUAL_PRINCIPAL monthly", "EQUAL_PRINCIPAL", 1, "30/360", (12, 24, 36)),
    Kind("SCHEDULED", "SCHEDULED", 3, "ACT/360", (12, 24)),
]
RATES = [Decimal(rate) for rate in ("0.0525", "0.0585", "0.0650", "0.0715", "0.0775")]
"""Each fifth loan has each of them; their mean is the average rate of the book."""


@dataclass(frozen=True)
class Wanted:
    """A loan to be made: its kind, its rate, and whether it is in arrears on the opening day."""

    kind: Kind
    annual_rate: Decimal
    overdue: bool


@dataclass(frozen=True)
class BankPlan:
    """One bank's part of the book."""

    code: str
    loans: tuple[Wanted, ...]
    outstanding_cents: int


@dataclass(frozen=True)
class BookPlan:
    """The opening book of the province at a scale. `as_of` is the last closed date."""

    as_of: date
    banks: list[BankPlan]

    @property
    def next_on(self) -> date:
        """The business date that the banks open with."""
        return self.as_of + timedelta(days=1)

    @property
    def loans(self) -> int:
        return sum(len(bank.loans) for bank in self.banks)


def bank_weights(banks: int) -> list[int]:
    """The largest bank has about four times as much as the smallest: 4n - 3k for the k-th of n, from nought."""
    return [4 * banks - 3 * number for number in range(banks)]


def book_plan(scale: Decimal, codes: Sequence[str], seed: int) -> BookPlan:
    """The opening book for these banks.

    Loans go to the banks by `bank_weights` in the order of their codes; money goes by loans. Kinds are spread
    evenly over the row of all loans, so that each bank's part has the mix of the whole; who is in arrears is drawn.
    """
    book = volumes()["opening_book"]
    count = scaled(book["open_loans"], scale)
    shares = divided(count, bank_weights(len(codes)))
    cents = divided(scaled_cents(book["outstanding_cny"], scale), shares)
    mix = divided(count, [Fraction(str(book["mix"][kind.label])) for kind in KINDS])
    kinds = spread(mix)
    wanted_overdue = scaled(count, Decimal(str(book["overdue_share"])))
    overdue = set(Random(f"{seed}:arrears").sample(range(count), wanted_overdue))  # noqa: S311
    rates = [cycle(RATES) for _ in KINDS]
    banks, at = [], 0
    for code, share, amount in zip(codes, shares, cents, strict=True):
        loans = tuple(
            Wanted(KINDS[kinds[n]], next(rates[kinds[n]]), n in overdue) for n in range(at, at + share)
        )
        banks.append(BankPlan(code, loans, amount))
        at += share
    return BookPlan(date.fromisoformat(book["as_of"]), banks)


def spread(counts: Sequence[int]) -> list[int]:
    """A row in which the n-th number stands counts[n] times, each as evenly as it can."""
    places = [(((2 * k + 1) << 40) // count, n) for n, count in enumerate(counts) for k in range(count)]
    return [n for _, n in sorted(places)]
