"""A trial quote as a workbook: terms, sums and yearly cost on one sheet, the schedule on the other."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from backend.platform.permissions import Actor
from backend.platform.records import audit

from .quotes import Quote, schedule_quote

#: What stands in the sheets, in Chinese and in English.
WORDS: dict[str, tuple[str, str]] = {
    "title": ("还款测算", "Repayment trial"),
    "schedule": ("还款计划", "Schedule"),
    "note": (
        "本表按所填条件测算,仅供参考,以合同约定为准。",
        "Computed from the terms given, for information only; the contract prevails.",
    ),
    "terms": ("测算条件", "Terms"),
    "totals": ("合计", "Totals"),
    "cost": ("综合融资成本", "All-in cost"),
    "principal": ("本金", "Principal"),
    "limit": ("额度", "Limit"),
    "annual_rate": ("年化利率", "Annual rate"),
    "method": ("还款方式", "Method"),
    "start": ("起息日", "Start date"),
    "maturity": ("到期日", "Maturity date"),
    "term_months": ("期限(月)", "Term (months)"),
    "day_count": ("计息基础", "Day count"),
    "period_months": ("还款周期(月)", "Months between due dates"),
    "interest_day": ("结息日", "Due day"),
    "first_due": ("首期规则", "First due date"),
    "amort_term_months": ("摊销期限(月)", "Amortisation term (months)"),
    "grace_periods": ("宽限期数", "Grace periods"),
    "plan": ("还本计划", "Planned principal"),
    "events": ("提款与还款", "Draws and repayments"),
    "rate_changes": ("利率调整", "Rate changes"),
    "prepayments": ("提前还款", "Prepayments"),
    "fees": ("费用", "Fees"),
    "interest": ("利息", "Interest"),
    "payment": ("期供", "Payment"),
    "total_payment": ("还款合计", "Total repaid"),
    "net_received": ("实际到手金额", "Net amount received"),
    "total_paid": ("总支出(含费用)", "Total paid, fees included"),
    "monthly": ("月利率(内部收益率)", "Monthly rate (IRR)"),
    "simple": ("年化综合融资成本(单利)", "Annualised all-in cost (simple interest)"),
    "compound": ("年化综合融资成本(复利)", "Annualised all-in cost (compound interest)"),
    "no_cost": ("无法求得", "Cannot be computed"),
    "no": ("期次", "No."),
    "due_on": ("应还日期", "Due date"),
    "days": ("天数", "Days"),
    "balance": ("余额", "Balance"),
    "total": ("合计", "Total"),
    "prepay": ("提前还款", "Prepayment"),
    "EQUAL_INSTALMENT": ("等额本息", "Level instalment"),
    "EQUAL_PRINCIPAL": ("等额本金", "Level principal"),
    "INTEREST_ONLY": ("先息后本", "Interest only"),
    "BULLET": ("利随本清", "Bullet"),
    "EQUAL_PRINCIPAL_FLAT_INTEREST": ("等本等息", "Level principal, flat interest"),
    "SCHEDULED": ("按计划还本", "Planned principal"),
    "BALLOON": ("气球贷", "Balloon"),
    "GRACE_EQUAL_INSTALMENT": ("宽限期后等额本息", "Level instalment after grace"),
    "REVOLVING": ("随借随还", "Revolving"),
    "30/360": ("对年对月对日(30/360)", "30/360"),
    "ACT/360": ("实际天数/360", "ACT/360"),
    "ACT/365": ("实际天数/365", "ACT/365"),
    "next_month": ("次月起", "From the next month"),
    "first_after": ("起息后首个结息日", "First due day after the start"),
    "draw": ("提款", "Draw"),
    "repay": ("还款", "Repay"),
    "reduce_instalment": ("减少月供", "Lower instalment"),
    "shorten_term": ("缩短期限", "Shorter term"),
}

Line = tuple[str, Any]

LOOKS: dict[str, dict[str, Any]] = {
    "text": {},
    "right": {"align": "right"},
    "title": {"bold": True, "font_size": 14},
    "head": {"bold": True, "bg_color": "#E4F1EC", "bottom": 1},
    "count": {"num_format": "0"},
    "money": {"num_format": "#,##0.00"},
    "total": {"num_format": "#,##0.00", "bold": True, "top": 1},
    "rate": {"num_format": "0.0000%"},
    "date": {"num_format": "yyyy-mm-dd"},
}


class Sheet:
    """A sheet that is filled by the kind of value: text stays text whatever it begins with."""

    def __init__(self, book: Workbook, name: str, widths: Sequence[float]) -> None:
        self.sheet = book.add_worksheet(name)
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        font: dict[str, Any] = {"font_name": "Microsoft YaHei", "font_size": 10}
        self.formats = {name: book.add_format({**font, **look}) for name, look in LOOKS.items()}

    def put(self, row: int, column: int, value: Any, look: str = "") -> None:
        if isinstance(value, Decimal | int):
            self.sheet.write_number(row, column, value, self.formats[look or "count"])
        elif isinstance(value, date):
            self.sheet.write_datetime(row, column, value, self.formats[look or "date"])
        else:
            self.sheet.write_string(row, column, str(value), self.formats[look or "text"])


def quote_export(*, actor: Actor, english: bool, terms: Mapping[str, Any]) -> tuple[str, bytes]:
    """A quote's workbook by its file name and bytes; that it left the system is audited."""
    quote = schedule_quote(**terms)
    chosen = {name: str(terms[name]) for name in ("method", "annual_rate") if name in terms}
    audit.export(actor, "loans.quote_export", rows=len(quote.rows), filters=chosen, object_type="loans.quote")
    name = f"quote-{quote.terms.method.lower()}-{quote.terms.start_on.isoformat()}.xlsx"
    return name, quote_book(quote, english=english)


def quote_book(quote: Quote, *, english: bool = False) -> bytes:
    """The workbook's bytes. Amounts, rates and dates are numbers and dates of the sheet, not texts."""

    def say(key: str) -> str:
        return WORDS[key][1 if english else 0]

    target = BytesIO()
    with Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        _write_summary(Sheet(book, say("title"), (34, 18, 18, 18)), quote, say)
        _write_schedule(Sheet(book, say("schedule"), (10, 14, 8, 16, 16, 16, 18)), quote, say)
    return target.getvalue()


def _write_summary(sheet: Sheet, quote: Quote, say: Callable[[str], str]) -> None:
    sheet.put(0, 0, say("title"), "title")
    sheet.put(1, 0, say("note"))
    at = 3
    for title, lines in (
        ("terms", _term_lines(quote, say)),
        ("totals", _total_lines(quote)),
        ("cost", _cost_lines(quote, say)),
    ):
        for column in range(4):
            sheet.put(at, column, say(title) if column == 0 else "", "head")
        at += 1
        for label, (value, look) in lines:
            sheet.put(at, 0, say(label))
            sheet.put(at, 1, value, look)
            at += 1
        at += 1
    for label, items in _dated(quote, say).items():
        if not items:
            continue
        for column in range(4):
            sheet.put(at, column, say(label) if column == 0 else "", "head")
        for day, value, look, word in items:
            at += 1
            sheet.put(at, 0, day)
            sheet.put(at, 1, value, look)
            sheet.put(at, 2, word)
        at += 2


def _term_lines(quote: Quote, say: Callable[[str], str]) -> list[Line]:
    given = quote.terms
    lines: list[Line] = [
        ("method", (say(given.method), "right")),
        ("limit" if given.method == "REVOLVING" else "principal", (given.principal, "money")),
        ("annual_rate", (given.annual_rate, "rate")),
        ("start", (given.start_on, "")),
        ("maturity", (given.maturity_on, "")),
        ("term_months", (given.term_months, "count")),
        ("period_months", (given.period_months, "count")),
        ("interest_day", (given.interest_day, "count")),
        ("day_count", (say(given.day_count), "right")),
        ("first_due", (say(given.first_due), "right")),
        ("amort_term_months", (given.amort_term_months, "count")),
        ("grace_periods", (given.grace_periods, "count")),
    ]
    return [line for line in lines if line[1][0] is not None]


def _total_lines(quote: Quote) -> list[Line]:
    return [
        ("principal", (quote.totals.principal, "money")),
        ("interest", (quote.totals.interest, "money")),
        ("fees", (quote.fees_total, "money")),
        ("total_payment", (quote.totals.payment, "money")),
    ]


def _cost_lines(quote: Quote, say: Callable[[str], str]) -> list[Line]:
    cost = quote.cost
    if cost is None:
        return [("simple", (say("no_cost"), "right")), ("compound", (say("no_cost"), "right"))]
    return [
        ("net_received", (cost.net_received, "money")),
        ("total_paid", (cost.total_paid, "money")),
        ("monthly", (cost.monthly, "rate")),
        ("simple", (cost.simple, "rate")),
        ("compound", (cost.compound, "rate")),
    ]


def _dated(quote: Quote, say: Callable[[str], str]) -> dict[str, list[tuple[date, Decimal, str, str]]]:
    given = quote.terms
    return {
        "plan": [(item.on, item.principal, "money", "") for item in given.plan],
        "events": [(item.on, item.amount, "money", say(item.type)) for item in given.events],
        "rate_changes": [(item.on, item.annual_rate, "rate", "") for item in given.rate_changes],
        "prepayments": [(item.on, item.amount, "money", say(item.mode)) for item in given.prepayments],
        "fees": [(fee.on, fee.amount, "money", "") for fee in quote.fees],
    }


def _write_schedule(sheet: Sheet, quote: Quote, say: Callable[[str], str]) -> None:
    names = ("no", "due_on", "days", "principal", "interest", "payment", "balance")
    for column, name in enumerate(names):
        sheet.put(0, column, say(name), "head")
    sheet.sheet.freeze_panes(1, 0)
    sheet.sheet.repeat_rows(0)
    for at, row in enumerate(quote.rows, start=1):
        sheet.put(at, 0, say("prepay") if row.type == "prepay" else row.no)
        sheet.put(at, 1, row.due_on)
        sheet.put(at, 2, row.days)
        for column, name in enumerate(names[3:], start=3):
            sheet.put(at, column, getattr(row, name), "money")
    last = len(quote.rows) + 1
    sheet.put(last, 0, say("total"), "head")
    for column, name in enumerate(("principal", "interest", "payment"), start=3):
        sheet.put(last, column, getattr(quote.totals, name), "total")
