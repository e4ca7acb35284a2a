"""Readings of customer files, limited to the rows that the actor's data scope reaches."""

from collections.abc import Callable
from datetime import date

from django.db.models import DateField, Q, QuerySet, Value

from backend.platform.crypto import keyed_hash
from backend.platform.desk.words import Words
from backend.platform.errors import NOT_FOUND
from backend.platform.identity_number import IdentityNumberError, parse
from backend.platform.permissions import Actor, scoped
from tenants.organisation import selectors as organisation
from tenants.organisation.types import counted

from . import errors, permissions, phone_number
from .models import Customer, Household
from .types import CustomerBrief

OWNER = "owner_id"
NAMED = 200
"""Of so many customers of one name the search looks for business."""


def id_no_hash(normalised: str) -> bytes:
    """The searchable hash of an identity number in its eighteen-character form."""
    return keyed_hash("id_no", normalised)


def phone_hash(normalised: str) -> bytes:
    """The searchable hash of a mobile number of eleven digits."""
    return keyed_hash("phone", normalised)


def customer_list(
    *,
    actor: Actor,
    q: str = "",
    status: str = "",
    is_farmer: bool | None = None,
    branch_id: int | None = None,
    owner_id: int | None = None,
) -> QuerySet[Customer]:
    """Customers in scope, newest first. `q` is part of a name, the beginning of a customer number, or a
    whole identity or telephone number (these two are found by hash only, so a part of one finds nothing).
    """
    rows = _in_scope(actor, permissions.VIEW).order_by("-id")
    if q:
        rows = rows.filter(_search(q))
    given = {"status": status or None, "is_farmer": is_farmer, "branch_id": branch_id, "owner_id": owner_id}
    return rows.filter(**{name: value for name, value in given.items() if value is not None})


def customer_get(actor: Actor, pk: int, *, action: str = permissions.VIEW) -> Customer:
    """One customer for his page; 404 when there is none within the scope of the action."""
    row = _in_scope(actor, action).filter(pk=pk).first()
    if row is None:
        raise NOT_FOUND.at()
    return row


def customer_shown(pk: int) -> Customer:
    """The customer as his page shows him, for the answer to a command that was already allowed."""
    return _rows().get(pk=pk)


def customer_named(actor: Actor, pk: int, *, field: str) -> CustomerBrief:
    """The customer that an input names; `customers.unknown` (422) at its field when the actor sees none."""
    row = _in_scope(actor, permissions.VIEW).filter(pk=pk).first()
    if row is None:
        raise errors.UNKNOWN.at(field=field)
    return _brief(row)


def customer_brief(pk: int) -> CustomerBrief:
    """The customer whatever the data scope, for business that already concerns him."""
    row = Customer.objects.filter(pk=pk).first()
    if row is None:
        raise errors.UNKNOWN.at()
    return _brief(row)


def customer_active(pk: int) -> CustomerBrief:
    """As `customer_brief`; raises `customers.not_active` (409) when no new business may begin with him."""
    brief = customer_brief(pk)
    if brief.status != Customer.Status.ACTIVE:
        raise errors.NOT_ACTIVE.at(customer_no=brief.customer_no)
    return brief


def customer_of_id_no(normalised: str) -> Customer | None:
    """The customer with that identity number, whatever the data scope: duplicates count bank-wide."""
    return Customer.objects.filter(id_no_hash=id_no_hash(normalised)).first()


def business_meant(column: str, prefix: str) -> Callable[[Words], Q | None]:
    """How business with customers is found: by its own number in `column`, or by the customer's name."""

    def match(words: Words) -> Q | None:
        if words.name:
            return Q(customer_id__in=customers_meant(words))
        return words.numbered(column, prefix)

    return match


def customers_meant(words: Words) -> list[int]:
    """Ids of customers of that name, whatever the data scope, for the search of business that concerns them.

    Asked once for all kinds of business.
    """

    def ask() -> list[int]:
        condition = words.named("name")
        if condition is None:
            return []
        return list(Customer.objects.filter(condition).values_list("pk", flat=True)[:NAMED])

    return words.once("customers", ask)


def household_list(
    *, actor: Actor, q: str = "", region_code: str = "", grid_id: int | None = None
) -> QuerySet[Household]:
    """Households in scope, newest first; `region_code` may be the beginning of one."""
    rows = Household.objects.select_related("branch", "grid").order_by("-id")
    if grid_id is not None:
        rows = rows.filter(grid_id=grid_id)
    rows = scoped(rows, actor, permissions.VIEW, owner=OWNER)
    if q:
        rows = rows.filter(Q(name__icontains=q) | Q(household_no__startswith=q.upper()))
    return rows.filter(region_code__startswith=region_code) if region_code else rows


def household_get(actor: Actor, pk: int, *, action: str = permissions.VIEW) -> Household:
    """One household with its members; 404 when there is none within the scope of the action."""
    row: Household | None = scoped(_households(), actor, action, owner=OWNER).filter(pk=pk).first()
    if row is None:
        raise NOT_FOUND.at()
    return row


def household_shown(pk: int) -> Household:
    """The household as its page shows it, for the answer to a command that was already allowed."""
    return _households().get(pk=pk)


def customers_held() -> QuerySet[Customer]:
    """The files that somebody must look after: neither closed nor merged into another."""
    return Customer.objects.exclude(status__in=[Customer.Status.CLOSED, Customer.Status.MERGED])


def customers_by_branch(staff_id: int) -> dict[int, int]:
    """How many customers the person is in charge of, by branch."""
    return counted(customers_held().filter(owner_id=staff_id))


def customers_at_branch(branch_id: int) -> int:
    return customers_held().filter(branch_id=branch_id).count()


def households_by_branch(staff_id: int) -> dict[int, int]:
    """How many households the person is in charge of, by branch."""
    return counted(Household.objects.filter(owner_id=staff_id))


def households_at_branch(branch_id: int) -> int:
    return Household.objects.filter(branch_id=branch_id).count()


def today() -> date:
    """The date on which ages are counted."""
    return organisation.business_date()


def _households() -> QuerySet[Household]:
    return Household.objects.select_related("branch", "grid").prefetch_related("members__customer")


def _rows() -> QuerySet[Customer]:
    rows = Customer.objects.select_related("branch", "owner", "membership__household")
    return rows.annotate(today=Value(today(), output_field=DateField()))  # type: ignore[no-redef]


def _in_scope(actor: Actor, action: str) -> QuerySet[Customer]:
    return scoped(_rows(), actor, action, owner=OWNER)


def _search(q: str) -> Q:
    found = Q(name__icontains=q) | Q(customer_no__startswith=q.upper())
    phone = phone_number.normalised(q)
    if phone:
        found |= Q(phone_hash=phone_hash(phone))
    try:
        found |= Q(id_no_hash=id_no_hash(parse(q, on=today()).text))
    except IdentityNumberError:
        return found
    return found


def _brief(row: Customer) -> CustomerBrief:
    return CustomerBrief(
        id=row.pk,
        customer_no=row.customer_no,
        name=row.name,
        gender=row.gender,
        birth_on=row.birth_on,
        kind=row.kind,
        status=row.status,
        branch_id=row.branch_id,
        owner_id=row.owner_id,
    )
