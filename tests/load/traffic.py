"""What happens in the 41 days after the opening book, before any of it is done.

Which bank pays out which drawdowns on which day, through which channel; and how much comes back in all by each day.
Everything follows from `data/volumes.json`, the scale and the seed. Counts and amounts are divided by largest
remainder, so they sum to the whole exactly.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from tenants.intake.types import Channel

from .plan import bank_weights, divided, scaled, scaled_cents, spread, volumes

CHANNELS = {
    "RETAIL_SYSTEM": (Channel.COUNTER, Channel.OFFICER_APP, Channel.MINI_PROGRAM),
    "BANK_APP": (Channel.BANK_APP,),
    "VILLAGE_POINT": (Channel.VILLAGE_POINT,),
}
"""The channels of the figures, and which of ours each of them is."""
HUNDRED_YUAN = 10_000
DRAWDOWNS_A_LINE = 4
"""A contract is drawn on so many times."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A drawdown to be made: its number in its channel, and its amount in cents."""

    channel: Channel
    number: int
    cents: int


@dataclass(frozen=True)
class Totals:
    """How many, and how much of it in cents."""

    count: int
    cents: int


@dataclass(frozen=True)
class Returned:
    """What has come back by the end of a day: in how many receipts, of which principal and interest, in cents."""

    receipts: int
    principal: int
    interest: int


@dataclass(frozen=True)
class Traffic:
    """The days of the replay at a scale; `wishes[code][day]` are a bank's drawdowns of a day."""

    first_on: date
    days: int
    by_channel: dict[str, Totals]
    wishes: dict[str, list[list[Wish]]]
    returned: Returned

    def on(self, day: int) -> date:
        return self.first_on + timedelta(days=day)

    def returned_by(self, day: int) -> Returned:
        """What is to have come back by the end of the day, the same each day."""
        return Returned(*(
            sum(divided(total, [1] * self.days)[: day + 1])
            for total in (self.returned.receipts, self.returned.principal, self.returned.interest)
        ))  # fmt: skip


def traffic(scale: Decimal, codes: Sequence[str], seed: int) -> Traffic:
    """The replay for these banks, which share it as they share the opening book."""
    given = volumes()
    by_channel = totals_by_channel(scale)
    wishes: dict[str, list[list[Wish]]] = {code: [[] for _ in range(given["days"])] for code in codes}
    for name, totals in by_channel.items():
        if not totals.count:
            continue
        amounts = _amounts(totals, Random(f"{seed}:{name}"))  # noqa: S311
        banks = spread(divided(totals.count, bank_weights(len(codes))))
        days = [
            day for day, count in enumerate(divided(totals.count, [1] * given["days"])) for _ in range(count)
        ]
        ours = CHANNELS[name]
        for number, (cents, bank, day) in enumerate(zip(amounts, banks, days, strict=True)):
            wishes[codes[bank]][day].append(Wish(ours[number % len(ours)], number, cents))
    back = given["repayments"]
    return Traffic(
        date.fromisoformat(given["from"]),
        given["days"],
        by_channel,
        wishes,
        Returned(
            scaled(back["count"], scale),
            scaled_cents(back["principal_cny"], scale),
            scaled_cents(back["interest_cny"], scale),
        ),
    )


def totals_by_channel(scale: Decimal) -> dict[str, Totals]:
    """The drawdowns of each channel at the scale; one that has money has at least one drawdown to hold it."""
    given = volumes()["disbursed"]
    rows = [given["by_channel"][name] for name in CHANNELS]
    counts = divided(scaled(given["count"], scale), [row["count"] for row in rows])
    cents = divided(
        scaled_cents(given["amount_cny"], scale), [int(Decimal(row["amount_cny"]) * 100) for row in rows]
    )
    for place, count in enumerate(counts):
        if not count and cents[place]:
            counts[place] += 1
            counts[counts.index(max(counts))] -= 1
    return {name: Totals(*both) for name, both in zip(CHANNELS, zip(counts, cents, strict=True), strict=True)}


def _amounts(totals: Totals, random: Random) -> list[int]:
    """So many amounts of very different size, in hundreds of yuan where there are enough of them."""
    unit = HUNDRED_YUAN if totals.cents >= 10 * HUNDRED_YUAN * totals.count else 1
    units, odd = divmod(totals.cents, unit)
    weights = [min(50, max(1, round(10 * random.lognormvariate(0, 0.7)))) for _ in range(totals.count)]
    parts = [unit * (1 + part) for part in divided(units - totals.count, weights)]
    parts[-1] += odd
    return parts
