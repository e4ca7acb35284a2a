"""Readings of drawdowns, loans and repayments, limited to the rows that the actor's data scope reaches."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from backend.kernel.loanmath import Buckets
from backend.platform.errors import NOT_FOUND
from backend.platform.permissions import Actor, scoped
from backend.platform.records import audit
from tenants.contracts import selectors as contracts
from tenants.contracts.types import ContractUsage
from tenants.ledger import selectors as ledger
from tenants.ledger.types import LoanRef, Source
from tenants.organisation import selectors as organisation
from tenants.organisation.types import counted

from . import errors, lives, prepayments
from .models import Disbursement, Instalment, LoanAccount, Repayment
from .prepayments import PrepaymentEffect
from .types import LoanOwing

ZERO = Decimal("0.00")
VIEW = "loans.view"
OWNER = "officer_id"
DISBURSEMENT = "loans.disbursement"
REPAYMENT = "loans.repayment"


# -- drawdowns ---------------------------------------------------------------------------------------


LOAN_STATUSES = LoanAccount.Status.choices
"""The statuses of a loan with their Chinese names, for lists that other apps show."""


def contract_usage(contract_id: int) -> ContractUsage:
    """What drawdowns take of a contract's amount: held for those on their way, and paid out."""
    rows = list(
        Disbursement.objects.filter(contract_id=contract_id)
        .order_by("id")
        .values("id", "req_no", "amount", "state", "value_on")
    )
    return ContractUsage(
        reserved=sum((row["amount"] for row in rows if row["state"] in Disbursement.RESERVING), ZERO),
        drawn=sum((row["amount"] for row in rows if row["state"] == Disbursement.State.POSTED), ZERO),
        disbursements=[dict(row) for row in rows],
    )


def disbursements_open() -> QuerySet[Disbursement]:
    """Drawdowns on their way."""
    return Disbursement.objects.filter(state__in=Disbursement.RESERVING)


def disbursements_by_branch(staff_id: int) -> dict[int, int]:
    """Of how many drawdowns on their way the person is the officer, by branch."""
    return counted(disbursements_open().filter(officer_id=staff_id))


def disbursements_at_branch(branch_id: int) -> int:
    return disbursements_open().filter(branch_id=branch_id).count()


def loans_open() -> QuerySet[LoanAccount]:
    """Loans that are not settled."""
    return LoanAccount.objects.exclude(status=LoanAccount.Status.SETTLED)


def loans_repriced() -> QuerySet[LoanAccount]:
    """Open loans whose rate will follow the LPR again."""
    return loans_open().filter(reprices_on__isnull=False)


def loans_by_branch(staff_id: int) -> dict[int, int]:
    """Of how many open loans the person is the officer, by branch."""
    return counted(loans_open().filter(officer_id=staff_id))


def loans_at_branch(branch_id: int) -> int:
    return loans_open().filter(branch_id=branch_id).count()


def disbursement_list(
    *,
    actor: Actor,
    q: str = "",
    state: str = "",
    branch_id: int | None = None,
    contract_id: int | None = None,
    customer_id: int | None = None,
) -> QuerySet[Disbursement]:
    """Drawdowns in scope, newest first; `q` is part of the customer's name or the start of a number."""
    rows = Disbursement.objects.select_related("contract", "customer", "branch", "loan").defer(
        "payee_account_no"
    )
    rows = scoped(rows, actor, VIEW, owner=OWNER).order_by("-id")
    if q:
        rows = rows.filter(Q(req_no__startswith=q) | Q(customer__name__icontains=q))
    given = {"state": state, "branch_id": branch_id, "contract_id": contract_id, "customer_id": customer_id}
    return rows.filter(**{name: value for name, value in given.items() if value})


@dataclass(frozen=True)
class DisbursementDetail:
    """A drawdown as its page shows it: with names, history, and what the reader may do."""

    row: Disbursement
    created_by: dict[str, Any] | None
    checked_by: dict[str, Any] | None
    allowed_actions: list[str]
    history: list[dict[str, Any]]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)


def disbursement_get(*, actor: Actor, disbursement_id: int) -> DisbursementDetail:
    rows = Disbursement.objects.select_related("contract", "customer", "branch", "loan")
    row = scoped(rows, actor, VIEW, owner=OWNER).filter(pk=disbursement_id).first()
    if row is None:
        raise NOT_FOUND.at()
    names = organisation.staff_names({pk for pk in (row.created_by, row.checked_by) if pk})
    return DisbursementDetail(
        row=row,
        created_by=_person(row.created_by, names),
        checked_by=_person(row.checked_by, names),
        allowed_actions=_disbursement_actions(actor, row),
        history=audit.history(row),
    )


def _person(pk: int | None, names: dict[int, str]) -> dict[str, Any] | None:
    return {"id": pk, "name": names.get(pk, "")} if pk else None


def _disbursement_actions(actor: Actor, row: Disbursement) -> list[str]:
    State = Disbursement.State
    same_person = actor.staff_id is not None and actor.staff_id in (row.created_by, row.officer_id)
    if row.state == State.UNDER_CHECK and actor.can("loans.disburse_check") and not same_person:
        return ["approve", "return"]
    if row.state in (State.SENT, State.UNKNOWN) and actor.can("loans.disburse_inquire"):
        return ["inquire"]
    return []


# -- loans -------------------------------------------------------------------------------------------


def _loans(actor: Actor, action: str = VIEW) -> QuerySet[LoanAccount]:
    rows = LoanAccount.objects.select_related("contract", "customer", "product", "branch", "officer")
    return scoped(rows, actor, action, owner=OWNER)


def loan_list(
    *,
    actor: Actor,
    q: str = "",
    status: str = "",
    branch_id: int | None = None,
    officer_id: int | None = None,
    contract_id: int | None = None,
    customer_id: int | None = None,
    product_id: int | None = None,
) -> QuerySet[LoanAccount]:
    """Loans in scope, newest first; `q` is part of the customer's name or the start of a loan number."""
    rows = _loans(actor).order_by("-id")
    if q:
        rows = rows.filter(Q(loan_no__startswith=q) | Q(customer__name__icontains=q))
    given = {
        "status": status,
        "branch_id": branch_id,
        "officer_id": officer_id,
        "contract_id": contract_id,
        "customer_id": customer_id,
        "product_id": product_id,
    }
    return rows.filter(**{name: value for name, value in given.items() if value})


def loans_owing(*, actor: Actor, action: str, loan_nos: Iterable[str], on: date) -> dict[str, LoanOwing]:
    """Of these numbers the loans that the action reaches, and why money for what is due by `on` cannot be taken."""
    due = Instalment.objects.filter(
        loan_id=OuterRef("pk"), replaced_in=None, due_on__lte=on, payment__gt=0
    ).exclude(state=Instalment.State.PAID)
    rows = scoped(LoanAccount.objects.filter(loan_no__in=list(loan_nos)), actor, action, owner=OWNER)
    found = rows.annotate(owes=Exists(due)).values_list("loan_no", "pk", "status", "owes")
    owing = {}
    for number, pk, status, owes in found:
        refusal = None if owes else errors.NOTHING_DUE.at()
        if status == LoanAccount.Status.SETTLED:
            refusal = errors.LOAN_SETTLED.at(loan_no=number)
        owing[number] = LoanOwing(pk, refusal)
    return owing


def loan_get(*, actor: Actor, loan_id: int, action: str = VIEW) -> LoanAccount:
    loan = _loans(actor, action).filter(pk=loan_id).first()
    if loan is None:
        raise NOT_FOUND.at()
    return loan


@dataclass(frozen=True)
class LoanDetail:
    """A loan as its page shows it: with its history and what the reader may do."""

    row: LoanAccount
    reversible_repayment_id: int | None
    allowed_actions: list[str]
    history: list[dict[str, Any]]

    @property
    def reprices_on(self) -> date | None:
        """The next day of repricing of a loan that is not settled."""
        return self.row.reprices_on if self.row.is_open else None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)


def loan_detail(*, actor: Actor, loan_id: int) -> LoanDetail:
    loan = loan_get(actor=actor, loan_id=loan_id)
    may_repay = actor.can("loans.repay")
    return LoanDetail(
        row=loan,
        reversible_repayment_id=_reversible(loan) if may_repay else None,
        allowed_actions=_loan_actions(actor, loan),
        history=audit.history(loan),
    )


def _loan_actions(actor: Actor, loan: LoanAccount) -> list[str]:
    may = [("loans.repay", "repay"), ("loans.quote", "quote")] if loan.is_open else []
    return [name for action, name in [*may, ("loans.repay", "receipt")] if actor.can(action)]


def _reversible(loan: LoanAccount) -> int | None:
    """The loan's latest repayment in force, while the day on which it was booked lasts."""
    latest = lives.latest_receipt(loan)
    return latest.pk if latest and latest.booked_on == organisation.business_date() else None


@dataclass(frozen=True)
class ScheduleTotals:
    principal: Decimal
    interest: Decimal
    payment: Decimal
    principal_paid: Decimal
    interest_paid: Decimal


@dataclass(frozen=True)
class ScheduleView:
    """A schedule with its sums. Version 0 is that of terms which somebody only asks about."""

    version: int
    rows: list[Instalment]

    @property
    def totals(self) -> ScheduleTotals:
        names = ("principal", "interest", "payment", "principal_paid", "interest_paid")
        return ScheduleTotals(*(sum((getattr(row, name) for row in self.rows), ZERO) for name in names))


def loan_schedule(*, actor: Actor, loan_id: int) -> ScheduleView:
    """The schedule in force."""
    loan = loan_get(actor=actor, loan_id=loan_id)
    return ScheduleView(loan.schedule_version, lives.rows_in_force(loan))


@dataclass(frozen=True)
class LoanRate:
    """The rate of a loan from a day on, and what it was made of. The first has none before it."""

    effective_on: date
    annual_rate: Decimal
    previous_rate: Decimal | None
    lpr_rate: Decimal
    lpr_published_on: date
    bp: int
    schedule_version: int


def loan_rates(*, actor: Actor, loan_id: int) -> list[LoanRate]:
    """The rates of the loan, the latest first: that of its contract, then one for each repricing."""
    loan = loan_get(actor=actor, loan_id=loan_id)
    agreed = contracts.contract_terms(loan.contract_id)
    first = LoanRate(
        loan.start_on, agreed.annual_rate, None, agreed.lpr_rate, agreed.lpr_published_on, agreed.bp, 1
    )
    later = [
        LoanRate(
            change.effective_on,
            change.new_rate,
            change.old_rate,
            change.lpr_rate,
            change.lpr_published_on,
            change.bp,
            change.schedule_version,
        )
        for change in loan.rate_changes.order_by("-effective_on")
    ]
    return [*later, first]


def loan_repayments(*, actor: Actor, loan_id: int) -> QuerySet[Repayment]:
    loan = loan_get(actor=actor, loan_id=loan_id)
    return loan.repayments.order_by("-id")


def loan_vouchers(*, actor: Actor, loan_id: int) -> Any:
    """The vouchers of the loan's drawdown and repayments; the night's are vouchers of the branch."""
    return ledger.vouchers_of(sources_of_loan(loan_get(actor=actor, loan_id=loan_id).loan_no))


def sources_of_loan(loan_no: str) -> list[Source]:
    """What is booked for a loan: its drawdown and its repayments; nothing for an unknown number."""
    loan = LoanAccount.objects.filter(loan_no=loan_no).values_list("pk", "disbursement_id").first()
    if loan is None:
        return []
    repayments = Repayment.objects.filter(loan_id=loan[0]).values_list("pk", flat=True)
    return [Source(DISBURSEMENT, loan[1]), *(Source(REPAYMENT, pk) for pk in repayments)]


def loans_of_sources(sources: Iterable[tuple[str, int]]) -> dict[tuple[str, int], LoanRef]:
    """The loans of drawdowns and repayments by (type, id) of these: two queries at most."""
    ids: dict[str, set[int]] = {DISBURSEMENT: set(), REPAYMENT: set()}
    for source_type, pk in sources:
        ids.get(source_type, set()).add(pk)
    drawn = LoanAccount.objects.filter(disbursement_id__in=ids[DISBURSEMENT])
    repaid = Repayment.objects.filter(pk__in=ids[REPAYMENT])
    found = {}
    if ids[DISBURSEMENT]:
        for pk, loan_id, loan_no in drawn.values_list("disbursement_id", "pk", "loan_no"):
            found[DISBURSEMENT, pk] = LoanRef(loan_id, loan_no)
    if ids[REPAYMENT]:
        for pk, loan_id, loan_no in repaid.values_list("pk", "loan_id", "loan__loan_no"):
            found[REPAYMENT, pk] = LoanRef(loan_id, loan_no)
    return found


@dataclass(frozen=True)
class RepaymentQuote:
    """What a repayment of that kind would take on that day, and what a prepayment in part would change."""

    kind: str
    value_on: date
    taken: Buckets
    effect: PrepaymentEffect | None = None

    def __getattr__(self, name: str) -> Decimal:
        return getattr(self.taken, name)


def repayment_quote(
    *,
    actor: Actor,
    loan_id: int,
    kind: str,
    on: date | None = None,
    principal: Decimal | None = None,
    mode: str = "",
) -> RepaymentQuote:
    """The amounts that `repayment_receive` takes on `on` (None: the business date), if nothing is paid before.

    DUE: everything due by then, with penalty and compound. PREPAY_PART: `principal` with its interest to date and
    the fee. PREPAY_FULL: what is due and all principal, with interest to date and the fee. Raises
    `loans.quote_in_the_past` (422), and what `repayment_receive` refuses.
    """
    loan = loan_get(actor=actor, loan_id=loan_id)
    today = organisation.business_date()
    on = on or today
    if on < today:
        raise errors.QUOTE_IN_THE_PAST.at(field="on", today=today)
    if not loan.is_open:
        raise errors.LOAN_SETTLED.at(loan_no=loan.loan_no)
    rows = lives.rows_in_force(loan)
    if kind == Repayment.Kind.PREPAY_PART:
        plan = prepayments.plan(loan, rows, on, principal, mode)
        return RepaymentQuote(kind, on, plan.taken + Buckets(fee=plan.fee), plan.effect)
    prepayments.refuse_terms(principal, mode)
    if kind == Repayment.Kind.PREPAY_FULL:
        quote, fee = prepayments.settlement(loan, rows, on)
        return RepaymentQuote(
            kind, on, Buckets(fee, quote.compound, quote.penalty, quote.interest, quote.principal)
        )
    return RepaymentQuote(kind, on, lives.owed(lives.on_the_day(loan, rows, on)))


def outstanding_total() -> Decimal:
    """The principal outstanding of all loans of the bank, in yuan; for the bank itself, no person's scope."""
    total = LoanAccount.objects.aggregate(total=Sum("principal_outstanding"))["total"]
    return total if total is not None else ZERO


# -- reports -----------------------------------------------------------------------------------------


def loan_ledger_rows(*, actor: Actor, alias: str) -> list[dict[str, Any]]:
    """Loans in reach by branch, product and status: count, drawn, outstanding, and principal in arrears.

    `alias` is the database to read from; reports give the replica.
    """
    rows = (
        scoped(LoanAccount.objects.using(alias), actor, "reports.view", owner=OWNER)
        .values(
            "branch_id",
            "branch__code",
            "branch__name",
            "product_id",
            "product__code",
            "product__name",
            "status",
        )
        .annotate(
            count=Count("id"),
            drawn_sum=Sum("drawn"),
            outstanding=Sum("principal_outstanding"),
            overdue=Sum("overdue_principal"),
        )
        .order_by("branch__code", "product__code", "status")
    )
    return [
        {
            "branch": {"id": row["branch_id"], "code": row["branch__code"], "name": row["branch__name"]},
            "product": {"id": row["product_id"], "code": row["product__code"], "name": row["product__name"]},
            "status": row["status"],
            "count": row["count"],
            "drawn": row["drawn_sum"],
            "outstanding": row["outstanding"],
            "overdue": row["overdue"],
        }
        for row in rows
    ]


def loans_begun_by_day(*, actor: Actor, alias: str, since: date, until: date) -> dict[date, dict[str, Any]]:
    """Count and drawn amount of the loans in reach by the day they began, both ends included."""
    rows = (
        scoped(LoanAccount.objects.using(alias), actor, "reports.view", owner=OWNER)
        .filter(start_on__range=(since, until))
        .values("start_on")
        .annotate(count=Count("id"), drawn_sum=Sum("drawn"))
    )
    return {row["start_on"]: {"count": row["count"], "drawn": row["drawn_sum"]} for row in rows}
