"""Money for many loans at once does to each of them what the counter does, to the cent and to the last row."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.platform.errors import DomainError
from backend.platform.records.models import AuditRecord, OutboxEvent
from tenants.contracts.models import LoanContract
from tenants.ledger.models import Entry, SubjectBalance
from tenants.loans import reconciliation
from tenants.loans.models import Instalment, LoanAccount, Repayment
from tenants.loans.services import repayment_receive, repayments_receive
from tenants.loans.types import Receipt
from tests import world
from tests.factories.loans import make_contract, make_loan, pass_nights, set_business_date

D = Decimal
TERMS = [
    {"method": "EQUAL_INSTALMENT", "day_count": "30/360", "term_months": 6},
    {"method": "EQUAL_PRINCIPAL", "day_count": "30/360", "term_months": 3, "annual_rate": D("0.071500")},
    {"method": "INTEREST_ONLY", "day_count": "ACT/360", "period_months": 3, "term_months": 12},
    {"method": "BULLET", "day_count": "ACT/365", "amount": D("777.77"), "term_months": 1},
]
LATER = date(2026, 8, 15)
AMOUNTS = st.one_of(
    st.decimals(D("0.01"), D("9000"), places=2), st.sampled_from([D("777.77"), D("40000"), D("120000")])
)
UNLIKE = ("id", "repay_no", "voucher_no", "source", "created_at", "repayment_id")


@pytest.fixture
def people(actor_for):
    return {name: actor_for(name) for name in ("officer", "disburser", "teller")}


def seen(loan_ids):
    """All that a repayment leaves behind, without numbers and times."""

    def rows(model, **where):
        found = model.objects.filter(**where).order_by("pk").values()
        return [{name: value for name, value in row.items() if name not in UNLIKE} for row in found]

    of_loans = {"loan_id__in": loan_ids}
    repayments = list(Repayment.objects.filter(**of_loans).order_by("pk").values_list("pk", flat=True))
    entries = [
        list(
            Entry.objects.filter(voucher__source_type="loans.repayment", voucher__source_id=pk)
            .order_by("line")
            .values_list("voucher__total", "voucher__summary", "line", "subject_code", "side", "amount")
        )
        for pk in repayments
    ]
    audited = AuditRecord.objects.filter(action__in=("loans.repay", "contracts.settle")).order_by("id")
    return {
        "loans": rows(LoanAccount, pk__in=loan_ids),
        "rows": rows(Instalment, **of_loans),
        "repayments": sorted(rows(Repayment, **of_loans), key=lambda row: row["loan_id"]),
        "entries": sorted(entries),
        "balances": sorted(rows(SubjectBalance), key=lambda row: (row["branch_id"], row["subject_code"])),
        "contracts": sorted(LoanContract.objects.values_list("contract_no", "state")),
        "audited": sorted(audited.values_list("action", "object_id", "from_state", "to_state", "actor_name")),
        "events": sorted(
            OutboxEvent.objects.filter(name="loans.settled.v1").values_list("aggregate", flat=True)
        ),
    }


def by_the_counter(teller, receipts):
    refused = {}
    for item in receipts:
        try:
            with transaction.atomic():
                repayment_receive(actor=teller, loan_id=item.loan_id, kind="DUE", amount=item.amount)
        except DomainError as refusal:
            refused[item.key] = refusal.code
    return refused


def at_once(teller, receipts):
    answers = repayments_receive(actor=teller, action="loans.repay", receipts=receipts)
    assert answers.keys() == {item.key for item in receipts}
    return {key: answer.code for key, answer in answers.items() if isinstance(answer, DomainError)}


def tried(loan_ids, pay, *given):
    """What paying leads to; nothing of it stays."""
    with transaction.atomic():
        refused = pay(*given)
        left = seen(loan_ids)
        assert reconciliation.differences() == []
        transaction.set_rollback(True)
    return refused, left


@pytest.mark.parametrize(
    "until", [date(2026, 4, 1), date(2026, 4, 2), LATER], ids=["not due", "due", "overdue"]
)
def test_each_loan_and_its_books_end_as_at_the_counter(people, until):
    loans = [
        make_loan(people["officer"], people["disburser"], make_contract(people["officer"], **terms)).pk
        for terms in TERMS
    ]
    pass_nights(until)

    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.integers(0, len(TERMS) - 1), AMOUNTS), min_size=1, max_size=7))
    def equal(money):
        receipts = [Receipt(key, loans[which], amount) for key, (which, amount) in enumerate(money)]
        one_by_one = tried(loans, by_the_counter, people["teller"], receipts)
        together = tried(loans, at_once, people["teller"], receipts)
        assert together[0] == one_by_one[0]
        for part in together[1]:
            assert together[1][part] == one_by_one[1][part], part

    equal()


def test_missed_nights_are_caught_up_and_a_busy_loan_is_left_alone(people):
    loans = [make_loan(people["officer"], people["disburser"]).pk for _ in range(2)]
    pass_nights(date(2026, 4, 2))
    set_business_date(date(2026, 4, 5))  # three dates passed over without their nights
    receipts = [Receipt(n, pk, D("8530.99")) for n, pk in enumerate(loans)]
    assert tried(loans, at_once, people["teller"], receipts) == tried(
        loans, by_the_counter, people["teller"], receipts
    )

    set_business_date(date(2026, 4, 3), closing_on=date(2026, 4, 2))
    LoanAccount.objects.filter(pk=loans[1]).update(accrued_through=date(2026, 4, 2))
    refused, _ = tried(loans, lambda: at_once(people["teller"], receipts[:1]))
    assert refused == {0: "platform.busy"}


def test_the_statements_do_not_grow_with_the_loans(people, django_assert_max_num_queries):
    loans = [make_loan(people["officer"], people["disburser"]).pk for _ in range(6)]
    pass_nights(world.BUSINESS_DATE + timedelta(days=31))

    with django_assert_max_num_queries(30):
        refused = at_once(people["teller"], [Receipt(n, pk, D("100.00")) for n, pk in enumerate(loans)])

    assert refused == {}
