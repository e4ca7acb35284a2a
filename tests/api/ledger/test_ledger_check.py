"""`manage.py ledger_check`: silent when the books agree; whatever an owner alters is named, and the exit is 1."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from tenants.ledger import services
from tenants.ledger.models import DailyBalance, SubjectBalance
from tenants.ledger.types import Line, Side, Source, VoucherKind
from tenants.loans import reconciliation
from tenants.loans.models import Instalment, LoanAccount, Repayment
from tests.factories.loans import make_loan, pass_nights

LATE = date(2026, 4, 12)  # ten days after the first row fell due


def check(*banks):
    """What the command prints, and whether it ends well."""
    out = StringIO()
    try:
        call_command("ledger_check", bank=list(banks) or None, stdout=out)
    except SystemExit as ended:
        return out.getvalue(), ended.code
    return out.getvalue(), 0


def found():
    return [str(difference) for difference in reconciliation.differences()]


@pytest.fixture
def loan(actor_for, api):
    """A loan that was in arrears and was paid on in part, penalty and compound among it."""
    loan = make_loan(actor_for("officer"), actor_for("disburser"))
    pass_nights(LATE)
    answer = api("teller").post(
        f"loans/{loan.pk}/repayments", {"kind": "DUE", "amount": "900.00", "source": "COUNTER"}
    )
    assert answer.status_code == 201
    return LoanAccount.objects.get(pk=loan.pk)


def test_books_that_agree_are_passed_in_silence(loan):
    assert check("b001") == ("1 bank(s) checked, 0 difference(s)\n", 0)
    assert check("b001", "b002") == ("2 bank(s) checked, 0 difference(s)\n", 0)
    assert check("all") == check() == ("2 bank(s) checked, 0 difference(s)\n", 0)


def test_each_difference_is_named_and_the_exit_is_one(loan):
    SubjectBalance.objects.filter(subject_code="1301").update(debit_total=Decimal("1.00"))

    told, code = check("all")

    assert code == 1
    assert (
        f"b001: branch {loan.branch.code} subject 1301 正常贷款: debits: kept 1.00, recomputed 100000.00"
        in told
    )
    assert "2 bank(s) checked, 2 difference(s)" in told


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"principal_outstanding": Decimal("99999.99")}, "principal outstanding"),
        ({"overdue_principal": Decimal("7000.00")}, "principal overdue"),
        ({"interest_paid": Decimal("1.00")}, "interest paid"),
        ({"penalty_due": Decimal("0.01")}, "penalty due"),
        ({"compound_due": Decimal("0.01")}, "compound due"),
        ({"accrued_total": Decimal("1.000000")}, "interest accrued"),
        ({"interest_due": Decimal("1.00")}, "interest due"),
    ],
)
def test_a_figure_of_a_loan_that_was_altered_is_found(loan, change, what):
    LoanAccount.objects.filter(pk=loan.pk).update(**change)

    assert [
        line for line in found() if line.startswith(f"branch {loan.branch.code} loan {loan.loan_no}: {what}:")
    ]


@pytest.mark.parametrize("bucket", ["principal", "interest", "penalty", "compound"])
def test_what_a_row_got_is_held_against_what_repayments_gave(loan, bucket):
    """Moved from one row to another, the sums of the loan stay as they were."""
    first, second = loan.instalments.order_by("no")[:2]
    Instalment.objects.filter(pk=first.pk).update(state="OVERDUE", paid_on=None)
    name = f"{bucket}_paid"
    moved = min(getattr(first, name), Decimal("0.10"))
    assert moved > 0
    Instalment.objects.filter(pk=first.pk).update(**{name: getattr(first, name) - moved})
    Instalment.objects.filter(pk=second.pk).update(**{name: moved})

    told = found()

    assert [line for line in told if f"{bucket} paid of row {first.no}:" in line]
    assert [line for line in told if f"{bucket} paid of row {second.no}: kept 0.10, recomputed 0" in line]


def test_a_repayment_that_was_altered_differs_from_its_voucher(loan):
    repayment = Repayment.objects.get()
    Repayment.objects.filter(pk=repayment.pk).update(
        penalty=repayment.penalty + 1, amount=repayment.amount + 1
    )

    told = "\n".join(found())

    for what in (
        f"penalty of {repayment.repay_no}, as booked",
        f"money of {repayment.repay_no}, as booked",
        "penalty paid on the schedule",
    ):
        assert f"loan {loan.loan_no}: {what}" in told
    assert "subject 6012 罚息收入: balance against loans" in told


def test_a_voucher_of_no_business_is_found_by_its_subject(loan, actor_for):
    services.post(
        actor=actor_for("teller"), on=LATE, branch_id=loan.branch_id, kind=VoucherKind.ACCRUAL, summary="错账",
        source=Source("test.case", 1),
        lines=[Line("1132", Side.DEBIT, Decimal("7.00")), Line("6011", Side.CREDIT, Decimal("7.00"))],
    )  # fmt: skip

    assert sorted(line.split(":")[0] for line in found()) == [
        f"branch {loan.branch.code} subject 1132 应收利息",
        f"branch {loan.branch.code} subject 6011 利息收入",
    ]


def test_a_day_that_the_night_kept_otherwise_is_found(loan):
    last = DailyBalance.objects.filter(subject_code="1301").latest("business_on")
    DailyBalance.objects.filter(pk=last.pk).update(credit_total=last.credit_total + 1)
    gone = DailyBalance.objects.filter(subject_code="6011").latest("business_on")
    gone.delete()

    told = found()

    assert len(told) == 2
    assert f"subject 1301 正常贷款: credits through {last.business_on}: kept" in told[0]
    assert (
        f"subject 6011 利息收入: credits through {gone.business_on}: kept 0, recomputed {gone.credit_total}"
        in told[1]
    )
