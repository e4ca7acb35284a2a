"""A loan's statement: what it owed before, what was lent, charged and paid, what it owes after; to the cent."""

import io
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from pypdf import PdfReader

from backend.kernel.loanmath import Buckets
from backend.platform.records.models import AuditRecord
from tenants.loans import statements
from tenants.loans.models import LoanAccount
from tests.factories.changes import checked
from tests.factories.loans import make_loan, pass_nights

BEGIN = date(2026, 3, 2)
FIRST_DUE = date(2026, 4, 2)
LATE = FIRST_DUE + timedelta(days=20)


@pytest.fixture
def loan(actor_for):
    return make_loan(actor_for("officer"), actor_for("disburser"))


def repay(client, loan, amount, kind="DUE"):
    answer = client.post(
        f"loans/{loan.pk}/repayments", {"kind": kind, "amount": str(amount), "source": "COUNTER"}
    )
    assert answer.status_code == 201, answer.json()
    return answer.json()


def owed(client, loan):
    return client.get(f"loans/{loan.pk}/repayment-quote", kind="DUE").json()


def text_of(content):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_opening_and_movements_are_closing_and_closing_is_what_the_counter_asks_for(api, actor_for, loan):
    pass_nights(LATE)
    due = owed(api("teller"), loan)
    assert Decimal(due["penalty"]) > 0
    assert Decimal(due["compound"]) > 0
    repay(api("teller"), loan, "5000.00")
    left = owed(api("teller"), loan)
    loan.refresh_from_db()

    for since, until in ((BEGIN, LATE), (FIRST_DUE, LATE), (FIRST_DUE + timedelta(days=1), LATE)):
        found = statements.loan_statement(
            actor=actor_for("officer"), loan_id=loan.pk, since=since, until=until
        )
        moved = sum((movement.amounts for movement in found.movements), Buckets())
        assert found.opening + moved == found.closing
        assert found.closing.principal == loan.principal_outstanding
        for name in ("interest", "penalty", "compound"):
            assert getattr(found.closing, name) == Decimal(left[name])
    charged = sum((m.amounts for m in found.movements if m.kind == "CHARGE"), Buckets())
    assert (charged.penalty, charged.compound) == (Decimal(due["penalty"]), Decimal(due["compound"]))
    assert found.opening.interest == Decimal(due["interest"])
    assert [row.no for row in found.next_rows] == [2, 3, 4]


def test_a_reversed_repayment_is_shown_as_taken_and_given_back(api, actor_for, loan):
    pass_nights(FIRST_DUE)
    paid = repay(api("teller"), loan, "100.00")
    reversal = api("teller").post(f"loans/{loan.pk}/repayments/{paid['id']}/reversal", {"reason": "重复入账"})
    assert checked(api("branch_head"), reversal.json()["id"]).status_code == 200

    found = statements.loan_statement(
        actor=actor_for("officer"), loan_id=loan.pk, since=FIRST_DUE, until=FIRST_DUE
    )
    assert [m.kind for m in found.movements] == ["CHARGE", "REPAYMENT", "REVERSAL"]
    assert found.movements[1].amounts + found.movements[2].amounts == Buckets()
    answer = api("officer").get(f"loans/{loan.pk}/statement", since=str(FIRST_DUE), until=str(FIRST_DUE))
    text = "".join(text_of(answer.content).split())
    assert "到期还款（当日已冲正）" in text
    assert "冲正还款" in text


def test_a_receipt_of_an_earlier_day_divides_what_came_after_it_anew(api, actor_for, loan):
    pass_nights(FIRST_DUE + timedelta(days=4))
    client = api("teller")
    repay(client, loan, "3000.00")
    back_dated = {
        "kind": "DUE", "amount": "4000.00", "value_on": str(FIRST_DUE), "source": "CHANNEL",
        "received_as": "QD20260402009",
    }  # fmt: skip
    assert client.post(f"loans/{loan.pk}/receipts", back_dated).status_code == 201
    left = owed(client, loan)
    loan.refresh_from_db()
    found = statements.loan_statement(
        actor=actor_for("officer"), loan_id=loan.pk, since=BEGIN, until=FIRST_DUE + timedelta(days=4)
    )
    assert found.opening + sum((m.amounts for m in found.movements), Buckets()) == found.closing
    assert found.closing.principal == loan.principal_outstanding
    for name in ("interest", "penalty", "compound"):
        assert getattr(found.closing, name) == Decimal(left[name])
    assert [m.on for m in found.movements if m.kind == "REPAYMENT"] == [
        FIRST_DUE, FIRST_DUE + timedelta(days=4)
    ]  # fmt: skip


def test_a_settled_loan_ends_with_nothing_and_has_no_rows_to_come(api, actor_for, loan):
    pass_nights(FIRST_DUE + timedelta(days=5))
    client = api("teller")
    total = client.get(f"loans/{loan.pk}/repayment-quote", kind="PREPAY_FULL").json()["total"]
    repay(client, loan, total, "PREPAY_FULL")
    found = statements.loan_statement(
        actor=actor_for("officer"), loan_id=loan.pk, since=BEGIN, until=FIRST_DUE + timedelta(days=5)
    )
    assert found.opening == found.closing == Buckets()
    assert found.next_rows == []
    assert sum((m.amounts.total for m in found.movements), Decimal(0)) == 0


def test_the_file_says_it_in_the_readers_language_and_the_export_log_has_its_code(api, loan):
    pass_nights(FIRST_DUE)
    asked = {"since": str(BEGIN), "until": str(FIRST_DUE)}
    answer = api("officer").get(f"loans/{loan.pk}/statement", **asked)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    text = text_of(answer.content)
    for word in ("贷款对账单", "期初欠款", "期末欠款", "放款", "计收利息", "100,000.00", "第 1 页，共 1 页"):
        assert word in text
    customer = LoanAccount.objects.select_related("customer").get(pk=loan.pk).customer
    assert customer.id_no_masked in text
    assert customer.id_no not in text
    code = re.search(r"核验码 ([0-9A-F]{32})", text).group(1)

    path = f"/api/v1/loans/{loan.pk}/statement"
    english = api("officer").raw("get", path, data=asked, HTTP_ACCEPT_LANGUAGE="en")
    said = text_of(english.content)
    for word in ("Loan statement", "Owed at the beginning", "Charged: Interest", "Page 1 of 1"):
        assert word in said

    first, second = AuditRecord.objects.filter(action="loans.statement_export").order_by("id")
    assert (first.kind, first.object_no) == ("EXPORT", loan.loan_no)
    assert first.changes["check_code"] == [None, code]
    assert second.changes["check_code"] != first.changes["check_code"]


@pytest.mark.parametrize(
    ("since", "until", "code", "field"),
    [
        ("2026-03-20", "2026-03-19", "loans.statement_range", "until"),
        ("2026-03-02", "2026-03-03", "loans.statement_in_the_future", "until"),
        ("2020-01-01", "2026-03-02", "loans.statement_too_long", "since"),
    ],
)
def test_impossible_days_are_refused_at_their_field(api, loan, since, until, code, field):
    answer = api("officer").get(f"loans/{loan.pk}/statement", since=since, until=until)
    assert answer.status_code == 422
    problem = answer.json()
    assert problem["code"] == code
    assert problem["errors"][0]["field"] == field
    assert not AuditRecord.objects.filter(action="loans.statement_export").exists()


def test_another_officers_loan_has_no_statement(api, loan):
    asked = {"since": str(BEGIN), "until": str(BEGIN)}
    assert api("officer2").get(f"loans/{loan.pk}/statement", **asked).status_code == 404
    assert api("security_admin").get(f"loans/{loan.pk}/statement", **asked).status_code == 403
