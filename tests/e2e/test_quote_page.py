"""The repayment trial: filled in, compared, refused at its field, exported and kept in the address."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e


def write_date(page, label, day):
    """As a person does: over a date that stands there, the picker takes keys only."""
    page.get_by_label(label, exact=True).click()
    page.keyboard.press("Control+a")
    page.keyboard.type(day)
    page.keyboard.press("Tab")


def choose(page: Page, label: str, text: str) -> None:
    page.get_by_label(label, exact=True).click()
    page.locator(".ant-select-dropdown:visible .ant-select-item-option", has_text=text).first.click()


def test_two_methods_are_tried_and_compared(desk):
    officer = desk("officer")
    page = officer.page
    page.get_by_role("navigation", name="主菜单").get_by_text("还款测算").click()
    expect(page.get_by_text("填写金额、利率和期限后显示结果")).to_be_visible()
    page.get_by_label("本金", exact=True).fill("100000")
    page.get_by_label("年化利率", exact=True).fill("4.35")
    write_date(page, "起息日", "2026-03-02")

    # one method: totals and the yearly cost
    result = page.get_by_role("region", name="测算结果")
    expect(result.get_by_text("102,371.90").first).to_be_visible()
    expect(result.get_by_text("年化综合融资成本(单利)")).to_be_visible()
    expect(result.get_by_text("4.35%").first).to_be_visible()

    # a fee raises the cost
    officer.button("添加费用").click()
    page.get_by_label("费用第 1 行金额").fill("1000")
    expect(result.get_by_text("99,000.00")).to_be_visible()

    # another method beside it
    choose(page, "对比方式", "先息后本")
    table = page.get_by_role("table", name="对比", exact=True)
    expect(table.get_by_role("row", name=re.compile("利息合计"))).to_contain_text("4,410.39")
    expect(table.get_by_role("row", name=re.compile("利息合计"))).to_contain_text("+2,038.49")

    # a term that makes no sense is told at its field
    write_date(page, "到期日", "2027-05-05")
    expect(page.locator(".ant-form-item-explain-error", has_text="到期日与期限不一致")).to_be_visible()
    expect(table).to_have_count(0)
    write_date(page, "到期日", "2027-03-02")
    expect(table).to_be_visible()

    # the address holds it all
    asked = parse_qs(urlsplit(page.url).query)
    assert (asked["method"], asked["compare"]) == (["EQUAL_INSTALMENT"], ["INTEREST_ONLY"])
    page.reload()
    expect(table.get_by_role("row", name=re.compile("利息合计"))).to_contain_text("4,410.39")

    with page.expect_download() as download:
        officer.button("导出 Excel").first.click()
    assert download.value.suggested_filename == "还款测算-equal_instalment-2026-03-02.xlsx"

    page.emulate_media(media="print")
    expect(page.get_by_label("本金", exact=True)).to_be_hidden()
    expect(table).to_be_visible()
    page.emulate_media(media="screen")


def test_a_product_prefills_the_trial_and_bounds_it(desk):
    officer = desk("officer", width=1280)
    page = officer.open("/loan-quote")
    choose(page, "产品", "惠农贷")
    expect(page.get_by_role("img", name="每期本金与利息、剩余本金")).to_be_visible()

    page.get_by_label("期限（月）", exact=True).fill("599")

    expect(page.get_by_text(re.compile("超出产品范围"))).to_be_visible()
    # so long a schedule draws the rows that are seen; on paper all of them
    page.locator(".ant-table-tbody-virtual-holder").evaluate("one => one.scrollTo(0, one.scrollHeight)")
    expect(page.get_by_role("row", name=re.compile(r"^599 "))).to_have_count(1)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.get_by_role("row", name=re.compile(r"^(1|300|599) "))).to_have_count(3)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
