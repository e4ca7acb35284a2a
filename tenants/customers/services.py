"""Writes of customer files and households, and the logged reading of sensitive values."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from backend.platform.constraints import refusing
from backend.platform.edits import edited, state_is
from backend.platform.errors import NOT_FOUND, DomainError, ErrorKind, FieldErrors
from backend.platform.identity_number import Fault, IdentityNumber, IdentityNumberError, parse
from backend.platform.permissions import Actor, scoped
from backend.platform.records import audit, numbers, outbox
from backend.platform.records.batches import batch_change
from tenants.organisation import selectors as organisation

from . import errors, events, permissions, phone_number, selectors
from .dictionaries import OCCUPATION
from .locks import customer_lock
from .models import Customer, Household, HouseholdMember
from .reveals import reveal_note

ID_NO_FAULTS: dict[Fault, ErrorKind] = {
    Fault.FORM: errors.ID_NO_FORM,
    Fault.BIRTH: errors.ID_NO_BIRTH,
    Fault.CHECK: errors.ID_NO_CHECK,
}
SENSITIVE = frozenset({"id_no", "phone", "address"})
HIDDEN = "[changed]"
CORRECTABLE = (Customer.Status.ACTIVE, Customer.Status.FROZEN)


@transaction.atomic
def customer_register(
    *,
    actor: Actor,
    name: str,
    id_no: str,
    phone: str,
    address: str = "",
    occupation: str = "",
    monthly_income: Decimal | None = None,
    is_farmer: bool = False,
) -> Customer:
    """Open a customer's file at the actor's branch; the actor owns it.

    Raises FieldErrors for an impossible identity or telephone number, `customers.duplicate` (409) with
    the `customer_no` of the file that bears the identity number already.
    """
    staff_id, branch_id = organisation.staff_and_branch(actor)
    today = organisation.business_date()
    identity, mobile = identity_checked(id_no, phone)
    if occupation:
        organisation.dictionary_entry(OCCUPATION, occupation, field="occupation")
    row = Customer(
        name=name,
        id_no=identity.text,
        id_no_hash=selectors.id_no_hash(identity.text),
        gender=gender_of(identity),
        birth_on=identity.birth_on,
        phone=mobile,
        phone_hash=selectors.phone_hash(mobile),
        address=address,
        occupation=occupation,
        monthly_income=monthly_income,
        is_farmer=is_farmer,
        branch_id=branch_id,
        owner_id=staff_id,
        created_by=staff_id,
    )
    numbers.assign(row, "customer_no", "CU", on=today)

    with refusing(customer_id_no_once=lambda: duplicate(identity.text)):
        row.save(force_insert=True)
    audit.record(actor, "customers.register", row, to_state=row.status)
    outbox.emit(
        events.REGISTERED,
        aggregate=f"customers.customer:{row.pk}",
        payload={"customer_id": row.pk, "customer_no": row.customer_no},
    )
    return row


@transaction.atomic
def customer_edit(*, actor: Actor, pk: int, version: int, changes: Mapping[str, Any]) -> Customer:
    """Change address, occupation, monthly_income or is_farmer of a customer in scope.

    Who he is (name, identity number, telephone) is corrected by two persons, see `corrections`. Every changed
    field is audited with its old and new value; of sensitive ones only that they changed. Raises 404 out of
    scope, `platform.stale_edit` (412).
    """
    in_scope = scoped(Customer.objects.all(), actor, permissions.EDIT, owner=selectors.OWNER)
    row: Customer = edited(in_scope, pk, version)
    different = {
        name: (getattr(row, name), new) for name, new in changes.items() if getattr(row, name) != new
    }
    if not different:
        return row
    if different.get("occupation", ("", ""))[1]:  # one that stays as it was may have ended since
        organisation.dictionary_entry(OCCUPATION, changes["occupation"], field="occupation")
    for name, (_, new) in different.items():
        setattr(row, name, new)
    row.version += 1
    row.save(update_fields=[*different, "version"])
    audit.record(actor, "customers.edit", row, changes=_audited(different))
    return row


@transaction.atomic
def customer_identity_correct(*, actor: Actor, pk: int, name: str, id_no: str, phone: str) -> Customer:
    """Set name, identity number (with the birthday and sex in it) and telephone, all in their normal form.

    What two persons decided: see `corrections`. Raises `platform.wrong_state` (409) for a file that is closed or
    merged, `customers.duplicate` (409) when another file bears the number.
    """
    row = customer_lock(pk)
    state_is(row.status, CORRECTABLE)
    identity = identity_read(id_no)
    wanted = {"name": name, "id_no": identity.text, "phone": phone}
    different = {key: (getattr(row, key), new) for key, new in wanted.items() if getattr(row, key) != new}
    for key, (_, new) in different.items():
        setattr(row, key, new)
    row.id_no_hash, row.phone_hash = selectors.id_no_hash(identity.text), selectors.phone_hash(phone)
    row.gender, row.birth_on = gender_of(identity), identity.birth_on
    row.version += 1
    with refusing(customer_id_no_once=lambda: duplicate(identity.text)):
        row.save()
    audit.record(actor, "customers.identity_correct", row, changes=_audited(different))
    return row


@transaction.atomic
def customer_reveal(
    *, actor: Actor, pk: int, fields: Sequence[str], purpose: str, reason: str
) -> dict[str, str]:
    """The full values of `fields` (id_no, phone, address) of a customer in scope, by field.

    Each reading is audited and counts; raises `customers.reveal_quota` (429), see `reveals`.
    """
    row = selectors.customer_get(actor, pk, action=permissions.REVEAL)
    reveal_note(actor, row, fields=fields, purpose=purpose, reason=reason)
    return {field: getattr(row, field) for field in fields}


@transaction.atomic
def household_create(
    *,
    actor: Actor,
    name: str,
    region_code: str,
    region_name: str = "",
    address: str = "",
    land_mu: Decimal = Decimal("0.00"),
    yearly_income: Decimal = Decimal("0.00"),
    yearly_cost: Decimal = Decimal("0.00"),
    grid_id: int | None = None,
) -> Household:
    """Open the file of a farmer household at the actor's branch; members are added afterwards.

    Raises `organisation.grid_unknown` (422) for a grid that is not one of the branch in force.
    """
    staff_id, branch_id = organisation.staff_and_branch(actor)
    if grid_id is not None:
        grid_id = organisation.grid_named(grid_id, branch_id=branch_id, field="grid_id")
    row = Household(
        name=name,
        region_code=region_code,
        region_name=region_name,
        address=address,
        grid_id=grid_id,
        land_mu=land_mu,
        yearly_income=yearly_income,
        yearly_cost=yearly_cost,
        branch_id=branch_id,
        owner_id=staff_id,
        created_by=staff_id,
    )
    numbers.assign(row, "household_no", "HH", on=organisation.business_date())
    row.save(force_insert=True)
    audit.record(actor, "customers.household_create", row)
    return row


@transaction.atomic
def household_add_member(*, actor: Actor, pk: int, customer_id: int, relation: str) -> HouseholdMember:
    """Make a customer in scope a member of a household in scope.

    Raises `customers.unknown` (422), `customers.in_household` (409) with the `household_no` that he
    belongs to, `customers.household_has_head` (409) for a second head.
    """
    reachable = scoped(
        Household.objects.select_for_update(of=("self",)), actor, permissions.EDIT, owner=selectors.OWNER
    )
    household = reachable.filter(pk=pk).first()
    if household is None:
        raise NOT_FOUND.at()
    selectors.customer_named(actor, customer_id, field="customer_id")
    customer = customer_lock(customer_id)  # so that two households cannot take him at once
    taken = HouseholdMember.objects.select_related("household").filter(customer=customer).first()
    if taken is not None:
        raise errors.IN_HOUSEHOLD.at(field="customer_id", household_no=taken.household.household_no)
    member = HouseholdMember(household=household, customer=customer, relation=relation)
    with refusing(household_one_head=lambda: errors.HAS_HEAD.at(field="relation")):
        member.save(force_insert=True)
    changes = {"member": [None, customer.customer_no], "relation": [None, relation]}
    audit.record(actor, "customers.household_add_member", household, changes=changes)
    return member


@transaction.atomic
def customers_hand_over(*, actor: Actor, from_id: int, to_id: int, branch_id: int | None = None) -> list[int]:
    """Give one person's customers to another, and to that branch when one is given; answers their ids."""
    rows = selectors.customers_held().filter(owner_id=from_id)
    return batch_change(actor, "customers.hand_over", rows, _in_charge(from_id, to_id, branch_id))


@transaction.atomic
def households_hand_over(
    *, actor: Actor, from_id: int, to_id: int, branch_id: int | None = None
) -> list[int]:
    """As `customers_hand_over`, for households."""
    rows = Household.objects.filter(owner_id=from_id)
    changes = _in_charge(from_id, to_id, branch_id)
    return batch_change(actor, "customers.household_hand_over", rows, changes)


def _in_charge(from_id: int, to_id: int, branch_id: int | None) -> dict[str, tuple[Any, Any]]:
    return {"owner_id": (from_id, to_id), **({"branch_id": (None, branch_id)} if branch_id else {})}


def duplicate(id_no: str) -> DomainError:
    """The refusal of an identity number that a file of the bank bears already."""
    first = selectors.customer_of_id_no(id_no)
    return errors.DUPLICATE.at(field="id_no", customer_no=first.customer_no if first else "")


def gender_of(identity: IdentityNumber) -> str:
    return Customer.Gender.MALE if identity.is_male else Customer.Gender.FEMALE


def identity_read(id_no: str) -> IdentityNumber:
    """The identity number in its normal form, or what is wrong with it at its field."""
    try:
        return parse(id_no, on=organisation.business_date())
    except IdentityNumberError as error:
        raise ID_NO_FAULTS[error.fault].at(field="id_no") from error


def identity_checked(id_no: str, phone: str) -> tuple[IdentityNumber, str]:
    """Both numbers read; what is wrong with either is told at once."""
    found: list[DomainError] = []
    identity, mobile = None, ""
    try:
        identity = identity_read(id_no)
    except DomainError as error:
        found.append(error)
    try:
        mobile = _mobile(phone)
    except DomainError as error:
        found.append(error)
    if identity is None or found:
        raise FieldErrors(found)
    return identity, mobile


def _mobile(text: str) -> str:
    number = phone_number.normalised(text)
    if number is None:
        raise errors.PHONE_FORM.at(field="phone")
    return number


def _audited(changes: Mapping[str, tuple[Any, Any]]) -> dict[str, list[Any]]:
    def shown(name: str, value: Any) -> Any:
        if name in SENSITIVE:
            return HIDDEN
        return str(value) if isinstance(value, Decimal) else value

    return {name: [shown(name, old), shown(name, new)] for name, (old, new) in changes.items()}
