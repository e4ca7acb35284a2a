"""The night as one list: what happens to the day that ends, in this order.

Every step works set-based, on the whole bank or on a range of its loans, in one transaction with its own row,
and gives the same result when it is done again. `on` is the business date that ends, `next_on` the one that begins.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from backend.platform.errors import DomainError
from backend.platform.keyranges import EVERY_KEY, KeyRange
from tenants.applications import eod as applications
from tenants.ledger import eod as balances
from tenants.ledger import selectors as ledger
from tenants.ledger.types import Difference
from tenants.loans import eod as loans
from tenants.loans import nightly_proof, repricing
from tenants.loans import selectors as loan_selectors
from tenants.organisation.locks import business_date_lock

from . import errors


@dataclass(frozen=True)
class Night:
    """The dates of a night, and the keys that a step in ranges works on now."""

    on: date
    next_on: date
    within: KeyRange = EVERY_KEY


@dataclass(frozen=True)
class Step:
    """A step: its name in the rows, its title on the screen, its work (returns the rows touched).

    With `over`, the rows that it goes over, it is done in ranges of their keys, each in a transaction of its
    own: its work keeps to `night.within`. Without, it is one transaction.
    """

    name: str
    title: str
    work: Callable[[Night], int]
    over: Callable[[], QuerySet] | None = None
    required: bool = False
    """The books are not right without it: it may never be skipped."""


class LedgerDiffersError(DomainError):
    """The balances, or the loans, are not what their entries and events say."""

    def __init__(self, differences: Sequence[Difference]) -> None:
        first = "; ".join(map(str, differences[:5]))
        super().__init__(errors.LEDGER_DIFFERS, params={"count": len(differences), "first": first})
        self.loan_nos = list(dict.fromkeys(found.loan for found in differences if found.loan))


def cut_over(night: Night) -> int:
    """Postings from now on carry the next date; those under way are waited for."""
    row = business_date_lock()
    if row.closing_on is None and row.current_on == night.on:
        row.current_on, row.closing_on = night.next_on, night.on
        row.save(update_fields=["current_on", "closing_on"])
        return 1
    return 0


def check_ledger(night: Night) -> int:
    """Prove the day against the last one that was kept; a difference stops the night.

    Business goes on meanwhile, and what is booked between two statements looks like a difference: what is found
    is looked at again while nobody posts.
    """
    differences = nightly_proof.night_differences(night.on)
    if differences:
        business_date_lock()
        differences = nightly_proof.night_differences(night.on)
    if differences:
        raise LedgerDiffersError(differences)
    nightly_proof.accruals_keep(night.on)
    return ledger.balance_count()


def close(night: Night) -> int:
    """The date is closed; the next night may begin."""
    row = business_date_lock()
    row.closing_on, row.last_closed_on = None, night.on
    row.save(update_fields=["closing_on", "last_closed_on"])
    return 1


PLAN: list[Step] = [
    Step("cut_over", "切换营业日", cut_over, required=True),
    Step(
        "mark_due",
        "到期应还",
        lambda night: loans.eod_mark_due(night.on, within=night.within),
        loan_selectors.loans_open,
    ),
    Step(
        "mark_overdue",
        "逾期认定",
        lambda night: loans.eod_mark_overdue(night.next_on, within=night.within),
        loan_selectors.loans_open,
    ),
    Step("lapse_approvals", "批复失效", lambda night: applications.eod_lapse_approvals(night.next_on)),
    Step(
        "accrue",
        "利息计提",
        lambda night: loans.eod_accrue(night.on, within=night.within),
        loan_selectors.loans_open,
    ),
    Step(
        "accrue_penalties",
        "罚息复利计提",
        lambda night: loans.eod_accrue_penalties(night.next_on, within=night.within),
        loan_selectors.loans_open,
    ),
    Step(
        "reprice",
        "重定价",
        lambda night: repricing.eod_reprice(night.next_on, within=night.within),
        loan_selectors.loans_repriced,
        required=True,
    ),
    Step("post_accruals", "计提记账(按机构、科目)", lambda night: loans.eod_post_accruals(night.on)),
    Step("keep_balances", "科目日余额", lambda night: balances.eod_keep_balances(night.on), required=True),
    Step("check_ledger", "总分核对", check_ledger, required=True),
    Step("close", "关账", close, required=True),
]


def step_named(name: str) -> Step | None:
    """The step of the plan by the name in its rows; None for one that the plan no longer has."""
    return next((step for step in PLAN if step.name == name), None)
