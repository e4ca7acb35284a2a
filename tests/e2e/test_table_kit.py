"""What every list of the console promises: columns and views that are kept, batches by row, keys, long tables."""

import json
import re
import uuid

import psycopg
import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

STAFF = "/organisation/staff"


def headers(page):
    """The titles of the shown columns, from left to right."""
    page.locator("[data-row-key]").first.wait_for()
    return [
        title.strip()
        for title in page.locator("thead").first.locator("th").all_inner_texts()
        if title.strip()
    ]


def until_kept(page, part):
    """Wait until the server has answered that it keeps the layout or view."""
    return page.expect_response(lambda answer: part in answer.url and answer.request.method != "GET")


def test_columns_survive_a_reload_and_are_there_in_another_browser(desk):
    person = desk("archivist", width=1280)
    page = person.open(STAFF)
    assert headers(page)[:3] == ["工号", "姓名", "机构"]

    person.button("列设置").click()
    settings = page.get_by_role("dialog", name="列设置")
    with until_kept(page, "/lists/staff/layout"):
        settings.get_by_role("button", name="下移工号").click()
        settings.get_by_role("checkbox", name="部门").uncheck()
        settings.get_by_label("姓名的列宽").fill("222")
        settings.get_by_label("姓名的列宽").press("Enter")
        settings.get_by_text("标准", exact=True).click()
    page.keyboard.press("Escape")
    wanted = ["姓名", "工号", "机构", "岗位", "状态"]
    assert headers(page) == wanted

    page.reload()
    assert headers(page) == wanted
    name = page.get_by_role("columnheader", name="姓名")
    assert round(name.bounding_box()["width"]) == 222

    with until_kept(page, "/lists/staff/layout"):
        box = name.bounding_box()
        page.mouse.move(box["x"] + box["width"] - 2, box["y"] + 12)
        page.mouse.down()
        page.mouse.move(box["x"] + 150, box["y"] + 12, steps=4)
        page.mouse.up()
    elsewhere = desk("archivist").open(STAFF)
    assert headers(elsewhere) == wanted
    assert abs(elsewhere.get_by_role("columnheader", name="姓名").bounding_box()["width"] - 150) <= 3

    person.button("列设置").click()
    with until_kept(page, "/lists/staff/layout"):
        settings.get_by_role("button", name="恢复默认").click()
    page.keyboard.press("Escape")
    assert headers(page)[:3] == ["工号", "姓名", "机构"]

    colleague = desk("branch_head2").open(STAFF)
    assert headers(colleague)[:3] == ["工号", "姓名", "机构"]


def test_a_view_is_saved_shared_and_opens_with_its_conditions(desk):
    admin = desk("risk", width=1280)
    page = admin.open(STAFF)
    search = page.get_by_label("搜索", exact=True)
    search.fill("客户经理")
    search.press("Enter")
    expect(page).to_have_url(re.compile("q="))
    page.get_by_role("button", name="视图：标准视图").click()
    page.get_by_role("menuitem", name="另存为视图").click()
    admin.dialog.get_by_label("视图名称").fill("全部客户经理")
    admin.dialog.get_by_role("button", name="保存").click()
    current = page.get_by_role("button", name="视图：全部客户经理")
    expect(current).to_be_visible()
    expect(current.get_by_text("已修改")).to_have_count(0)

    page.get_by_role("columnheader", name="姓名").click()
    expect(current.get_by_text("已修改")).to_be_visible()
    current.click()
    page.get_by_role("menuitem", name="保存到“全部客户经理”").click()
    expect(current.get_by_text("已修改")).to_have_count(0)

    admin.button("列设置").click()
    page.get_by_role("dialog", name="列设置").get_by_role("checkbox", name="机构").uncheck()
    page.keyboard.press("Escape")
    expect(current.get_by_text("已修改")).to_be_visible()
    page.reload()
    assert "机构" not in headers(page)
    expect(current.get_by_text("已修改")).to_be_visible()
    current.click()
    page.get_by_role("menuitem", name="还原修改").click()
    expect(current.get_by_text("已修改")).to_have_count(0)
    assert "机构" in headers(page)

    current.click()
    page.get_by_role("menuitem", name="共享给本机构").click()
    expect(page.get_by_text("操作成功").first).to_be_visible()
    current.click()
    with until_kept(page, "/default-view"):
        page.get_by_role("menuitem", name="设为打开时的视图").click()

    admin.open("/")
    page = admin.open(STAFF)
    expect(current).to_be_visible()
    expect(page.get_by_label("搜索", exact=True)).to_have_value("客户经理")
    expect(page).to_have_url(re.compile("sort=name"))
    expect(page.get_by_role("row").filter(has_text="客户经理")).to_have_count(2)

    colleague = desk("officer")
    other = colleague.open(STAFF)
    expect(other.get_by_role("row").filter(has_text="柜员")).not_to_have_count(0)
    other.get_by_role("button", name="视图：标准视图").click()
    other.get_by_role("menuitem", name="全部客户经理").click()
    expect(other.get_by_role("row").filter(has_text="柜员")).to_have_count(0)
    used = other.get_by_role("button", name="视图：全部客户经理")
    used.click()
    expect(other.get_by_role("menuitem", name="删除视图")).to_have_count(0)
    other.keyboard.press("Escape")

    current.click()
    page.get_by_role("menuitem", name="删除视图").click()
    admin.dialog.get_by_role("button", name="删除视图").click()
    expect(page.get_by_role("button", name="视图：标准视图")).to_be_visible()


@pytest.fixture
def dead_events(stack):
    """Three dead deliveries at the bank; gives a function that ends one of them behind the page's back."""
    with psycopg.connect(stack.environment["DATABASE_URL"], autocommit=True) as connection:
        ids = []
        for number in (1, 2, 3):
            event = connection.execute(
                "INSERT INTO b001.records_outboxevent (uuid, name, aggregate, payload, correlation_id, occurred_at)"
                " VALUES (%s, 'contracts.voided.v1', %s, %s, %s, now()) RETURNING id",
                [
                    uuid.uuid4(),
                    f"contracts.contract:70{number}",
                    json.dumps({"contract_id": 1}),
                    uuid.uuid4().hex,
                ],
            ).fetchone()[0]
            row = connection.execute(
                "INSERT INTO b001.records_outboxdelivery (event_id, consumer, aggregate, state, attempts,"
                " next_attempt_at, last_error, reason)"
                " VALUES (%s, 'table_kit.gone', %s, 'DEAD', 10, now(), '无此接收方', '') RETURNING id",
                [event, f"contracts.contract:70{number}"],
            ).fetchone()[0]
            ids.append(row)
        yield lambda index: connection.execute(
            "UPDATE b001.records_outboxdelivery SET state = 'DISCARDED', finished_at = now(), reason = '接收方已停用' WHERE id = %s",
            [ids[index]],
        )
        connection.execute("DELETE FROM b001.records_outboxdelivery WHERE id = ANY(%s)", [ids])


def test_a_batch_tells_the_result_of_each_row(desk, dead_events):
    admin = desk("bank_admin", width=1280)
    page = admin.open("/events?consumer=table_kit.gone")
    rows = page.get_by_role("row").filter(has_text="table_kit.gone")
    expect(rows).to_have_count(3)
    page.get_by_role("columnheader").first.get_by_role("checkbox").check()
    expect(page.get_by_text("已选 3 条")).to_be_visible()
    dead_events(1)

    page.get_by_role("button", name="重新投递（3）").click()
    admin.dialog.get_by_role("button", name="重新投递").click()
    results = page.get_by_role("dialog").filter(has_text="逐条结果").or_(page.locator(".ant-drawer-open"))
    expect(results.get_by_text("完成 2，未成功 1，未执行 0")).to_be_visible()
    refused = results.get_by_role("row").filter(has_text="contracts.contract:702")
    expect(refused).to_contain_text("被拒绝")
    expect(refused).to_contain_text("当前状态")
    results.get_by_role("button", name="重试未完成的（1）").click()
    expect(results.get_by_text("完成 2，未成功 1，未执行 0")).to_be_visible()
    results.get_by_role("button", name="关闭").last.click()
    expect(page.get_by_text("已选 1 条")).to_be_visible()
    page.get_by_role("button", name="清空选择").click()
    expect(page.get_by_text("已选")).to_have_count(0)


def test_a_list_is_walked_by_the_keyboard_alone(desk, dead_events):
    admin = desk("bank_admin")
    page = admin.open(f"{STAFF}?page_size=20")
    expect(page.get_by_role("row").nth(20)).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    focused = page.locator("[data-row-key]:focus")
    expect(focused).to_have_count(1)
    second = page.locator("tbody [data-row-key]").nth(1)
    assert focused.inner_text() == second.inner_text()
    page.keyboard.press("]")
    expect(page).to_have_url(re.compile(r"[?&]page=2"))
    page.keyboard.press("[")
    expect(page).not_to_have_url(re.compile(r"[?&]page=2"))

    page.keyboard.press("?")
    help_dialog = page.get_by_role("dialog", name="键盘快捷键")
    expect(help_dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(help_dialog).to_be_hidden()

    page.keyboard.press("/")
    page.keyboard.type("[?]柜员")
    search = page.get_by_label("搜索", exact=True)
    expect(search).to_have_value("[?]柜员")
    search.fill("柜员")
    page.keyboard.press("Enter")
    expect(page.get_by_role("row").filter(has_text="柜员")).to_have_count(2)
    expect(page.get_by_role("row").filter(has_text="客户经理")).to_have_count(0)
    page.locator("tbody [data-row-key]").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/organisation/staff/\d+"))

    page = admin.open("/events?consumer=table_kit.gone")
    expect(page.locator("tbody [data-row-key]")).to_have_count(3)
    page.locator("tbody [data-row-key]").first.focus()
    page.keyboard.press(" ")
    page.keyboard.press("End")
    page.keyboard.press(" ")
    expect(page.get_by_text("已选 2 条")).to_be_visible()


def test_a_list_keeps_its_rows_when_a_reading_fails_and_says_why_it_is_empty(desk):
    person = desk("branch_head2", width=1280)
    page = person.open(STAFF)
    rows = page.locator("tbody [data-row-key]")
    expect(rows).not_to_have_count(0)
    shown = rows.count()
    problem = {
        "code": "platform.database_unavailable",
        "title": "数据库暂不可用,请稍后重试",
        "status": 503,
        "errors": [],
    }
    page.route("**/api/v1/staff?*", lambda route: route.fulfill(status=503, json=problem))
    person.button("刷新").click()
    alert = page.get_by_role("alert").filter(has_text="数据库暂不可用")
    expect(alert).to_be_visible()
    expect(rows).to_have_count(shown)
    page.unroute("**/api/v1/staff?*")
    alert.get_by_role("button", name="重试").click()
    expect(alert).to_have_count(0)

    search = page.get_by_label("搜索", exact=True)
    search.fill("查无此人")
    search.press("Enter")
    expect(page.get_by_text("没有符合条件的记录")).to_be_visible()
    page.get_by_role("table", name="人员").get_by_role("button", name="清空条件").click()
    expect(rows).to_have_count(shown)


LONG = 10_000


def test_ten_thousand_rows_are_scrolled_with_a_small_page(desk, record_property):
    teller = desk("teller")
    line = {
        "kind": "ASSET", "normal_side": "DEBIT", "opening": "1234567.89", "debit": "100.00", "credit": "100.00",
        "closing": "1234567.89", "subject_name_en": "Subject",
    }  # fmt: skip
    sums = ("opening_debit", "opening_credit", "debit", "credit", "closing_debit", "closing_credit")
    answer = {
        "since": "2026-03-02", "on": "2026-03-02", "totals": {**dict.fromkeys(sums, "0.00"), "balanced": True},
        "rows": [{"subject_code": f"{n:08d}", "subject_name": f"科目{n}", **line} for n in range(1, LONG + 1)],
    }  # fmt: skip
    teller.page.route("**/api/v1/trial-balance*", lambda route: route.fulfill(json=answer))
    page = teller.open("/trial-balance")
    expect(page.get_by_text("科目1", exact=True)).to_be_visible()
    drawn = page.locator("[data-row-key]")
    assert drawn.count() < 200

    frames = page.evaluate(
        """async () => {
          const holder = document.querySelector('.ant-table-tbody-virtual-holder');
          const times = [];
          let last = performance.now();
          for (let step = 1; step <= 60; step++) {
            holder.scrollTop = (holder.scrollHeight / 60) * step;
            await new Promise(requestAnimationFrame);
            const now = performance.now();
            times.push(now - last);
            last = now;
          }
          // heights that were guessed become known on the way, so the end moves a little
          for (let step = 0; step < 5; step++) {
            holder.scrollTop = holder.scrollHeight;
            await new Promise(requestAnimationFrame);
          }
          times.sort((a, b) => a - b);
          return { median: times[30], worst: times[59] };
        }"""
    )
    record_property("milliseconds a frame", frames)
    expect(page.get_by_text(f"科目{LONG}", exact=True)).to_be_visible()
    assert drawn.count() < 200
    title = page.get_by_role("columnheader").last.bounding_box()
    cell = drawn.last.get_by_role("cell").last.bounding_box()
    assert abs(title["x"] - cell["x"]) < 3, "titles and cells stand one above the other"
    expect(page.locator(".kit-totals").first).to_contain_text("1,000,000.00")
    assert frames["median"] < 250
