"""Vouchers balance, are never changed, and are corrected by their mirror image; balances follow them."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from backend.platform.errors import DomainError
from shared.reference.selectors import subject_names
from tenants.ledger import selectors, services
from tenants.ledger.models import Entry, SubjectBalance, Voucher
from tenants.ledger.types import Line, Side, Source, VoucherDraft, VoucherKind
from tenants.loans import postings
from tenants.organisation.models import Branch
from tests import world
from tests.factories.loans import make_loan

TODAY = world.BUSINESS_DATE


@pytest.fixture
def teller(actor_for):
    return actor_for("teller")


def lines(amount="100.00", debit="1301", credit="1011"):
    return [Line(debit, Side.DEBIT, Decimal(amount)), Line(credit, Side.CREDIT, Decimal(amount))]


def post(actor, *, on=TODAY, source_id=1, kind=VoucherKind.ACCRUAL, branch_id=None, **changes):
    return services.post(
        actor=actor,
        on=on,
        branch_id=branch_id or actor.branch_id,
        kind=kind,
        summary="测试传票",
        source=Source("test.case", source_id, "CS2026"),
        lines=changes.get("lines") or lines(changes.get("amount", "100.00")),
    )


def balance(branch_id, subject):
    row = SubjectBalance.objects.get(branch_id=branch_id, subject_code=subject)
    return row.debit_total, row.credit_total


def test_a_voucher_moves_the_balances_of_its_subjects(api, teller):
    post(teller)
    voucher = post(teller, source_id=2, amount="50.50")

    assert balance(teller.branch_id, "1301") == (Decimal("150.50"), 0)
    assert balance(teller.branch_id, "1011") == (0, Decimal("150.50"))
    page = api("teller").get(f"vouchers/{voucher.pk}").json()
    assert (page["voucher_no"], page["total"], page["business_no"]) == (voucher.voucher_no, "50.50", "CS2026")
    assert [(e["subject_code"], e["side"], e["amount"]) for e in page["entries"]] == [
        ("1301", "DEBIT", "50.50"),
        ("1011", "CREDIT", "50.50"),
    ]
    assert page["entries"][0]["subject_name"] == subject_names()["1301"]
    assert selectors.balance_differences() == []


@pytest.mark.parametrize(
    "wrong",
    [
        [Line("1301", Side.DEBIT, Decimal("1.00"))],
        [Line("1301", Side.DEBIT, Decimal("1.00")), Line("1011", Side.CREDIT, Decimal("1.01"))],
        [Line("1301", Side.DEBIT, Decimal("-1.00")), Line("1011", Side.CREDIT, Decimal("-1.00"))],
        [Line("1301", Side.DEBIT, Decimal("0.005")), Line("1011", Side.CREDIT, Decimal("0.005"))],
        [
            Line("1301", Side.DEBIT, Decimal("1.00")),
            Line("1301", Side.DEBIT, Decimal("0.00")),
            Line("1011", Side.CREDIT, Decimal("1.00")),
        ],
        [Line("9101", Side.DEBIT, Decimal("1.00")), Line("1011", Side.CREDIT, Decimal("1.00"))],
    ],
)
def test_what_does_not_balance_is_not_posted(teller, wrong):
    with pytest.raises(services.UnbalancedVoucherError):
        post(teller, lines=wrong)

    assert not Voucher.objects.exists()
    assert not SubjectBalance.objects.exists()


def test_the_database_refuses_an_unbalanced_voucher_at_the_commit(teller):
    """The guard under the code: entries that somebody adds, and a voucher without any."""
    voucher = post(teller)

    def check():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    check()
    with pytest.raises(IntegrityError, match="has debits of"), transaction.atomic():
        Entry.objects.create(
            voucher=voucher, line=3, subject_code="1011", side="CREDIT", amount=Decimal("0.01")
        )
        check()
    with pytest.raises(IntegrityError, match="has debits of"), transaction.atomic():
        Voucher.objects.create(
            voucher_no="PZX", business_on=TODAY, branch_id=teller.branch_id, kind="ACCRUAL", summary="空",
            source_type="test.case", source_id=9, total=Decimal("1.00"),
        )  # fmt: skip
        check()
    with pytest.raises(IntegrityError, match="memorandum debits less credits"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        mixed = Voucher.objects.create(
            voucher_no="PZY", business_on=TODAY, branch_id=teller.branch_id, kind="ACCRUAL", summary="混",
            source_type="test.case", source_id=10, total=Decimal("1.00"),
        )  # fmt: skip
        Entry.objects.create(voucher=mixed, line=1, subject_code="9101", side="DEBIT", amount=Decimal("1.00"))
        Entry.objects.create(
            voucher=mixed, line=2, subject_code="1011", side="CREDIT", amount=Decimal("1.00")
        )
        check()
    with pytest.raises(IntegrityError, match="entry_amount_positive"), transaction.atomic():
        Entry.objects.create(
            voucher=voucher, line=4, subject_code="1011", side="CREDIT", amount=Decimal("0.00")
        )


@pytest.mark.parametrize("table", ["ledger_voucher", "ledger_entry"])
def test_the_application_may_not_change_or_remove_what_is_posted(teller, table):
    post(teller)
    for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_a_business_object_is_booked_once(teller):
    post(teller, kind=VoucherKind.DISBURSEMENT)

    with pytest.raises(IntegrityError, match="voucher_once_per_business"), transaction.atomic():
        post(teller, kind=VoucherKind.DISBURSEMENT)


def test_a_reversal_is_the_mirror_image_and_happens_once(teller):
    voucher = post(teller, kind=VoucherKind.REPAYMENT)

    mirror = services.reverse(actor=teller, voucher_id=voucher.pk, on=TODAY, summary="录入错误")

    assert [(e.subject_code, e.side) for e in mirror.entries.order_by("line")] == [
        ("1301", "CREDIT"),
        ("1011", "DEBIT"),
    ]
    assert balance(teller.branch_id, "1301") == (Decimal("100.00"), Decimal("100.00"))
    for again, code in ((voucher, "ledger.already_reversed"), (mirror, "ledger.is_a_reversal")):
        with pytest.raises(DomainError) as refused:
            services.reverse(actor=teller, voucher_id=again.pk, on=TODAY)
        assert refused.value.code == code
    assert Voucher.objects.count() == 2
    assert selectors.balance_differences() == []


def test_many_vouchers_are_posted_with_a_handful_of_statements(teller, django_assert_max_num_queries):
    branches = list(Branch.objects.values_list("pk", flat=True))
    drafts = [
        VoucherDraft(
            TODAY,
            branches[n % len(branches)],
            VoucherKind.ACCRUAL,
            "计提",
            Source("test.case", n),
            lines("1.00"),
        )
        for n in range(200)
    ]

    with django_assert_max_num_queries(8):
        vouchers = services.post_many(actor=teller, drafts=drafts)

    assert len({voucher.voucher_no for voucher in vouchers}) == 200
    assert selectors.balance_differences() == []
    assert services.post_many(actor=teller, drafts=[]) == []


def test_people_see_the_vouchers_of_their_branch(api, teller, actor_for):
    mine = post(teller)
    other = post(actor_for("teller2"), source_id=2, amount="33.00")

    found = api("teller").get("vouchers").json()
    assert [row["voucher_no"] for row in found["results"]] == [mine.voucher_no]
    assert api("teller").get(f"vouchers/{other.pk}").status_code == 404
    assert api("auditor").get("vouchers").json()["count"] == 2
    assert api("officer").get("vouchers").status_code == 403


def test_vouchers_are_found_by_number_day_kind_and_subject(api, teller):
    voucher = post(teller)
    post(
        teller,
        source_id=2,
        on=date(2026, 3, 3),
        kind=VoucherKind.OVERDUE,
        lines=lines("5.00", "1303", "1301"),
    )
    client = api("teller")

    def numbers(**query):
        return [row["voucher_no"] for row in client.get("vouchers", **query).json()["results"]]

    assert numbers(q=voucher.voucher_no) == [voucher.voucher_no]
    assert numbers(q="CS2026", on="2026-03-02") == [voucher.voucher_no]
    assert numbers(kind="ACCRUAL") == [voucher.voucher_no]
    assert len(numbers(subject_code="1301")) == 2
    assert len(numbers(subject_code="1303")) == 1
    assert client.get("vouchers", kind="NONE").status_code == 422


def test_memorandum_lines_balance_against_their_contra_subject(teller):
    post(teller, lines=lines("8.00", "9101", "9199"))

    assert balance(teller.branch_id, "9101") == (Decimal("8.00"), 0)
    assert balance(teller.branch_id, "9199") == (0, Decimal("8.00"))
    assert selectors.balance_differences() == []


def test_a_voucher_says_why_it_has_these_lines(api, teller):
    voucher = post(
        teller,
        kind=VoucherKind.REPAYMENT,
        lines=postings.repayment(
            overdue_principal=Decimal("0.00"),
            normal_principal=Decimal("100.00"),
            receivable=Decimal("5.00"),
            income=Decimal("-0.50"),
            penalty=Decimal("0.00"),
            compound=Decimal("0.00"),
        ),
    )
    mirror = services.reverse(actor=teller, voucher_id=voucher.pk, on=TODAY)
    client = api("teller")

    page = client.get(f"vouchers/{voucher.pk}").json()
    told = [(line["side"], line["subject_code"], line["amount"]) for line in page["rule"]["lines"]]
    assert told == [
        ("DEBIT", "1011", "104.50"),
        ("CREDIT", "1303", None),
        ("CREDIT", "1301", "100.00"),
        ("CREDIT", "1132", "5.00"),
        ("CREDIT", "6011", "-0.50"),
        ("CREDIT", "6012", None),
        ("CREDIT", "6013", None),
        ("CREDIT", "6021", None),
    ]
    assert page["rule"]["lines"][2]["amounts"] == [{"zh": "收回正常本金", "en": "other principal paid"}]
    assert page["rule"]["lines"][2]["en"] == "Less principal that is not overdue"
    assert page["reversed_by"] == {"id": mirror.pk, "voucher_no": mirror.voucher_no}

    turned = client.get(f"vouchers/{mirror.pk}").json()
    assert turned["reversal_of"] == {"id": voucher.pk, "voucher_no": voucher.voucher_no}
    assert [(line["side"], line["amount"]) for line in turned["rule"]["lines"]][:3] == [
        ("CREDIT", "104.50"),
        ("DEBIT", None),
        ("DEBIT", "100.00"),
    ]


def test_vouchers_are_found_by_days_amounts_maker_and_loan(api, teller, actor_for):
    loan = make_loan(actor_for("officer"), actor_for("disburser"))
    low = post(teller, amount="10.00")
    high = post(teller, source_id=2, on=date(2026, 3, 5), amount="99.99")
    client = api("auditor")

    def numbers(**query):
        answer = client.get("vouchers", **query)
        assert answer.status_code == 200, answer.json()
        return [row["voucher_no"] for row in answer.json()["results"]]

    assert numbers(since="2026-03-03") == [high.voucher_no]
    assert high.voucher_no not in numbers(until="2026-03-04")
    assert numbers(amount_from="10.00", amount_to="99.99") == [high.voucher_no, low.voucher_no]
    assert numbers(maker=teller.name) == [high.voucher_no, low.voucher_no]
    assert numbers(maker=teller.name, amount_to="10.00") == [low.voucher_no]
    booked = client.get("vouchers", loan_no=loan.loan_no).json()["results"]
    assert [(row["kind"], row["total"], row["maker"]) for row in booked] == [
        ("DISBURSEMENT", "100000.00", None)
    ]
    assert booked[0]["loan"] == {"id": loan.pk, "loan_no": loan.loan_no}
    assert client.get(f"vouchers/{booked[0]['id']}").json()["loan"]["loan_no"] == loan.loan_no
    assert numbers(loan_no="JJ0") == []
    assert client.get("vouchers", amount_from="0").status_code == 422


def test_a_page_of_vouchers_costs_few_queries(api, teller, django_assert_max_num_queries):
    client = api("teller")
    client.get("vouchers")
    for n in range(30):
        post(teller, source_id=n + 1)
    with django_assert_max_num_queries(14):
        assert len(client.get("vouchers").json()["results"]) == 30
