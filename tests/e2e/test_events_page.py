"""Events that did not arrive, as the administrator meets and mends them in the console."""

import json
import uuid

import psycopg
import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

ERRORS = ("OperationalError: 省级数据库连接超时", "ValueError: 营业日期 2026-03-02 早于已登记日期")


@pytest.fixture
def dead_events(stack):
    """Dead deliveries of two nights at the bank, and the province's copy of the count."""
    with psycopg.connect(stack.environment["DATABASE_URL"]) as connection:
        for number, error in enumerate(ERRORS, 1):
            payload = {
                "entity": "b001", "business_on": f"2025-03-0{number}", "next_business_on": f"2025-03-0{number + 1}",
                "state": "DONE", "business_date": "2026-03-02",
            }  # fmt: skip
            event = connection.execute(
                "INSERT INTO b001.records_outboxevent (uuid, name, aggregate, payload, correlation_id, occurred_at)"
                " VALUES (%s, 'endofday.night_changed.v1', %s, %s, %s, now() - interval '3 hours') RETURNING id",
                [uuid.uuid4(), f"endofday.night:90{number}", json.dumps(payload), uuid.uuid4().hex],
            ).fetchone()[0]
            connection.execute(
                "INSERT INTO b001.records_outboxdelivery (event_id, consumer, aggregate, state, attempts,"
                " next_attempt_at, last_error, reason) VALUES (%s, 'operations.night_note', %s, 'DEAD', 10, now(), %s, '')",
                [event, f"endofday.night:90{number}", error],
            )


def test_dead_events_are_seen_tried_again_and_given_up(desk, stack, dead_events):
    admin = desk("bank_admin")
    alert = admin.page.get_by_role("alert").filter(has_text="条事件无法投递")
    expect(alert).to_be_visible()
    alert.get_by_role("link", name="去处理").click()

    page = admin.page
    rows = page.get_by_role("row").filter(has_text="operations.night_note")
    expect(rows).to_have_count(2)
    rows.filter(has_text="早于已登记日期").click()
    expect(admin.dialog.get_by_text("2025-03-02").first).to_be_visible()
    admin.dialog.get_by_role("button", name="放弃").click()
    admin.dialog.get_by_label("原因").fill("该日终状态已在省级台账补记")
    admin.dialog.get_by_role("button", name="放弃").click()
    expect(page.get_by_text("已提交复核")).to_be_visible()
    page.keyboard.press("Escape")

    for box in rows.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="重新投递（2）").click()
    admin.dialog.get_by_role("button", name="重新投递").click()
    results = page.locator(".ant-drawer-open")
    expect(results.get_by_text("完成 2，未成功 0，未执行 0")).to_be_visible()
    results.get_by_role("button", name="关闭").last.click()
    expect(rows).to_have_count(0)
    admin.open("/")
    expect(page.get_by_text("条事件无法投递")).to_have_count(0)

    operations = desk("operations", "province", width=1280)
    operations.open("/events")
    expect(operations.page.get_by_role("table", name="各机构积压")).to_be_visible()
