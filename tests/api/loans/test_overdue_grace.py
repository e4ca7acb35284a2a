"""The days of grace: a row paid within them never counts as overdue."""

from datetime import timedelta
from decimal import Decimal

from tenants.loans import reconciliation
from tenants.loans.models import Instalment
from tests.factories.loans import make_loan, pass_nights
from tests.factories.parameters import bank_sets


def test_without_grace_a_row_is_overdue_on_the_day_after_it_was_due(actor_for):
    loan = make_loan(actor_for("officer"), actor_for("disburser"))
    due_on = loan.instalments.order_by("no").first().due_on

    pass_nights(due_on + timedelta(days=1))

    loan.refresh_from_db()
    assert (loan.status, loan.overdue_since, loan.overdue_days) == ("OVERDUE", due_on, 1)


def test_within_the_grace_a_row_is_due_and_after_it_the_days_count_from_its_date(actor_for):
    bank_sets("loans.overdue_grace_days", "3")
    loan = make_loan(actor_for("officer"), actor_for("disburser"))
    due_on = loan.instalments.order_by("no").first().due_on

    pass_nights(due_on + timedelta(days=3))

    loan.refresh_from_db()
    assert (loan.status, loan.overdue_days, loan.overdue_principal) == ("ACTIVE", 0, Decimal("0.00"))
    assert Instalment.objects.get(loan=loan, due_on=due_on).state == "DUE"
    assert reconciliation.differences() == []

    pass_nights(due_on + timedelta(days=4))

    loan.refresh_from_db()
    assert (loan.status, loan.overdue_since, loan.overdue_days) == ("OVERDUE", due_on, 4)
    assert reconciliation.differences() == []
