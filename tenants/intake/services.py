"""Writes of intakes: recording, assignment, acceptance and the ways out."""

from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from backend.platform.constraints import refusing
from backend.platform.errors import WRONG_STATE, DomainError
from backend.platform.permissions import Actor, scoped
from backend.platform.records import audit, numbers, outbox
from backend.platform.records.batches import batch_change
from tenants.customers import selectors as customers
from tenants.organisation import selectors as organisation
from tenants.organisation.locks import staff_hold
from tenants.products import selectors as products
from tenants.products.services import terms_check
from tenants.products.types import ProductTerms

from . import errors, events, permissions, selectors
from .dictionaries import REJECT_REASON
from .locks import intake_lock
from .models import OPEN, TRANSITIONS, Intake, State
from .parameters import REJECTED_WAIT_DAYS

OTHER = "OTHER"
"""The reason that says nothing without words."""


@transaction.atomic
def intake_create(
    *,
    actor: Actor,
    channel: str,
    customer_id: int,
    product_id: int,
    amount: Decimal,
    term_months: int,
    purpose: str,
    purpose_text: str = "",
) -> Intake:
    """Record a customer's wish at the actor's branch; the actor is in charge of it until it is assigned.

    Raises `customers.unknown`, `products.unknown`, `intake.kind_not_served` (422), FieldErrors for values
    outside the product, `customers.not_active`, `products.not_on_sale` (409), and `intake.already_open`
    (409) with the `intake_no` of the customer's open intake for the product, and `intake.rejected_lately`
    (409) too soon after a rejection.
    """
    staff_id, branch_id = organisation.staff_and_branch(actor)
    customers.customer_named(actor, customer_id, field="customer_id")
    product = _prechecked(customer_id, product_id)
    _waited(customer_id, product.code)
    terms_check(product, amount=amount, term_months=term_months)
    row = Intake(
        channel=channel,
        customer_id=customer_id,
        product_id=product.id,
        product_code=product.code,
        amount=amount,
        term_months=term_months,
        purpose=purpose,
        purpose_text=purpose_text,
        branch_id=branch_id,
        owner_id=staff_id,
        created_by=staff_id,
    )
    numbers.assign(row, "intake_no", "IN", on=organisation.business_date())

    def refusal() -> DomainError:
        first = Intake.objects.filter(
            customer_id=customer_id, product_code=product.code, state__in=OPEN
        ).first()
        return errors.ALREADY_OPEN.at(field="product_id", intake_no=first.intake_no if first else "")

    with refusing(intake_open_once=refusal):
        row.save(force_insert=True)
    audit.record(actor, "intake.create", row, to_state=row.state)
    _emit(row)
    return row


@transaction.atomic
def intake_assign(*, actor: Actor, pk: int, staff_id: int) -> Intake:
    """Put an active staff member within the actor's reach in charge; the intake moves to his branch."""
    row = intake_lock(pk, within=selectors.in_scope(actor, permissions.ASSIGN))
    _check_move(row, State.ASSIGNED)
    reachable = scoped(organisation.staff_list(), actor, permissions.ASSIGN)
    staff = reachable.filter(pk=staff_id, is_active=True).first()
    if staff is None or not staff_hold(staff_id):
        raise errors.STAFF_UNKNOWN.at(field="staff_id")
    row.assigned_to = staff
    row.owner = staff
    row.branch = staff.branch
    return _move(actor, row, State.ASSIGNED, action="intake.assign", comment=f"分派给 {staff.name}")


@transaction.atomic
def intake_accept(*, actor: Actor, pk: int) -> Intake:
    """Take the intake up. The pre-check wants an active customer and a product on sale that serves him.

    Raises `customers.not_active`, `products.not_on_sale`, `products.parent_narrowed` (409).
    """
    row = intake_lock(pk, within=selectors.in_scope(actor, permissions.ACCEPT))
    _check_move(row, State.ACCEPTED)
    _prechecked(row.customer_id, row.product_id)
    return _move(actor, row, State.ACCEPTED, action="intake.accept")


@transaction.atomic
def intake_reject(*, actor: Actor, pk: int, reason_code: str, reason: str = "") -> Intake:
    """The bank does not take the intake up; the reason, an entry of its dictionary, is what the customer is told.

    Raises what the dictionary says of the code, and `intake.reason_wanted` (422) for OTHER without words.
    """
    row = intake_lock(pk, within=selectors.in_scope(actor, permissions.REJECT))
    _check_move(row, State.REJECTED)
    entry = organisation.dictionary_entry(REJECT_REASON, reason_code, field="reason_code")
    if entry.code == OTHER and not reason.strip():
        raise errors.REASON_WANTED.at(field="reason")
    row.reason_code, row.reason = entry.code, reason
    row.rejected_on = organisation.business_date()
    comment = "：".join(filter(None, (entry.zh, reason)))
    return _move(actor, row, State.REJECTED, action="intake.reject", comment=comment)


@transaction.atomic
def intake_withdraw(*, actor: Actor, pk: int, reason: str) -> Intake:
    """The customer no longer wants the loan."""
    row = intake_lock(pk, within=selectors.in_scope(actor, permissions.WITHDRAW))
    _check_move(row, State.WITHDRAWN)
    row.reason = reason
    return _move(actor, row, State.WITHDRAWN, action="intake.withdraw", comment=reason)


@transaction.atomic
def intake_mark_converted(
    *, actor: Actor, intake_id: int, application_id: int, application_no: str
) -> Intake:
    """Close an accepted intake with the application that came of it; called by the applications."""
    row = intake_lock(intake_id)
    _check_move(row, State.CONVERTED)
    row.application_id = application_id
    row.application_no = application_no
    return _move(actor, row, State.CONVERTED, action="intake.convert", comment=application_no)


@transaction.atomic
def intakes_hand_over(*, actor: Actor, from_id: int, to_id: int, branch_id: int | None = None) -> list[int]:
    """Put another person in charge of one person's open intakes; answers their ids."""
    rows = selectors.intakes_open().filter(owner_id=from_id)
    changes: dict[str, tuple[int | None, int]] = {"owner_id": (from_id, to_id)}
    if branch_id is not None:
        changes["branch_id"] = (None, branch_id)
    ids = batch_change(actor, "intake.hand_over", rows, changes)
    Intake.objects.filter(pk__in=ids, assigned_to_id=from_id).update(assigned_to_id=to_id)
    return ids


def _waited(customer_id: int, product_code: str) -> None:
    """Raise `intake.rejected_lately` (409) within the days that the bank wants after a rejection."""
    today = organisation.business_date()
    days = organisation.parameter_value(REJECTED_WAIT_DAYS, on=today)
    refused = Intake.objects.filter(
        customer_id=customer_id, product_code=product_code, state=State.REJECTED
    ).aggregate(Max("rejected_on"))["rejected_on__max"]
    if refused is not None and today < refused + timedelta(days=days):
        raise errors.REJECTED_LATELY.at(
            field="product_id", again_on=(refused + timedelta(days=days)).isoformat()
        )


def _prechecked(customer_id: int, product_id: int) -> ProductTerms:
    customer = customers.customer_active(customer_id)
    product = products.product_on_sale(product_id, field="product_id")
    if customer.kind not in product.customer_kinds:
        raise errors.KIND_NOT_SERVED.at(field="product_id")
    return product


def _check_move(row: Intake, to: str) -> None:
    if to not in TRANSITIONS[row.state]:
        raise WRONG_STATE.at(state=row.state)


def _move(actor: Actor, row: Intake, to: str, *, action: str, comment: str = "") -> Intake:
    before, row.state = row.state, to
    row.save()
    audit.record(actor, action, row, from_state=before, to_state=to, comment=comment)
    _emit(row)
    return row


def _emit(row: Intake) -> None:
    outbox.emit(
        events.entered(row.state),
        aggregate=f"intake.intake:{row.pk}",
        payload={
            "intake_id": row.pk,
            "intake_no": row.intake_no,
            "customer_id": row.customer_id,
            "product_id": row.product_id,
            "state": row.state,
        },
    )
