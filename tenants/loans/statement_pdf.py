"""The statement of a loan as a PDF: its words in both languages, its figures as texts.

The file carries a check code: the SHA-256 of all that it says. The export log keeps the same code, so that a
sheet of paper can be held against what the bank printed.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone

from backend.kernel.loanmath import BUCKETS, Buckets
from backend.platform import clock, printing
from backend.platform.permissions import Actor
from backend.platform.records import audit
from backend.platform.tenancy import require_bank
from shared.entities import selectors as entities

from . import errors, statements
from .models import LoanAccount
from .statements import Movement, MovementKind, Statement

TEMPLATE = Path(__file__).parent / "templates" / "statement.typ"
CODE_LENGTH = 32
COLUMNS = ("principal", "interest", "penalty", "compound", "fee")
assert set(COLUMNS) == set(BUCKETS)

WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("贷款对账单", "Loan statement"),
    "period": ("{since} 至 {until}（人民币，单位：元）", "{since} to {until} (in yuan)"),
    "page": ("第 {page} 页，共 {pages} 页", "Page {page} of {pages}"),
    "branch": ("经办机构", "Branch"),
    "borrower": ("借款人", "Borrower"),
    "customer_no": ("客户编号", "Customer no."),
    "id_no": ("证件号码", "ID number"),
    "loan_no": ("借据号", "Loan no."),
    "contract_no": ("合同编号", "Contract no."),
    "product": ("产品", "Product"),
    "drawn": ("放款金额", "Amount drawn"),
    "annual_rate": ("年利率", "Yearly rate"),
    "penalty_rate": ("罚息利率", "Penalty rate"),
    "method": ("还款方式", "Repayment method"),
    "term": ("起止日期", "Term"),
    "status": ("打印日状态", "Status when printed"),
    "printed": ("打印时间", "Printed at"),
    "movements": ("账务明细", "Movements"),
    "on": ("日期", "Date"),
    "what": ("摘要", "What"),
    "no": ("编号", "No."),
    "principal": ("本金", "Principal"),
    "interest": ("利息", "Interest"),
    "penalty": ("罚息", "Penalty"),
    "compound": ("复利", "Compound"),
    "fee": ("违约金", "Fee"),
    "total": ("合计", "Total"),
    "opening": ("期初欠款", "Owed at the beginning"),
    "closing": ("期末欠款", "Owed at the end"),
    "DRAWDOWN": ("放款", "Drawdown"),
    "CHARGE": ("计收", "Charged"),
    "charge_of": ("计收{parts}", "Charged: {parts}"),
    "REPAYMENT": ("还款", "Repayment"),
    "DUE": ("到期还款", "Repayment of what is due"),
    "PREPAY_PART": ("提前部分还本", "Prepayment in part"),
    "PREPAY_FULL": ("提前结清", "Settlement in full"),
    "then_reversed": ("{kind}（当日已冲正）", "{kind} (reversed)"),
    "REVERSAL": ("冲正还款", "Reversal of the repayment"),
    "next": ("后续应还", "Due next"),
    "next_none": ("截止日后没有待还的期次。", "Nothing falls due after the last day."),
    "row": ("期次", "No."),
    "due_on": ("还款日", "Due date"),
    "notes": ("说明", "Notes"),
    "verification": ("核验码 {code}", "Check code {code}"),
    "verify_how": (
        "核验码由本单全部内容算得（SHA-256 前 32 位），本行导出日志存有同一核验码，可据以核对本单是否被改动。",
        "The check code is computed from all that this statement says (first 32 digits of its SHA-256). The bank's"
        " export log holds the same code, so that a changed statement shows.",
    ),
}  # fmt: skip
NOTES: tuple[tuple[str, str], ...] = (
    (
        "正数为欠款增加，负数为欠款减少；期初欠款加各笔明细等于期末欠款。",
        "Positive amounts add to what is owed, negative ones take from it; the beginning plus all movements is the end.",
    ),
    (
        "本金：尚未归还的全部借款本金，包括未到期部分。",
        "Principal: all that is not repaid of the amount drawn, also what is not due yet.",
    ),
    (
        "利息：按合同利率计算，在还款日或提前还款日计收；未到还款日的利息不在欠款内。",
        "Interest: at the contract's rate, charged on its due date or when a prepayment takes it; interest of a"
        " period that still runs is not among what is owed.",
    ),
    (
        "罚息：逾期本金按罚息利率逐日计收。复利：逾期未还的利息按罚息利率逐日计收。",
        "Penalty: on overdue principal, day by day at the penalty rate. Compound: on overdue interest, likewise.",
    ),
    (
        "违约金：按约定在提前还款时收取。",
        "Fee: what was agreed for prepaying.",
    ),
    (
        "还款按起息日列示；当日冲正的还款列示收到与退回两行，对欠款没有影响。",
        "Repayments stand at their value date; one that was reversed on its day stands as taken and given back, and"
        " leaves what is owed as it was.",
    ),
)
METHODS_EN = {
    "EQUAL_INSTALMENT": "Level instalment",
    "EQUAL_PRINCIPAL": "Equal principal",
    "INTEREST_ONLY": "Interest only",
    "BULLET": "Bullet at maturity",
}
STATUSES_EN = {"ACTIVE": "Active", "OVERDUE": "Overdue", "SETTLED": "Settled"}


class _Say:
    """Words in one language."""

    def __init__(self, english: bool) -> None:
        self.english = english

    def __call__(self, key: str, **values: Any) -> str:
        return WORDS[key][self.english].format(**values)

    def choice(self, row: Any, name: str, english: Mapping[str, str]) -> str:
        code = getattr(row, name)
        return english.get(code, code) if self.english else str(getattr(row, f"get_{name}_display")())


def statement_export(
    *, actor: Actor, loan_id: int, since: date, until: date, english: bool
) -> tuple[str, bytes]:
    """Name and content of the statement's PDF, written into the export log with its check code.

    Raises what `statements.loan_statement` does, and `loans.statement_not_printable` (422).
    """
    statement = statements.loan_statement(actor=actor, loan_id=loan_id, since=since, until=until)
    now = clock.now()
    data = statement_data(
        statement, english=english, printed=timezone.localtime(now).strftime("%Y-%m-%d %H:%M:%S")
    )
    try:
        content = printing.pdf(TEMPLATE, data, at=now)
    except printing.NotPrintableError as error:
        raise errors.STATEMENT_NOT_PRINTABLE.at() from error
    loan = statement.loan
    audit.export(
        actor,
        "loans.statement_export",
        rows=len(statement.movements),
        filters={"since": since.isoformat(), "until": until.isoformat()},
        object_type="loans.loanaccount",
        object_no=loan.loan_no,
        more={"check_code": [None, data["code"]]},
    )
    return f"{loan.loan_no}-{since:%Y%m%d}-{until:%Y%m%d}.pdf", content


def statement_data(statement: Statement, *, english: bool, printed: str) -> dict[str, Any]:
    """The template's data: texts only."""
    say = _Say(english)
    loan = statement.loan
    data = {
        "lang": "en" if english else "zh",
        "region": "us" if english else "cn",
        "bank": entities.entity_get(require_bank().code).name,
        "title": say("title"),
        "loan_no": loan.loan_no,
        "period": say("period", since=statement.since, until=statement.until),
        "page": WORDS["page"][english],
        "facts": _facts(loan, say, printed),
        "movements": {
            "title": say("movements"),
            "heads": [say(name) for name in ("on", "what", "no", *COLUMNS, "total")],
            "rows": [
                _line(say("opening"), statement.opening, on=statement.since, strong=True),
                *(_moved(movement, say) for movement in statement.movements),
                _line(say("closing"), statement.closing, on=statement.until, strong=True),
            ],
        },
        "next": {
            "title": say("next"),
            "none": say("next_none"),
            "heads": [say(name) for name in ("row", "due_on", "principal", "interest", "total")],
            "rows": [
                [
                    str(row.no),
                    str(row.due_on),
                    _money(row.principal),
                    _money(row.interest),
                    _money(row.payment),
                ]
                for row in statement.next_rows
            ],
        },
        "notes": {"title": say("notes"), "lines": [note[english] for note in NOTES]},
        "verify_how": say("verify_how"),
    }
    said = json.dumps(data, ensure_ascii=False, sort_keys=True)
    code = hashlib.sha256(said.encode()).hexdigest()[:CODE_LENGTH].upper()
    return {**data, "code": code, "verification": say("verification", code=code)}


def _facts(loan: LoanAccount, say: _Say, printed: str) -> list[list[str]]:
    pairs = {
        "borrower": loan.customer.name,
        "id_no": loan.customer.id_no_masked,
        "customer_no": loan.customer.customer_no,
        "loan_no": loan.loan_no,
        "contract_no": loan.contract.contract_no,
        "product": loan.product.name,
        "drawn": _money(loan.drawn),
        "annual_rate": _percent(loan.annual_rate),
        "penalty_rate": _percent(loan.penalty_rate),
        "method": say.choice(loan, "method", METHODS_EN),
        "term": f"{loan.start_on} – {loan.maturity_on}",
        "status": say.choice(loan, "status", STATUSES_EN),
        "branch": loan.branch.name,
        "printed": printed,
    }
    cells = [[say(name), value] for name, value in pairs.items()]
    while len(cells) % 3:
        cells.append(["", ""])
    return cells


def _line(what: str, amounts: Buckets, *, on: date, no: str = "", strong: bool = False) -> dict[str, Any]:
    figures = [*(getattr(amounts, name) for name in COLUMNS), amounts.total]
    shown = [_money(amount) if amount or strong else "" for amount in figures]
    return {"strong": strong, "cells": [str(on), what, no, *shown]}


def _moved(movement: Movement, say: _Say) -> dict[str, Any]:
    return _line(_what(movement, say), movement.amounts, on=movement.on, no=movement.no)


def _what(movement: Movement, say: _Say) -> str:
    if movement.kind is MovementKind.CHARGE:
        parts = [say(name) for name in COLUMNS if getattr(movement.amounts, name)]
        return say("charge_of", parts=(", " if say.english else "、").join(parts))
    if movement.kind is MovementKind.REPAYMENT and movement.repayment is not None:
        kind = say(movement.repayment.kind)
        reversed_ = movement.repayment.reversed_on is not None
        return say("then_reversed", kind=kind) if reversed_ else kind
    return say(movement.kind.value)


def _money(amount: Decimal) -> str:
    return f"{amount:,.2f}"


def _percent(rate: Decimal) -> str:
    value = (rate * 100).normalize()
    return f"{value:.{max(2, -int(value.as_tuple().exponent))}f}%"
