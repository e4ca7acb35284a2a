"""Many channels record the same wish at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import close_old_connections, connections

from backend.platform.errors import DomainError
from backend.platform.permissions import Actor
from backend.platform.tenancy import in_entity
from tenants.customers.models import Customer
from tenants.intake import services
from tenants.intake.models import Intake
from tenants.organisation.models import Staff
from tests import world
from tests.factories.customers import customer_values, make_customer
from tests.factories.intake import intake_values

THREADS = 6
pytestmark = pytest.mark.race


def officer() -> Actor:
    staff = Staff.objects.select_related("branch").get(name="客户经理")
    system = Actor.system(world.BANK_A)
    return Actor(
        account_id=None,
        name=staff.name,
        entity_code=system.entity_code,
        staff_id=staff.pk,
        branch_id=staff.branch_id,
        is_system=True,
    )


def at_once(work) -> list[str]:
    """Run the work in all threads at the same moment; the answers and refusals as texts."""
    barrier = Barrier(THREADS)

    def run(_: int) -> str:
        try:
            with in_entity(world.BANK_A):
                barrier.wait(timeout=20)
                try:
                    return work()
                except DomainError as refused:
                    return f"{refused.code} {refused.params}"
        finally:
            connections.close_all()
            close_old_connections()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def test_one_of_many_equal_intakes_is_recorded(committed_bank):
    actor = officer()
    values = intake_values(actor)
    answers = at_once(lambda: services.intake_create(actor=actor, **values).intake_no)
    first = Intake.objects.get(customer_id=values["customer_id"])
    refusal = f"intake.already_open {{'intake_no': '{first.intake_no}'}}"
    assert sorted(answers) == sorted([first.intake_no, *[refusal] * (THREADS - 1)])


def test_one_of_many_equal_customers_is_registered(committed_bank):
    actor = officer()
    values = customer_values()
    answers = at_once(lambda: make_customer(actor, **values).customer_no)
    first = Customer.objects.get(name=values["name"])
    refusal = f"customers.duplicate {{'customer_no': '{first.customer_no}'}}"
    assert sorted(answers) == sorted([first.customer_no, *[refusal] * (THREADS - 1)])
