"""Readings of one person at the same moment: no more are answered than the quota allows."""

from collections import Counter
from functools import partial
from threading import Barrier
from unittest import mock

import pytest

from shared.identity.models import Account
from tenants.customers import reveals, services
from tenants.customers.models import Reveal
from tenants.organisation.selectors import bank_actor
from tests import world
from tests.factories.customers import make_customer
from tests.factories.parameters import bank_sets
from tests.support.threads import at_once

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("committed_bank")]
THREADS = 8
QUOTA = 3


def read_at_once(username: str) -> Counter[str]:
    actor = bank_actor(Account.objects.get(entity_code=world.BANK_A, username=username))
    row = make_customer(actor)

    def read() -> str:
        services.customer_reveal(actor=actor, pk=row.pk, fields=["phone"], purpose="CONTACT", reason="核实")
        return "shown"

    before = Reveal.objects.filter(account_id=actor.account_id).count()
    bank_sets("customers.reveal_daily_quota", str(before + QUOTA))
    return Counter(at_once([partial(read)] * THREADS, world.BANK_A))


def test_of_many_readings_at_once_as_many_are_answered_as_the_quota_allows() -> None:
    assert read_at_once("officer") == {"shown": QUOTA, "customers.reveal_quota": THREADS - QUOTA}


def test_without_the_line_more_are_answered() -> None:
    everybody = Barrier(THREADS)
    with mock.patch.object(reveals, "_person_lock", side_effect=lambda _: everybody.wait(20)):
        assert read_at_once("officer2")["shown"] > QUOTA
