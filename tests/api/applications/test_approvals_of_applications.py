"""What an approval is worth: exact terms, for ninety days."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from backend.platform.errors import DomainError
from backend.platform.permissions import Actor
from backend.platform.records.models import OutboxEvent
from tenants.applications import selectors, services
from tenants.applications.eod import eod_lapse_approvals
from tenants.applications.models import LoanApplication
from tests.factories.applications import decide, make_application, make_approved
from tests.factories.parameters import bank_sets
from tests.support.api import Api
from tests.world import BUSINESS_DATE

Actors = Callable[[str], Actor]
Clients = Callable[[str], Api]


def move_business_date(days: int) -> None:
    from tenants.organisation.models import BusinessDate

    BusinessDate.objects.update(current_on=BUSINESS_DATE + timedelta(days=days))


def test_the_approved_terms_are_the_lowered_ones(actor_for: Actors) -> None:
    application = make_application(actor_for("officer"), submit=True)
    decide(actor_for("reviewer"), application)
    decide(actor_for("approver"), application, approved_amount=Decimal("30000.00"), approved_term_months=6)
    terms = selectors.approved_terms(application.pk)
    assert (terms.amount, terms.term_months) == (Decimal("30000.00"), 6)
    assert terms.annual_rate == application.annual_rate
    assert terms.decided_on == BUSINESS_DATE
    assert terms.lapses_on == BUSINESS_DATE + timedelta(days=90)
    assert terms.product_code == application.product.code


def test_a_decision_is_told_to_others(actor_for: Actors) -> None:
    application = make_approved(actor_for)
    event = OutboxEvent.objects.get(name="applications.decided.v1")
    assert event.aggregate == f"applications.application:{application.pk}"
    assert event.payload["outcome"] == "APPROVED"
    assert event.payload["approved_amount"] == "50000.00"


@pytest.mark.parametrize("state", ["DRAFT", "IN_APPROVAL", "REJECTED", "LAPSED"])
def test_nothing_unapproved_has_approved_terms(actor_for: Actors, state: str) -> None:
    application = make_approved(actor_for)
    LoanApplication.objects.filter(pk=application.pk).update(state=state)
    with pytest.raises(DomainError) as refused:
        selectors.approved_terms(application.pk)
    assert refused.value.code == "applications.not_approved"


@pytest.mark.parametrize(("days", "holds"), [(90, True), (91, False)])
def test_an_approval_holds_for_ninety_days(actor_for: Actors, days: int, holds: bool) -> None:
    application = make_approved(actor_for)
    move_business_date(days)
    if holds:
        assert services.approval_hold(application_id=application.pk).amount == application.approved_amount
        return
    with pytest.raises(DomainError) as refused:
        services.approval_hold(application_id=application.pk)
    assert refused.value.code == "applications.approval_lapsed"


def test_the_night_lets_unused_approvals_lapse_once(actor_for: Actors) -> None:
    application = make_approved(actor_for)
    assert eod_lapse_approvals(BUSINESS_DATE + timedelta(days=90)) == 0
    assert eod_lapse_approvals(BUSINESS_DATE + timedelta(days=91)) == 1
    assert eod_lapse_approvals(BUSINESS_DATE + timedelta(days=91)) == 0
    application.refresh_from_db()
    assert application.state == "LAPSED"


def test_an_approval_keeps_the_days_that_held_when_it_was_given(api: Clients, actor_for: Actors) -> None:
    before = make_approved(actor_for)
    bank_sets("applications.lapse_days", "30")
    after = make_approved(actor_for)

    shown = [api("officer").get(f"applications/{row.pk}").json()["lapses_on"] for row in (before, after)]

    assert shown == [(BUSINESS_DATE + timedelta(days=days)).isoformat() for days in (90, 30)]
    assert eod_lapse_approvals(BUSINESS_DATE + timedelta(days=31)) == 1
    after.refresh_from_db()
    before.refresh_from_db()
    assert (before.state, after.state) == ("APPROVED", "LAPSED")


def test_the_database_itself_refuses_more_than_was_asked(actor_for: Actors) -> None:
    from django.db import IntegrityError, transaction

    application = make_approved(actor_for)
    with pytest.raises(IntegrityError, match="application_never_higher"), transaction.atomic():
        LoanApplication.objects.filter(pk=application.pk).update(approved_amount=application.amount + 1)
