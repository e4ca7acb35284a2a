"""The logs in the browser: searched, opened, followed by their request, taken out; the chain verified."""

import re

import pytest
from playwright.sync_api import expect

from backend.platform import clock
from backend.platform.permissions import Actor
from backend.platform.records import audit, batch_log, interfaces
from backend.platform.tenancy import in_entity
from tests.e2e.conftest import SCREENS
from tests.support.exports import sheet

pytestmark = pytest.mark.e2e


def keep(desk, name):
    SCREENS.mkdir(parents=True, exist_ok=True)
    desk.page.screenshot(path=SCREENS / f"{name}.png")


def test_an_auditor_reads_the_logs_and_verifies_the_chain(desk, stack_rows, tmp_path):
    with in_entity("b001"):
        actor = Actor(account_id=1, name="王客户经理", entity_code="b001", ip="10.1.2.3")
        for n in range(24):
            audit.record(
                actor, "products.edit", object_type="products.leveltwoproduct",
                object_no=f"FARMER_MICRO_01 第 {n} 版", changes={"amount_max": ["200000.00", "300000.00"], "methods": [["BULLET"], ["BULLET", "INTEREST_ONLY"]]},
                from_state="DRAFT", to_state="ON_SALE",
            )  # fmt: skip
        audit.record(
            actor, "customers.reveal", object_type="customers.customer", object_no="CU20260302000017", kind="REVEAL",
            changes={"fields": [None, ["id_no", "phone"]]}, comment="电话核实客户身份",
        )  # fmt: skip
        with interfaces.call("core_banking", "pay", business_no="b001-CZ20260302000001", request={"account_no": "6217000012345600", "amount": "50000.00"}) as call:  # fmt: skip
            call.answered("SUCCESS", response={"status": "SUCCESS", "reference": "CB20260302001"})
        with interfaces.call(
            "core_banking", "inquire", business_no="b001-CZ20260302000002", attempt=3
        ) as call:
            call.answered("UNKNOWN", detail="ReadTimeout")
        batch_log.note(
            "endofday.night",
            "accrue",
            title="计提利息",
            started_at=clock.now(),
            batch_no="2026-03-02",
            rows=1288,
        )
        batch_log.note("endofday.night", "ledger", title="核对总账", started_at=clock.now(), batch_no="2026-03-02", failed=True, detail="借贷不平: 差额 0.01")  # fmt: skip
    auditor = desk("auditor")
    page = auditor.open("/audit")
    row = page.get_by_role("row", name=re.compile("修改二级产品")).first
    expect(row).to_contain_text("草稿 → 在售")
    keep(auditor, "logs-operations")
    row.click()
    expect(auditor.dialog).to_contain_text("利随本清、先息后本")
    keep(auditor, "logs-detail")
    page.keyboard.press("Escape")

    page.get_by_label("操作人").fill("没有这个人")
    page.get_by_label("操作人").press("Enter")
    expect(page.get_by_text("没有符合条件的记录")).to_be_visible()

    for path, name, text in (
        ("/reveal-log", "logs-reveal", "电话核实客户身份"),
        ("/interface-log", "logs-interface", "ReadTimeout"),
        ("/batch-log", "logs-batch", "核对总账"),
        ("/authentication-log", "logs-sign-in", "127.0.0.1"),
    ):
        page = auditor.open(path)
        expect(page.get_by_text(text).first).to_be_visible()
        keep(auditor, name)

    page = auditor.open("/audit?action=products.edit")
    auditor.button("导出").click()
    expect(auditor.dialog.get_by_label("关联编号", exact=True)).to_be_checked()
    keep(auditor, "logs-export-dialog")
    auditor.button("开始导出").click()
    page.get_by_role("button", name=re.compile("查\\s?看"), exact=True).click()
    with page.expect_download() as taken:
        page.get_by_role("list", name="我的导出").get_by_role("button", name="下载").first.click()
    taken.value.save_as(tmp_path / "log.xlsx")
    assert "修改二级产品" in {row[2] for row in sheet((tmp_path / "log.xlsx").read_bytes())}
    page = auditor.open("/export-log")
    expect(page.get_by_text("操作 修改二级产品").first).to_be_visible()
    keep(auditor, "logs-export")

    page = auditor.open("/audit-chain")
    page.get_by_role("button", name="立即校验").click()
    expect(page.get_by_text("校验通过，审计记录完整。")).to_be_visible(timeout=30_000)
    keep(auditor, "logs-chain")
    page.set_viewport_size({"width": 1280, "height": 800})
    auditor.open("/audit")
    expect(page.get_by_role("row", name=re.compile("修改二级产品")).first).to_be_visible()
    keep(auditor, "logs-operations-1280")
