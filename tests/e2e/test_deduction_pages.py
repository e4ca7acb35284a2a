"""A file of deductions in the browser: chosen, seen, sent, taken by a worker, read row by row, downloaded."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from tests import world
from tests.e2e.conftest import SCREENS
from tests.e2e.lending import lent
from tests.factories.deductions import csv_of, row_of, xlsx_of

pytestmark = pytest.mark.e2e
DUE_ON = date(2026, 4, 2)


def keep(page, name):
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS / f"{name}.png", full_page=True)


@pytest.fixture
def due(stack_rows, monkeypatch):
    """Four loans of bank B of which an instalment is due today."""
    with lent(monkeypatch, ("100000.00", "250000.00", "36500.00", "80000.00"), DUE_ON) as loans:
        yield loans


def test_a_file_is_previewed_taken_and_answered_row_by_row(desk, due):
    teller = desk("teller", world.BANK_B)
    page = teller.page
    page.get_by_role("navigation", name="主菜单").get_by_text("批量扣款").click()
    rows = [
        row_of(due[0], "8530.99", "DK0401001"),
        row_of(due[1], "22000.00", "DK0401002"),
        row_of(due[2], "一千", "DK0401003"),
        ("JJ202699999999", "500.00", DUE_ON.isoformat(), "DK0401004"),
        row_of(due[3], "6824.79", "DK0401005"),
    ]
    page.get_by_role("button", name="上传扣款文件").click()
    drawer = page.get_by_role("dialog", name="上传扣款文件")
    send = drawer.get_by_role("button", name="上传扣款文件")
    drawer.locator("input[type=file]").set_input_files(
        {"name": "没有金额.csv", "mimeType": "text/csv", "buffer": csv_of([("JJ1",)], columns=("借据号",))}
    )
    expect(drawer.get_by_text("首行缺少列:金额、日期")).to_be_visible()
    expect(send).to_be_disabled()
    drawer.locator("input[type=file]").set_input_files(
        {"name": "四月代扣.xlsx", "mimeType": "application/octet-stream", "buffer": xlsx_of(rows)}
    )
    expect(drawer.get_by_text("预览中有 2 行错误")).to_be_visible()
    expect(drawer.get_by_role("row", name=re.compile("DK0401003"))).to_contain_text("金额不是数字")
    keep(page, "deductions-upload-1440")
    send.click()

    expect(page.locator("header, main").get_by_text("已完成").first).to_be_visible(timeout=30_000)
    table = page.get_by_role("table", name="扣款明细")
    expect(table.get_by_role("row", name=re.compile("DK0401001"))).to_contain_text("已扣款")
    expect(table.get_by_role("row", name=re.compile("DK0401002"))).to_contain_text("部分扣款")
    expect(table.get_by_role("row", name=re.compile("DK0401004"))).to_contain_text("没有这个借据号")
    keep(page, "deductions-file-1440")
    page.set_viewport_size({"width": 1280, "height": 800})
    keep(page, "deductions-file-1280")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载结果").click()
    assert download.value.suggested_filename.startswith("PK2026")
    page.get_by_role("tab", name="文件与经过").click()
    keep(page, "deductions-about-1280")
    page.get_by_role("tab", name="扣款明细").click()
    table.get_by_role("link", name=due[0].loan_no).click()
    page.get_by_role("tab", name=re.compile("还款")).last.click()

    page.goto(f"{teller.base}/deduction-files")
    expect(page.get_by_role("row", name=re.compile("四月代扣"))).to_contain_text("已完成")
    keep(page, "deductions-list-1280")
    page.set_viewport_size({"width": 1440, "height": 900})
    keep(page, "deductions-list-1440")
