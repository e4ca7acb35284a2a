"""A customer's name and numbers are corrected by two persons in the console."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import SCREENS
from tests.factories.customers import customer_values

pytestmark = pytest.mark.e2e


def test_a_customer_is_corrected_by_two_persons(desk, stack):
    made = stack.sign_in("b001", "officer").post("customers", customer_values(name="杨秀珍"))
    officer = desk("officer", width=1280)
    page = officer.open(f"/customers/{made['id']}")
    officer.button("更正身份信息").click()
    expect(officer.dialog.get_by_text("客户本人及其家庭成员不能复核")).to_be_visible()
    officer.fill(姓名="杨秀芝", 手机号="123")
    officer.dialog.get_by_role("button", name="提交", exact=True).click()
    expect(officer.dialog.get_by_text(re.compile("手机号"))).not_to_have_count(0)
    page.screenshot(path=SCREENS / "correction-form.png")
    officer.fill(手机号="13912345678", 更正依据="户口簿姓名为杨秀芝,手机号已换")
    officer.send("提交")
    expect(page.get_by_text("有待复核的变更")).to_be_visible()
    expect(page.get_by_role("heading", name="杨秀珍")).to_be_visible()
    page.screenshot(path=SCREENS / "correction-waiting.png")

    head = desk("branch_head")
    checking = head.open("/changes")
    checking.get_by_role("row", name=re.compile("更正客户身份信息")).click()
    expect(checking.get_by_role("row", name=re.compile("杨秀珍"))).to_contain_text("杨秀芝")
    expect(checking.get_by_text("13912345678")).to_have_count(0)
    checking.screenshot(path=SCREENS / "correction-check.png")
    head.button("通过").click()
    head.send("通过")

    officer.open(f"/customers/{made['id']}")
    expect(page.get_by_role("heading", name="杨秀芝")).to_be_visible()
    expect(page.get_by_text("139****5678")).to_be_visible()
