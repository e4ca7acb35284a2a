"""Drawdowns that a channel books at once leave behind what each of them would leave by itself."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from backend.platform.errors import DomainError
from backend.platform.records.models import AuditRecord, OutboxEvent
from tenants.contracts.models import LoanContract
from tenants.ledger.models import Entry, SubjectBalance
from tenants.loans import reconciliation
from tenants.loans.models import Disbursement, Instalment, LoanAccount
from tenants.loans.services import disbursement_create, drawdowns_post, sending
from tenants.loans.types import Opened, PaidDrawdown
from tests.factories.loans import make_contract, make_loan

D = Decimal
TERMS = [
    {"method": "EQUAL_INSTALMENT", "day_count": "30/360", "term_months": 6},
    {"method": "EQUAL_PRINCIPAL", "day_count": "30/360", "term_months": 3, "annual_rate": D("0.071500")},
    {"method": "INTEREST_ONLY", "day_count": "ACT/360", "period_months": 3, "term_months": 12},
    {"method": "BULLET", "day_count": "ACT/365", "amount": D("777.77"), "term_months": 1},
]
WANTED = [
    (0, "1234.56", None),
    (1, "100000.00", 2),
    (2, "300.00", 5),
    (3, "777.77", None),
    (0, "98765.44", 6),
]
"""Of which contract, how much, for how many months."""
UNLIKE = (
    "id", "row_uuid", "req_no", "loan_no", "voucher_no", "created_at", "created_by", "checked_by", "checked_at",
    "core_request_no", "core_reference", "attempts", "channel", "loan_id", "disbursement_id", "voucher_id",
    "source_id", "summary", "business_no",
)  # fmt: skip
"""What the person who asks and the number tell apart."""


@pytest.fixture
def people(actor_for):
    return {name: actor_for(name) for name in ("officer", "disburser")}


@pytest.fixture
def system_actor(bank):
    return sending.system_actor()


def rows(model, *order):
    found = model.objects.order_by(*order).values()
    return [{name: value for name, value in row.items() if name not in UNLIKE} for row in found]


def seen():
    """All that opened loans leave behind, without numbers, times and persons."""
    return {
        "drawdowns": [
            (row, one.payee_account_no)
            for row, one in zip(
                [
                    {k: v for k, v in row.items() if k != "payee_account_no"}
                    for row in rows(Disbursement, "id")
                ],
                Disbursement.objects.order_by("id"),
                strict=True,
            )
        ],
        "loans": rows(LoanAccount, "id"),
        "rows": rows(Instalment, "loan_id", "no"),
        "entries": list(
            Entry.objects.order_by("voucher_id", "line").values_list(
                "voucher__business_on", "voucher__branch_id", "voucher__kind", "voucher__source_type",
                "voucher__total", "line", "subject_code", "side", "amount",
            )
        ),
        "balances": rows(SubjectBalance, "branch_id", "subject_code"),
        "contracts": list(LoanContract.objects.order_by("id").values_list("id", "state")),
        "audited": sorted(
            AuditRecord.objects.filter(action__in=("contracts.use", "loans.loan_open")).values_list(
                "action", "from_state", "to_state"
            )
        ),
        "events": [
            {name: value for name, value in payload.items() if name not in UNLIKE}
            for payload in OutboxEvent.objects.filter(name="loans.disbursed.v1")
            .order_by("id")
            .values_list("payload", flat=True)
        ],
    }  # fmt: skip


def paid(contracts, wanted=WANTED):
    return [
        PaidDrawdown(key, contracts[which].pk, D(amount), "BANK_APP", f"APP-{key}", f"CB{key}", months)
        for key, (which, amount, months) in enumerate(wanted)
    ]


def test_loans_opened_at_once_are_those_opened_one_by_one(people, system_actor):
    contracts = [make_contract(people["officer"], **terms) for terms in TERMS]

    def one_by_one():
        for which, amount, months in WANTED:
            make_loan(
                people["officer"], people["disburser"], contracts[which], amount=D(amount), term_months=months
            )

    def at_once():
        answers = drawdowns_post(actor=system_actor, drawdowns=paid(contracts))
        assert all(isinstance(answer, Opened) for answer in answers.values())
        assert set(Disbursement.objects.values_list("channel", flat=True)) == {"BANK_APP"}

    with transaction.atomic():
        at_once()
        together = seen()
        assert reconciliation.differences() == []
        transaction.set_rollback(True)
    one_by_one()
    single = seen()
    assert reconciliation.differences() == []
    assert len(single["loans"]) == len(WANTED)
    for part, left in single.items():
        assert together[part] == left, part


def test_a_drawdown_is_refused_by_itself_and_as_at_the_desk(people, system_actor):
    officer = people["officer"]
    contracts = [
        make_contract(officer, amount=D("1000.00")),
        make_contract(officer, state="VOID"),
        make_contract(officer, start_on=date(2024, 1, 1)),
    ]
    wanted = [
        (0, "600.00", None),
        (0, "400.01", None),
        (0, "400.00", 13),
        (1, "1.00", None),
        (2, "1.00", None),
    ]
    answers = drawdowns_post(actor=system_actor, drawdowns=paid(contracts, wanted))
    assert isinstance(answers[0], Opened)
    for key, (which, amount, months) in list(enumerate(wanted))[1:]:
        with pytest.raises(DomainError) as refused, transaction.atomic():
            disbursement_create(
                actor=officer, contract_id=contracts[which].pk, amount=D(amount), pay_mode="SELF",
                term_months=months,
            )  # fmt: skip
        assert answers[key].code == refused.value.code
    assert LoanAccount.objects.count() == 1
    assert reconciliation.differences() == []


def test_a_payment_is_booked_once_however_often_it_is_told(people, system_actor):
    contract = make_contract(people["officer"])
    told = paid([contract], [(0, "10.00", None)])
    again = [*told, PaidDrawdown(9, contract.pk, D("10.00"), "BANK_APP", "APP-0", "CB0")]
    first = drawdowns_post(actor=system_actor, drawdowns=again)
    assert first[0] == first[9] == drawdowns_post(actor=system_actor, drawdowns=told)[0]
    assert LoanAccount.objects.count() == 1
