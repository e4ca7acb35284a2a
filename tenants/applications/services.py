"""Writes of the applications: open, fill in, submit, cancel, and what contracts do with an approval."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from backend.kernel.loanmath import TITLES_ZH, DayCount, LoanMathError, LoanTerms, Method, build_schedule
from backend.platform.edits import edited, held
from backend.platform.errors import WRONG_STATE, FieldErrors
from backend.platform.permissions import Actor, scoped
from backend.platform.records import audit, numbers
from backend.platform.records.batches import batch_change
from shared.reference import selectors as reference
from tenants.approvals import services as approvals
from tenants.customers import selectors as customers
from tenants.intake import selectors as intake
from tenants.intake import services as intake_services
from tenants.intake.locks import intake_lock
from tenants.organisation import selectors as organisation
from tenants.products import selectors as products
from tenants.products import services as product_services

from . import errors, locks, permissions, selectors
from .models import LoanApplication
from .states import change_state
from .types import BUSINESS_TYPE, ApprovedTerms

State = LoanApplication.State
BASIS_POINT = Decimal("0.0001")
RATE_PLACES = Decimal("0.000001")
INVESTIGATION = {
    "summary": "investigation_summary",
    "primary_source": "primary_source",
    "monthly_income": "monthly_income",
    "monthly_debt": "monthly_debt",
}
"""Keys of the investigation, and the columns that hold them."""


@transaction.atomic
def application_open_from_intake(*, actor: Actor, intake_id: int) -> LoanApplication:
    """Make an accepted intake an application of its officer, priced by the LPR of the business date.

    It starts with the first repayment method and guarantee mode of the product and at its highest price:
    nobody gets a better one without somebody proposing it. Raises what the intake, the product
    (`products.not_on_sale`), the customer (`customers.not_active`) and the LPR list say.
    """
    intake_lock(intake_id)
    wanted = intake.intake_for_conversion(actor=actor, pk=intake_id)
    customers.customer_active(wanted.customer_id)
    product = products.product_on_sale(wanted.product_id)
    today = organisation.business_date()
    method = product.methods[0]
    row = LoanApplication(
        intake_id=intake_id,
        customer_id=wanted.customer_id,
        product_id=product.id,
        amount=wanted.amount,
        term_months=wanted.term_months,
        method=method,
        day_count=product.day_counts[method],
        interest_day=product.interest_day,
        period_months=product.period_months,
        guarantee_mode=product.guarantee_modes[0],
        purpose=wanted.purpose,
        purpose_text=wanted.purpose_text,
        lpr_tenor=product.lpr_tenor,
        bp=product.bp_max,
        reprice=product.reprice,
        branch_id=wanted.branch_id,
        officer_id=wanted.officer_id,
        created_by=actor.staff_id,
    )
    _price(row, today)
    numbers.assign(row, "app_no", "SQ", today)
    row.save(force_insert=True)
    audit.record(actor, "applications.open", row, to_state=row.state)
    intake_services.intake_mark_converted(
        actor=actor, intake_id=intake_id, application_id=row.pk, application_no=row.app_no
    )
    return row


@transaction.atomic
def application_edit(*, actor: Actor, pk: int, version: int, changes: Mapping[str, Any]) -> LoanApplication:
    """Fill in terms and investigation; the first edit begins the investigation.

    `changes` may hold the nested `investigation`. Raises `platform.stale_edit` (412),
    `platform.wrong_state` (409), FieldErrors for what the product does not allow.
    """
    rows = scoped(LoanApplication.objects.all(), actor, permissions.EDIT, owner="officer_id")
    row: LoanApplication = edited(rows, pk, version)
    if row.state not in LoanApplication.EDITABLE:
        raise WRONG_STATE.at(state=row.state)
    wanted = {name: value for name, value in changes.items() if name != "investigation"}
    wanted |= {INVESTIGATION[name]: value for name, value in changes.get("investigation", {}).items()}
    different = {
        name: [getattr(row, name), value] for name, value in wanted.items() if getattr(row, name) != value
    }
    for name, (_, value) in different.items():
        setattr(row, name, value)
    _fit_to_product(row)
    audit.record(
        actor,
        "applications.edit",
        row,
        changes={name: [_readable(value) for value in pair] for name, pair in different.items()},
    )
    if row.state == State.DRAFT:
        change_state(actor, row, State.INVESTIGATING, "applications.investigate")
    else:
        _save(row)
    return row


@transaction.atomic
def application_submit(*, actor: Actor, pk: int) -> LoanApplication:
    """Put the application before the reviewer, priced by the LPR of the business date.

    Raises `platform.wrong_state` (409), FieldErrors of `applications.investigation_missing`, and what
    product, customer and LPR list say now.
    """
    row = _locked_in_scope(actor, pk, permissions.SUBMIT)
    if row.state not in LoanApplication.SUBMITTABLE:
        raise WRONG_STATE.at(state=row.state)
    missing = [key for key, column in INVESTIGATION.items() if getattr(row, column) in ("", None)]
    if missing:
        raise FieldErrors([errors.INVESTIGATION_MISSING.at(field=f"investigation.{key}") for key in missing])
    customer = customers.customer_active(row.customer_id)
    product = products.product_on_sale(row.product_id)
    _fit_to_product(row)
    _save(row)
    audit.record(actor, "applications.submit", row, from_state=row.state)
    approvals.instance_start(
        actor=actor,
        business_type=BUSINESS_TYPE,
        business_id=row.pk,
        business_no=row.app_no,
        customer_name=customer.name,
        product_name=product.name,
        product_code=product.parent_code,
        guarantee_mode=row.guarantee_mode,
        amount=row.amount,
        term_months=row.term_months,
        branch_id=row.branch_id,
        excluded_staff=[row.officer_id, *([row.created_by] if row.created_by else [])],
    )
    row.refresh_from_db()
    return row


@transaction.atomic
def application_cancel(*, actor: Actor, pk: int, reason: str) -> LoanApplication:
    """End the application before a decision; a process under way is withdrawn."""
    row = _locked_in_scope(actor, pk, permissions.CANCEL)
    if row.state not in LoanApplication.CANCELLABLE:
        raise WRONG_STATE.at(state=row.state)
    approvals.instance_withdraw(actor=actor, business_type=BUSINESS_TYPE, business_id=pk, reason=reason)
    change_state(actor, row, State.CANCELLED, "applications.cancel", comment=reason)
    return row


@transaction.atomic
def approval_hold(*, application_id: int) -> ApprovedTerms:
    """Lock an approval for the one who contracts it.

    Raises `applications.not_approved` (409) and `applications.approval_lapsed` (409).
    """
    row = locks.application_lock(application_id)
    if row.state != State.APPROVED:
        raise errors.NOT_APPROVED.at(state=row.state)
    terms = selectors.approved_terms_of(row)
    if organisation.business_date() > terms.lapses_on:
        raise errors.APPROVAL_LAPSED.at(lapses_on=terms.lapses_on.isoformat())
    return terms


@transaction.atomic
def application_mark_contracted(*, actor: Actor, application_id: int) -> None:
    """The contract has come into force. Raises as `approval_hold`."""
    approval_hold(application_id=application_id)
    row = locks.application_lock(application_id)
    change_state(actor, row, State.CONTRACTED, "applications.contract")


@transaction.atomic
def application_release(*, actor: Actor, application_id: int, reason: str) -> None:
    """The contract in force was made void before any use: the approval can be contracted again."""
    row = locks.application_lock(application_id)
    change_state(actor, row, State.APPROVED, "applications.release", comment=reason)


@transaction.atomic
def applications_hand_over(
    *, actor: Actor, from_id: int, to_id: int, branch_id: int | None = None
) -> list[int]:
    """Make another person the officer of one person's applications in work; answers their ids.

    The new officer stands for the case from now on, so he is kept from deciding it. Raises
    `applications.officer_decides` (409) when he has decided one of the cases already.
    """
    rows = selectors.applications_in_work().filter(officer_id=from_id)
    ids = batch_change(actor, "applications.hand_over", rows, {"officer_id": (from_id, to_id)})
    decided = approvals.instances_exclude(business_type=BUSINESS_TYPE, business_ids=ids, staff_id=to_id)
    if decided:
        raise errors.OFFICER_DECIDES.at(field="to_id", app_nos="、".join(decided))
    return ids


def approvals_lapse(*, actor: Actor, on: date) -> int:
    """Let the approvals lapse that were not contracted in time; returns how many. May be repeated.

    One transaction each, so that a long night holds no row longer than it needs.
    """
    due = LoanApplication.objects.filter(state=State.APPROVED, lapses_on__lt=on)
    count = 0
    for pk in list(due.order_by("id").values_list("pk", flat=True)):
        with transaction.atomic():
            row = locks.application_lock(pk)
            if row.state == State.APPROVED:
                change_state(actor, row, State.LAPSED, "applications.lapse")
                count += 1
    return count


def _locked_in_scope(actor: Actor, pk: int, action: str) -> LoanApplication:
    rows = scoped(LoanApplication.objects.all(), actor, action, owner="officer_id")
    return held(rows, pk)


def _fit_to_product(row: LoanApplication) -> None:
    """Check the terms against the product, count the days as it says, and price the result."""
    product = products.product_terms(row.product_id)
    product_services.terms_check(
        product,
        amount=row.amount,
        term_months=row.term_months,
        bp=row.bp,
        method=row.method,
        guarantee_mode=row.guarantee_mode,
    )
    if row.period_months != product.period_months:
        raise FieldErrors([errors.FIXED_BY_PRODUCT.at(field="period_months", fixed=product.period_months)])
    if product.interest_day is not None and row.interest_day != product.interest_day:
        raise FieldErrors([errors.FIXED_BY_PRODUCT.at(field="interest_day", fixed=product.interest_day)])
    row.day_count = product.day_counts[row.method]
    _price(row, organisation.business_date())
    _check_schedule(row)


def _price(row: LoanApplication, on: date) -> None:
    lpr = reference.lpr_at(tenor=row.lpr_tenor, on=on)
    row.lpr_rate, row.lpr_published_on = lpr.rate, lpr.published_on
    row.annual_rate = (lpr.rate + row.bp * BASIS_POINT).quantize(RATE_PLACES)


def _check_schedule(row: LoanApplication) -> None:
    """Raise `applications.terms_impossible` (422) when no repayment schedule follows from the terms."""
    try:
        build_schedule(
            LoanTerms.of(
                principal=row.amount,
                annual_rate=row.annual_rate,
                method=Method(row.method),
                start_on=organisation.business_date(),
                term_months=row.term_months,
                interest_day=row.interest_day,
                day_count=DayCount(row.day_count),
                period_months=row.period_months,
            )
        )
    except LoanMathError as error:
        field = "bp" if error.field == "annual_rate" else error.field
        raise errors.TERMS_IMPOSSIBLE.at(
            field=field, reason=str(error), reason_zh=TITLES_ZH[error.code]
        ) from error


def _save(row: LoanApplication) -> None:
    row.version += 1
    row.save()


def _readable(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value
