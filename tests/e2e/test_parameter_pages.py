"""A parameter is proposed and approved by two persons, and the next use follows it; a list of codes is extended."""

import re
from datetime import date
from random import Random

import pytest
from playwright.sync_api import expect

from backend.config.demo.people import identity_number

pytestmark = pytest.mark.e2e


def approve_what_waits(stack, host, username, subject_no):
    """The second person reads what waits and approves just that."""
    person = stack.sign_in(host, username)
    row = person.get("changes", state="PENDING", subject_no=subject_no)["results"][0]
    seen = person.get(f"changes/{row['id']}")
    return person.post(f"changes/{row['id']}/approve", {"content_hash": seen["content_hash"]})


def wish_for_a_loan(desk):
    desk.button("新建进件").click()
    desk.choose("产品", "惠农贷", search="惠农")
    desk.fill(金额="20000")
    desk.dialog.get_by_label("期限（月）").fill("12")
    desk.choose("贷款用途", "种养殖")
    desk.dialog.get_by_role("button", name="提交", exact=True).click()


def test_a_parameter_is_proposed_approved_and_followed_by_the_next_use(desk, stack):
    officer = desk("officer")
    page = officer.open("/customers")
    officer.button("登记客户").click()
    id_no = identity_number(Random("parameter"), "520111", date(1979, 3, 3))
    officer.fill(姓名="陶正贵", 身份证号=id_no, 手机号="13985054321", 地址="花溪区马铃乡凯坝村2组")
    officer.choose("职业", "茶叶种植")
    officer.send("提交")
    expect(page.get_by_text("茶叶种植")).to_be_visible()
    customer = page.url.split("?")[0]

    # rejected with a reason of the dictionary; nothing keeps him from asking again
    wish_for_a_loan(officer)
    officer.button("不予受理").click()
    officer.choose("原因", "负债过高")
    officer.send("不予受理")
    expect(page.get_by_text("负债过高").first).to_be_visible()
    page.goto(customer)
    wish_for_a_loan(officer)
    officer.button("不予受理").click()
    officer.choose("原因", "资料不全")
    officer.send("不予受理")
    expect(page.get_by_text("资料不全").first).to_be_visible()

    # the administrator proposes a wait of thirty days; a value beyond the bounds is refused at its field
    admin = desk("bank_admin")
    board = admin.open("/parameters")
    board.get_by_role("row", name=re.compile("拒绝后再次进件间隔")).click()
    admin.button("提出变更").click()
    admin.fill(新取值="400", 变更说明="减少重复进件")
    admin.dialog.get_by_role("button", name="提交", exact=True).click()
    expect(admin.dialog.locator("#parameter-change_value_help")).to_have_text("应在 0 至 365 之间")
    admin.fill(新取值="30")
    admin.send("提交")
    expect(board.get_by_text("正在等待复核")).to_be_visible()
    expect(admin.button("提出变更")).to_have_count(0)

    approve_what_waits(stack, "b001", "risk", "intake.rejected_wait_days")

    board.reload()
    expect(board.get_by_text("本行第 1 版")).to_be_visible()
    page.goto(customer)
    wish_for_a_loan(officer)
    refusal = officer.dialog.locator("#intake-create_product_id_help")
    expect(refusal).to_have_text(re.compile("近期未予受理"))


def test_an_entry_is_added_to_a_dictionary_and_can_then_be_chosen(desk, stack):
    admin = desk("bank_admin2")
    page = admin.open("/dictionaries")
    page.get_by_role("row", name=re.compile("职业")).click()
    admin.button("新增本行字典项").click()
    admin.fill(代码="BEES", 中文名称="养蜂", 英文名称="Bee keeping")
    admin.dialog.get_by_role("button", name="提交", exact=True).click()
    expect(admin.dialog.locator("#dictionary-entry_code_help")).to_have_text(
        re.compile("行社自定项以 L_ 开头")
    )
    admin.fill(代码="L_BEES")
    admin.send("提交")
    expect(page.get_by_text("待复核的变更").first).to_be_visible()

    approve_what_waits(stack, "b001", "risk", "customers.occupation/L_BEES")

    officer = desk("officer")
    officer.open("/customers")
    officer.button("登记客户").click()
    officer.choose("职业", "养蜂", search="养蜂")
