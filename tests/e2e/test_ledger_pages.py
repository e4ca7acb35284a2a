"""The books in the browser: vouchers and why they have their lines, the trial balance, a subject, the chart."""

import re
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests import world
from tests.e2e.conftest import SCREENS
from tests.e2e.lending import lent, pay

pytestmark = pytest.mark.e2e
PAST_DUE = date(2026, 4, 12)


def keep(page, name):
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS / f"{name}.png", full_page=True)


@pytest.fixture
def books(stack_rows, monkeypatch):
    """Six loans of bank B through forty nights, one paid in arrears, one settled."""
    amounts = ("100000.00", "250000.00", "36500.00", "80000.00", "1200000.00", "58000.00")
    with lent(monkeypatch, amounts, PAST_DUE) as loans:
        pay(loans[0], "DUE", Decimal("5000.00"))
        pay(loans[2], "PREPAY_FULL")
        yield loans[0]


def test_the_books_are_read_from_the_trial_balance_down_to_the_voucher(desk, books):
    auditor = desk("auditor", world.BANK_B)
    page = auditor.page
    page.get_by_role("navigation", name="主菜单").get_by_text("试算平衡").click()
    expect(page.get_by_text("借贷平衡")).to_be_visible()
    table = page.get_by_role("table", name="表内科目")
    expect(table.get_by_role("row", name=re.compile("1303"))).to_contain_text("逾期贷款")
    keep(page, "ledger-trial-1440")

    page.goto(f"{auditor.base}/trial-balance?since=2026-03-01&on={PAST_DUE}")
    expect(table.get_by_role("row", name=re.compile("6012"))).to_contain_text("罚息收入")
    keep(page, "ledger-trial-months")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="打印")).to_be_hidden()
    keep(page, "ledger-trial-print")
    page.emulate_media(media="screen")

    table.get_by_role("link", name="1301").click()
    expect(page.get_by_role("heading", name="1301 正常贷款 明细账")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile(f"放款 {books.loan_no}"))).to_contain_text("100,000.00")
    keep(page, "ledger-subject-1440")
    page.get_by_label("科目", exact=True).click()
    page.locator(".ant-select-dropdown:visible .ant-select-item-option", has_text="6012").click()
    expect(page.get_by_role("heading", name="6012 罚息收入 明细账")).to_be_visible()
    expect(page).to_have_url(re.compile("since=2026-03-01"))

    page.goto(f"{auditor.base}/vouchers?loan_no={books.loan_no}")
    rows = page.get_by_role("table", name="传票").get_by_role("row", name=re.compile("PZ2026"))
    expect(rows).to_have_count(2)
    rows.first.click()
    why = page.get_by_role("table", name="为什么这样记账")
    expect(why.get_by_role("row", name=re.compile("1132"))).to_contain_text("计提过的利息已收回")
    expect(why.get_by_role("row", name=re.compile("6011"))).to_contain_text("本笔没有")
    keep(page, "ledger-voucher-1440")
    page.get_by_role("link", name=books.loan_no).click()
    expect(page).to_have_url(re.compile(f"/loans/{books.pk}$"))

    # the same on a small screen
    auditor = desk("auditor", world.BANK_B, width=1280)
    page = auditor.open("/vouchers")
    expect(page.get_by_role("row", name=re.compile("PZ2026")).first).to_be_visible()
    keep(page, "ledger-vouchers-1280")
    page.get_by_label("记账人").fill("柜员")
    page.get_by_label("记账人").press("Enter")
    expect(page.get_by_role("row", name=re.compile("计提"))).to_have_count(0)
    page.get_by_label("金额不低于").fill("abc")
    page.get_by_label("金额不低于").press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    keep(page, "ledger-vouchers-refused")

    auditor.open(f"/trial-balance?since=2026-03-01&on={PAST_DUE}")
    expect(page.get_by_text("借贷平衡")).to_be_visible()
    keep(page, "ledger-trial-1280")
    auditor.open(f"/account-subjects/1301?since=2026-03-01&on={PAST_DUE}")
    expect(page.get_by_role("row", name=re.compile("PZ2026")).first).to_be_visible()
    keep(page, "ledger-subject-1280")
    auditor.open("/account-subjects")
    chart = page.get_by_role("table", name="会计科目")
    expect(chart.get_by_role("row", name=re.compile("9199"))).to_contain_text("表外")
    expect(chart.get_by_role("row", name=re.compile("1300")).first).to_contain_text("汇总科目")
    keep(page, "ledger-chart-1280")

    # and in English
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Chart of accounts")).to_be_visible()
    auditor.open(f"/trial-balance?since=2026-03-01&on={PAST_DUE}")
    expect(page.get_by_role("row", name=re.compile("1303"))).to_contain_text("Loans, overdue")
    keep(page, "ledger-trial-english")
    auditor.open(f"/vouchers?loan_no={books.loan_no}")
    page.get_by_role("row", name=re.compile("PZ2026")).first.click()
    why = page.get_by_role("table", name="Why these lines")
    expect(why.get_by_role("row", name=re.compile("1132"))).to_contain_text("Accrued interest is received")
    keep(page, "ledger-voucher-english")


def test_the_province_reads_its_chart_of_accounts(desk, stack):
    rules = desk("rules", host="province")
    page = rules.page
    page.get_by_role("navigation", name="主菜单").get_by_text("会计科目").click()
    expect(page.get_by_role("row", name=re.compile("1305"))).to_contain_text("非应计贷款")
    expect(page.get_by_role("link", name="1305")).to_have_count(0)
    keep(page, "ledger-chart-province")
