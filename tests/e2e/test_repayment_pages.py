"""The repayment calendar, a loan's statement, and documents beside each other, in the browser."""

import io
import re
from datetime import date

import pytest
from playwright.sync_api import expect
from pypdf import PdfWriter

from tests import world
from tests.e2e.conftest import SCREENS
from tests.e2e.lending import lent

pytestmark = pytest.mark.e2e
PDF = "application/pdf"
DUE_ON = date(2026, 4, 2)


def keep(page, name):
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS / f"{name}.png", full_page=True)


@pytest.fixture
def loans(stack_rows, monkeypatch):
    """Three loans of bank B, on their first due date."""
    with lent(monkeypatch, ("100000.00", "250000.00", "36500.00"), DUE_ON) as found:
        yield found


def test_the_month_leads_to_its_days_and_these_to_their_loans(desk, loans):
    officer = desk("officer", world.BANK_B, width=1280)
    page = officer.page
    page.get_by_role("navigation", name="主菜单").get_by_text("还款日历").click()
    month = page.get_by_role("table", name="还款日历 2026-04")
    day = month.get_by_role("button", name=re.compile(r"2026-04-02，\d+ 期"))
    day.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("on=2026-04-02"))
    rows = page.get_by_role("table", name="2026-04-02 应还明细")
    expect(rows.get_by_role("row", name=re.compile(loans[0].loan_no))).to_contain_text("8,530.99")
    keep(page, "calendar-1280")
    page.get_by_role("button", name="下一月").click()
    expect(page.get_by_role("table", name="还款日历 2026-05")).to_be_visible()
    page.get_by_role("button", name=re.compile(r"^\d+ 期$")).click()
    expect(page.get_by_role("heading", name="2026-05-01 以前未还明细")).to_be_visible()

    rows = page.get_by_role("table", name=re.compile("以前未还明细"))
    rows.get_by_role("link", name=loans[0].loan_no).click()
    page.get_by_role("button", name="对账单").click()
    page.get_by_role("button", name="生成").click()
    expect(page.get_by_role("link", name="保存")).to_be_visible()
    keep(page, "statement-1280")


def test_two_texts_stand_beside_each_other(desk, loans):
    officer = desk("officer", world.BANK_B, width=1280)
    page = officer.page
    # the rows of the factory have no file; the second contract's is gone
    page.route("**/api/v1/contracts/*/document", lambda route: route.fulfill(body=a_page(), content_type=PDF))
    page.route(f"**/api/v1/contracts/{loans[2].contract_id}/document", lambda route: route.continue_())
    page.route(
        "**/api/v1/contracts?customer_id=*",
        lambda route: route.continue_(url=f"{officer.base}/api/v1/contracts"),
    )
    officer.open(f"/contracts/{loans[0].contract_id}")
    page.get_by_role("tab", name="合同文本").click()
    page.get_by_text("对照文件").click()
    shown = page.locator("figure.kit-document")
    expect(shown.last.get_by_role("alert")).to_be_visible()
    keep(page, "documents-unreadable")
    right = page.get_by_label("右侧文件")
    right.focus()
    page.keyboard.press("Enter")
    page.locator(".ant-select-dropdown:visible .ant-select-item-option").nth(2).click()
    expect(page.locator("figure.kit-document iframe")).to_have_count(2)
    shown.first.get_by_role("button", name="放大").press("Enter")
    expect(shown.first).to_contain_text("150%")
    expect(shown.last).to_contain_text("100%")
    keep(page, "documents-1280")
    page.get_by_text("对照要素").click()
    expect(page.locator("figure.kit-document iframe")).to_have_count(1)


def a_page():
    written = io.BytesIO()
    file = PdfWriter()
    file.add_blank_page(width=595, height=842)
    file.write(written)
    return written.getvalue()
