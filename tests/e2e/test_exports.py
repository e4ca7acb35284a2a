"""A list taken out in the browser: chosen columns, progress, the file with the right rows, what failed."""

import re
from datetime import date
from random import Random

import pytest
from playwright.sync_api import expect

from backend.config.demo.people import identity_number
from backend.platform.desk.models import ExportJob
from backend.platform.tenancy import in_entity
from tests.e2e.conftest import SCREENS
from tests.flows.test_first_loan import approved_application, effective_contract, paid_out
from tests.support.exports import sheet
from tests.support.stack import until

pytestmark = pytest.mark.e2e


def keep(page, name):
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS / f"{name}.png")


@pytest.fixture(scope="module")
def loan(stack):
    number = identity_number(Random("export"), "520111", date(1982, 3, 4))
    contract = effective_contract(
        stack, approved_application(stack, id_no=number), account_no="6217000000000000026"
    )
    paid_out(stack, contract)
    officer = stack.sign_in("b001", "officer")
    return officer.get("loans", contract_id=contract["id"])["results"][0]


@pytest.mark.parametrize("width", [1280])
def test_an_officer_takes_the_loans_out_in_chosen_columns(desk, stack, loan, tmp_path, width):
    officer = desk("officer", width=width)
    page = officer.open("/loans?status=ACTIVE&sort=-start_on")
    expect(page.get_by_text(loan["loan_no"])).to_be_visible()
    keep(page, f"export-list-{width}")

    officer.button("导出").click()
    expect(officer.dialog.get_by_text(re.compile("按当前条件共 .* 行"))).to_be_visible()
    officer.dialog.get_by_label("客户经理", exact=True).uncheck()
    keep(page, f"export-dialog-{width}")
    officer.button("开始导出").click()

    expect(page.get_by_text("「借据」已导出")).to_be_visible()
    keep(page, f"export-ready-{width}")
    page.get_by_role("button", name=re.compile("查\\s?看"), exact=True).click()
    first = page.get_by_role("list", name="我的导出").get_by_role("listitem").first
    expect(first).to_contain_text("已完成")
    expect(first).to_contain_text("状态: 正常")
    keep(page, f"export-tray-{width}")
    with page.expect_download() as taken:
        first.get_by_role("button", name="下载").click()
    taken.value.save_as(tmp_path / "loans.xlsx")

    assert re.fullmatch(r"借据-DC\d{14}\.xlsx", taken.value.suggested_filename)
    heading, *rows = sheet((tmp_path / "loans.xlsx").read_bytes())
    assert heading[0] == "借据编号"
    assert "客户经理" not in heading
    shown = stack.sign_in("b001", "officer").get("loans", status="ACTIVE", page_size=200)
    assert sorted(row[0] for row in rows) == sorted(row["loan_no"] for row in shown["results"])
    row = next(row for row in rows if row[0] == loan["loan_no"])
    assert row[heading.index("客户")] == loan["customer"]["name"]
    assert row[heading.index("借款金额")] == float(loan["drawn"])
    expect(first).to_contain_text("已下载 1 次")


def test_running_failed_and_cancelled_exports_stand_in_the_tray(desk, stack, stack_rows, loan):
    officer = stack.sign_in("b001", "officer2")
    columns = [{"key": "loan_no", "title": "借据号"}]
    asked = {"resource": "loans", "columns": columns, "format": "CSV"}
    made = [officer.post("exports", asked) for _ in range(3)]
    until("all are made", lambda: all(job["state"] == "DONE" for job in officer.get("exports")))
    with in_entity("b001"):
        jobs = ExportJob.objects.filter(pk__in=[job["id"] for job in made]).order_by("id")
        running, failed, cancelled = jobs
        ExportJob.objects.filter(pk=running.pk).update(
            state="RUNNING", rows_done=84_000, rows_total=200_000, lease_until="2099-01-01T00:00:00+08:00"
        )
        ExportJob.objects.filter(pk=failed.pk).update(
            state="FAILED", error_code="desk.export_too_many_rows", error_params={"most": "200,000"}
        )
        ExportJob.objects.filter(pk=cancelled.pk).update(state="CANCELLED")
    try:
        window = desk("officer2")
        page = window.page
        page.get_by_role("button", name="我的导出").click()
        items = page.get_by_role("list", name="我的导出").get_by_role("listitem")
        expect(items.nth(0)).to_contain_text("已取消")
        expect(items.nth(1)).to_contain_text("符合条件的记录超过 200,000 行")
        expect(items.nth(2)).to_contain_text("84,000 / 200,000 行")
        expect(items.nth(2).get_by_role("progressbar")).to_have_attribute("aria-valuenow", "42")
        keep(page, "export-tray-states")
        items.nth(2).get_by_role("button", name=re.compile("取\\s?消")).click()
        with in_entity("b001"):
            until("the wish is noted", lambda: ExportJob.objects.get(pk=running.pk).is_cancel_asked)
    finally:
        with in_entity("b001"):
            ExportJob.objects.filter(pk=running.pk).update(state="CANCELLED", lease_until=None)


def test_who_may_not_export_sees_no_button(desk):
    teller = desk("teller")
    page = teller.open("/loans")
    expect(page.get_by_role("heading", name="贷款管理")).to_be_visible()
    expect(page.get_by_role("button", name="导出", exact=True)).to_have_count(0)
    expect(page.get_by_role("button", name="我的导出")).to_have_count(0)
