"""What the apps above hand to the ledger."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models

from backend.platform.ports import Port
from shared.reference.types import MEMORANDUM_CODES


class Side(models.TextChoices):
    DEBIT = "DEBIT", "借"
    CREDIT = "CREDIT", "贷"

    @property
    def other(self) -> "Side":
        return Side.CREDIT if self is Side.DEBIT else Side.DEBIT


class VoucherKind(models.TextChoices):
    DISBURSEMENT = "DISBURSEMENT", "放款"
    REPAYMENT = "REPAYMENT", "还款"
    ACCRUAL = "ACCRUAL", "计提"
    OVERDUE = "OVERDUE", "转逾期"
    REVERSAL = "REVERSAL", "冲正"


@dataclass(frozen=True)
class Line:
    """One side of a voucher: yuan with two places, above zero."""

    subject: str
    side: Side
    amount: Decimal


@dataclass(frozen=True)
class Source:
    """The business object that a voucher stands for: its type, id and number."""

    type: str
    id: int
    number: str = ""


@dataclass(frozen=True)
class LoanRef:
    """The loan that a voucher was posted for."""

    id: int
    loan_no: str


sources_of_loan: "Port[[str], list[Source]]" = Port("ledger.sources_of_loan")
"""(loan number) -> what was booked for that loan alone; none for an unknown number. Provided by loans."""

loans_of_sources: "Port[[Iterable[tuple[str, int]]], dict[tuple[str, int], LoanRef]]" = Port(
    "ledger.loans_of_sources"
)
"""((type, id) of sources) -> the loans of those that are a loan's. Provided by loans."""


@dataclass(frozen=True)
class Difference:
    """A figure that is `kept` otherwise than its events make it, and where: names and numbers that people read."""

    what: str
    kept: object
    recomputed: object
    branch: str = ""
    subject: str = ""
    voucher: str = ""
    loan: str = ""

    def __str__(self) -> str:
        where = {"branch": self.branch, "subject": self.subject, "voucher": self.voucher, "loan": self.loan}
        named = " ".join(f"{name} {value}" for name, value in where.items() if value)
        return f"{named}: {self.what}: kept {self.kept}, recomputed {self.recomputed}"


@dataclass(frozen=True)
class VoucherDraft:
    """A voucher to be posted: dated by the business date, booked at one branch."""

    on: date
    branch_id: int
    kind: VoucherKind
    summary: str
    source: Source
    lines: Sequence[Line]


@dataclass(frozen=True)
class RuleLine:
    """A line that an event books: the sum of the named amounts, on a side of a subject, and why."""

    side: Side
    subject: str
    amounts: tuple[str, ...]
    zh: str
    en: str


def debit(subject: str, *amounts: str, zh: str, en: str) -> RuleLine:
    return RuleLine(Side.DEBIT, subject, amounts, zh, en)


def credit(subject: str, *amounts: str, zh: str, en: str) -> RuleLine:
    return RuleLine(Side.CREDIT, subject, amounts, zh, en)


class UnbalancedRuleError(ValueError):
    """A rule whose lines do not balance for any amounts, or that names amounts which it does not explain."""


@dataclass(frozen=True)
class VoucherRule:
    """What one kind of event books, for accountants to read: `zh` and `en` say when, `amounts` explains the
    names that its lines sum up.

    A rule balances for any amounts, or it is refused where it is declared: each name stands as often among
    the debits as among the credits, on the balance sheet and off it.
    """

    kind: VoucherKind
    zh: str
    en: str
    amounts: Mapping[str, tuple[str, str]]
    lines: tuple[RuleLine, ...]

    def __post_init__(self) -> None:
        standing: Counter[tuple[bool, str]] = Counter()
        for line in self.lines:
            for name in line.amounts:
                sign = 1 if line.side is Side.DEBIT else -1
                standing[line.subject.startswith(MEMORANDUM_CODES), name] += sign
        if any(standing.values()) or {name for _, name in standing} != set(self.amounts):
            raise UnbalancedRuleError(f"{self.kind}: {dict(standing)}")

    def lines_for(self, **amounts: Decimal) -> list[Line]:
        """The lines of a voucher. One of nought is left out; a negative one stands on the other side."""
        if amounts.keys() != self.amounts.keys():
            raise ValueError(f"{self.kind} is posted from {sorted(self.amounts)}, not {sorted(amounts)}")
        sums = [(line, sum((amounts[name] for name in line.amounts), Decimal("0.00"))) for line in self.lines]
        return [
            Line(line.subject, line.side if amount > 0 else line.side.other, abs(amount))
            for line, amount in sums
            if amount
        ]


VOUCHER_RULES: dict[VoucherKind, VoucherRule] = {}
"""What each kind of event books; a reversal books the mirror image of what it takes back, and has no rule."""


def declare_voucher(rule: VoucherRule) -> VoucherRule:
    """Declare what a kind of event books; called where the app that posts it keeps its table."""
    if VOUCHER_RULES.setdefault(rule.kind, rule) != rule:
        raise RuntimeError(f"two rules for {rule.kind}")
    return rule
