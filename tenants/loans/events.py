"""Names and payloads of what loans tell to others."""

from decimal import Decimal
from typing import Any

from backend.platform.records import outbox
from backend.platform.records.event_kinds import declare_event

from .models import Disbursement, LoanAccount, Repayment

OF_EACH = {
    "loan_id": "integer",
    "loan_no": "string",
    "contract_id": "integer",
    "customer_id": "integer",
    "branch_id": "integer",
    "amount": "decimal",
}
DISBURSED = declare_event(
    "loans.disbursed.v1",
    zh="贷款发放",
    en="A loan was paid out",
    payload={**OF_EACH, "req_no": "string", "start_on": "date", "maturity_on": "date"},
)
SETTLED = declare_event(
    "loans.settled.v1",
    zh="贷款结清",
    en="A loan was settled",
    payload={**OF_EACH, "settled_on": "date"},
)
REPAYMENT_REVERSED = declare_event(
    "loans.repayment_reversed.v1",
    zh="还款冲正",
    en="A repayment was reversed",
    payload={**OF_EACH, "repay_no": "string", "reversed_on": "date", "was_settled": "boolean"},
)
RECEIPT_BOOKED = declare_event(
    "loans.receipt_booked.v1",
    zh="补记还款",
    en="A receipt of an earlier day was booked",
    payload={**OF_EACH, "repay_no": "string", "value_on": "date", "excess": "decimal"},
)


def disbursed(*opened: tuple[LoanAccount, Disbursement]) -> None:
    """Tell of loans that were paid out, each with its drawdown."""
    outbox.emit_many(
        DISBURSED,
        [
            _told(
                loan,
                req_no=disbursement.req_no,
                amount=str(loan.drawn),
                start_on=loan.start_on.isoformat(),
                maturity_on=loan.maturity_on.isoformat(),
            )
            for loan, disbursement in opened
        ],
    )


def settled(loan: LoanAccount) -> None:
    assert loan.settled_on is not None
    _emit(SETTLED, loan, amount=str(loan.drawn), settled_on=loan.settled_on.isoformat())


def repayment_reversed(loan: LoanAccount, repayment: Repayment, *, was_settled: bool) -> None:
    """`amount` is that of the repayment; `was_settled` says that the loan is open again."""
    assert repayment.reversed_on is not None
    _emit(
        REPAYMENT_REVERSED,
        loan,
        amount=str(repayment.amount),
        repay_no=repayment.repay_no,
        reversed_on=repayment.reversed_on.isoformat(),
        was_settled=was_settled,
    )


def receipt_booked(loan: LoanAccount, repayment: Repayment, *, excess: Decimal) -> None:
    """`amount` is that of the receipt; `excess` what later repayments paid too much, to be given back."""
    _emit(
        RECEIPT_BOOKED,
        loan,
        amount=str(repayment.amount),
        repay_no=repayment.repay_no,
        value_on=repayment.value_on.isoformat(),
        excess=str(excess),
    )


def _emit(name: str, loan: LoanAccount, **payload: Any) -> None:
    aggregate, content = _told(loan, **payload)
    outbox.emit(name, aggregate=aggregate, payload=content)


def _told(loan: LoanAccount, **payload: Any) -> tuple[str, dict[str, Any]]:
    """The aggregate and the payload of an event of the loan."""
    return f"loans.loan:{loan.pk}", {
        "loan_id": loan.pk,
        "loan_no": loan.loan_no,
        "contract_id": loan.contract_id,
        "customer_id": loan.customer_id,
        "branch_id": loan.branch_id,
        **payload,
    }
