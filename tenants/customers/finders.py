"""How customers and households are found: by name, number, telephone and identity number."""

from django.db.models import Q, QuerySet

from backend.platform.desk.finding import Finder, Found, declare_finder
from backend.platform.desk.words import Words
from backend.platform.permissions import Actor, scoped

from . import permissions, selectors
from .models import Customer, Household


def _customers(actor: Actor) -> QuerySet[Customer]:
    rows = Customer.objects.select_related("branch")
    return scoped(rows, actor, permissions.VIEW, owner=selectors.OWNER)


def _meant(words: Words) -> Q | None:
    if words.identity:
        return Q(id_no_hash=selectors.id_no_hash(words.identity))
    if words.mobile:
        return Q(phone_hash=selectors.phone_hash(words.mobile))
    return words.numbered("customer_no", "CU") or words.named("name")


def _customer(row: Customer) -> Found:
    detail = (row.id_no_masked, row.phone_masked, row.branch.name)
    return Found(row.pk, row.customer_no, row.name, detail, row.status)


declare_finder(
    Finder(
        kind="customers.customer",
        name_zh="客户",
        name_en="Customers",
        action=permissions.VIEW,
        path="/customers/{id}",
        rank=10,
        rows=_customers,
        match=_meant,
        shown=_customer,
    )
)


def _households(actor: Actor) -> QuerySet[Household]:
    rows = Household.objects.select_related("branch")
    return scoped(rows, actor, permissions.VIEW, owner=selectors.OWNER)


def _household(row: Household) -> Found:
    return Found(row.pk, row.household_no, row.name, (row.region_name, row.branch.name))


declare_finder(
    Finder(
        kind="customers.household",
        name_zh="农户",
        name_en="Households",
        action=permissions.VIEW,
        path="/households/{id}",
        rank=20,
        rows=_households,
        match=lambda words: words.numbered("household_no", "HH") or words.named("name"),
        shown=_household,
    )
)
