"""A loan's page in the browser: prepaid in part with its effect shown before, explained, tried for a later day."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from tests import world
from tests.e2e.conftest import SCREENS
from tests.e2e.lending import lent, pay

pytestmark = pytest.mark.e2e


def keep(page, name):
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS / f"{name}.png", full_page=True)


@pytest.fixture
def loan(stack_rows, monkeypatch):
    """A loan of bank B whose first instalment is paid on its day."""
    with lent(monkeypatch, ["100000.00"], date(2026, 4, 2)) as (loan,):
        pay(loan, "DUE")
        yield loan


@pytest.fixture
def overdue(stack_rows, monkeypatch):
    """A loan of bank B whose first instalment was paid four days late at the counter."""
    with lent(monkeypatch, ["100000.00"], date(2026, 4, 7)) as (loan,):
        pay(loan, "DUE")
        yield loan


def test_a_prepayment_shows_what_it_changes_before_it_is_taken_and_after_it(desk, loan):
    teller = desk("teller", world.BANK_B, width=1280)
    page = teller.open(f"/loans/{loan.pk}")
    teller.button("还款").click()
    form = teller.dialog
    teller.choose("还款类型", "提前部分还本")
    expect(form.get_by_text("填写本金和还本方式后试算")).to_be_visible()
    teller.fill(提前归还本金="20000")
    teller.choose("还本方式", "缩短期限")
    effect = form.get_by_role("table", name="还本后的变化")
    expect(effect.get_by_role("row", name=re.compile("剩余期数"))).to_contain_text("11")
    expect(form.get_by_label("还款金额")).to_have_value("20,000.00")
    keep(page, "loan-prepayment-1280")
    teller.fill(提前归还本金="200")
    expect(form.get_by_text("不得低于").first).to_be_visible()
    teller.fill(提前归还本金="20000")
    expect(effect).to_be_visible()
    teller.send("还款")

    rows = page.get_by_role("table", name="还款计划")
    expect(rows.get_by_role("row", name=re.compile("提前还款"))).to_contain_text("20,000.00")
    rows.get_by_role("button", name="提前还款 的金额由来").click()
    expect(page.get_by_text("提前部分还本:归还约定的本金", exact=False).first).to_be_visible()
    keep(page, "loan-prepayment-explained")
    page.keyboard.press("Escape")
    keep(page, "loan-prepaid-1280")

    teller.button("试算").click()
    day = page.get_by_label("还款日")
    day.click()
    day.fill("2026-05-20")
    day.press("Enter")
    expect(page.get_by_text("按 2026-05-20 计算")).to_be_visible()
    expect(page.locator(".quote-box").get_by_text("罚息")).to_be_visible()
    keep(page, "loan-trial-1280")


def test_a_receipt_of_an_earlier_day_shows_what_it_changes_and_is_booked(desk, overdue):
    teller = desk("teller", world.BANK_B, width=1280)
    page = teller.open(f"/loans/{overdue.pk}")
    teller.button("补记还款").click()
    form = teller.dialog
    teller.fill(渠道或核心流水号="QD20260402001", 还款金额="8530.99")
    day = form.get_by_label("收款日")
    day.click()
    day.fill("2026-04-02")
    day.press("Enter")
    expect(form.get_by_role("table", name="其后各笔还款的调整")).to_contain_text("应退借款人")
    keep(page, "loan-receipt-1280")
    teller.send("入账")

    page.get_by_role("tab", name="还款记录").click()
    table = page.get_by_role("table", name="还款记录")
    expect(table.get_by_role("row", name=re.compile("渠道"))).to_contain_text("2026-04-02")
    keep(page, "loan-receipt-booked-1280")
    table.get_by_role("row", name=re.compile("柜面")).get_by_role("button", name=re.compile("由来")).click()
    expect(page.get_by_role("table", name="补记款项引起的调整")).to_be_visible()
    keep(page, "loan-receipt-adjusted")
    page.keyboard.press("Escape")

    # before anything was due
    teller.button("补记还款").click()
    teller.fill(渠道或核心流水号="QD20260402002", 还款金额="100")
    day = form.get_by_label("收款日")
    day.click()
    day.fill("2026-03-20")
    day.press("Enter")
    expect(form.get_by_text("没有到期未还的款项").first).to_be_visible()
    keep(page, "loan-receipt-refused")
