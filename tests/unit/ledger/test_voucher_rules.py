"""The table of vouchers balances for any amounts, or it is refused; its subjects are ones that are posted to."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.reference.chart import chart
from shared.reference.types import MEMORANDUM_CODES, Subject
from tenants.ledger.types import (
    VOUCHER_RULES,
    Side,
    UnbalancedRuleError,
    VoucherKind,
    VoucherRule,
    credit,
    debit,
    declare_voucher,
)
from tenants.loans import postings

CENTS = st.decimals(-(10**10), 10**10, places=2, allow_nan=False)
WHY = {"zh": "理由", "en": "why"}
OFF_SHEET = VoucherRule(
    VoucherKind.ACCRUAL,
    zh="表外计息",
    en="Interest off the balance sheet",
    amounts={"interest": ("利息", "interest")},
    lines=(debit("9101", "interest", **WHY), credit(Subject.MEMORANDUM_CONTRA, "interest", **WHY)),
)


def standing(lines):
    return sum((line.amount if line.side is Side.DEBIT else -line.amount for line in lines), Decimal(0))


@given(st.sampled_from([*VOUCHER_RULES.values(), OFF_SHEET]), st.data())
def test_the_lines_of_every_rule_balance_for_any_amounts(rule, data):
    lines = rule.lines_for(**{name: data.draw(CENTS, label=name) for name in rule.amounts})

    assert standing(lines) == 0
    assert standing(line for line in lines if line.subject.startswith(MEMORANDUM_CODES)) == 0
    assert all(line.amount > 0 for line in lines)


def test_a_line_of_nought_is_left_out_and_a_negative_one_turns():
    lines = postings.repayment(
        overdue_principal=Decimal("0.00"),
        normal_principal=Decimal("100.00"),
        receivable=Decimal("5.00"),
        income=Decimal("-0.50"),
        penalty=Decimal("0.00"),
        compound=Decimal("0.00"),
    )

    assert [(line.side, line.subject, line.amount) for line in lines] == [
        ("DEBIT", "1011", Decimal("104.50")),
        ("CREDIT", "1301", Decimal("100.00")),
        ("CREDIT", "1132", Decimal("5.00")),
        ("DEBIT", "6011", Decimal("0.50")),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        (debit("1301", "a", **WHY),),
        (debit("1301", "a", **WHY), credit("1011", "b", **WHY)),
        (debit("1301", "a", "b", **WHY), credit("1011", "a", **WHY)),
        (debit("9101", "a", **WHY), credit("1011", "a", **WHY)),
        (debit("1301", "c", **WHY), credit("1011", "c", **WHY)),
    ],
)
def test_a_rule_that_does_not_balance_is_refused(lines):
    with pytest.raises(UnbalancedRuleError):
        VoucherRule(
            VoucherKind.ACCRUAL,
            zh="错",
            en="wrong",
            amounts={"a": ("甲", "a"), "b": ("乙", "b")},
            lines=lines,
        )


def test_a_kind_has_one_rule_and_takes_all_of_its_amounts():
    with pytest.raises(RuntimeError, match="two rules"):
        declare_voucher(OFF_SHEET)
    with pytest.raises(ValueError, match="is posted from"):
        OFF_SHEET.lines_for(amount=Decimal("1.00"))


def test_every_kind_but_a_reversal_has_a_rule_on_subjects_that_are_posted_to():
    assert set(VOUCHER_RULES) == set(VoucherKind) - {VoucherKind.REVERSAL}
    summing = {row["parent"] for row in chart()}
    posted_to = {row["code"] for row in chart()} - summing
    used = {line.subject for rule in VOUCHER_RULES.values() for line in rule.lines}
    named = {code for name, code in vars(Subject).items() if name.isupper()}
    assert used - posted_to == set()
    assert named - posted_to == set()


def test_the_chart_is_whole():
    by_code = {row["code"]: row for row in chart()}
    for row in by_code.values():
        assert row["name"]
        assert row["name_en"]
        assert (row["kind"] == "MEMORANDUM") == row["code"].startswith(MEMORANDUM_CODES)
        if row["parent"]:
            above = by_code[row["parent"]]
            assert (above["kind"], above["normal_side"], above["parent"]) == (
                row["kind"],
                row["normal_side"],
                "",
            )
