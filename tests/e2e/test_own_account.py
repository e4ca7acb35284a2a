"""What a person does with his own account in the console: password, devices, a lock-out told."""

import re

import pytest
from playwright.sync_api import expect

from tests import world

pytestmark = pytest.mark.e2e
NEW = "Paddy-terrace-7"


def choose_in_user_menu(desk, name):
    desk.page.locator(".shell-user").click()
    desk.page.get_by_role("menuitem", name=name, exact=True).click()


def change_password(box, new, current=world.PASSWORD, repeated=None):
    box.get_by_label("原密码", exact=True).fill(current)
    box.get_by_label("新密码", exact=True).fill(new)
    box.get_by_label("再次输入新密码", exact=True).fill(repeated or new)
    box.get_by_role("button", name="修改密码", exact=True).click()


def test_a_person_changes_his_password_and_the_other_device_is_out(desk):
    here, there = desk("archivist2"), desk("archivist2")
    choose_in_user_menu(here, "修改密码")

    change_password(here.dialog, NEW, repeated="another")
    expect(here.dialog.get_by_text("两次输入的新密码不一致")).to_be_visible()
    change_password(here.dialog, NEW, current="wrong")
    expect(here.dialog.get_by_text("原密码不正确")).to_be_visible()
    change_password(here.dialog, "archivist2-A1")
    expect(here.dialog.get_by_text("密码不能含有用户名")).to_be_visible()
    change_password(here.dialog, NEW)
    expect(here.page.get_by_text("密码已修改")).to_be_visible()

    there.open("/customers")
    expect(there.page.get_by_label("用户名")).to_be_visible()


def test_a_person_ends_his_session_on_another_device(desk):
    here, there = desk("teller2"), desk("teller2")
    choose_in_user_menu(here, "登录设备")
    expect(here.dialog.get_by_text("当前设备")).to_be_visible()

    here.dialog.get_by_role("button", name=re.compile("结\\s?束")).click()

    expect(here.dialog.get_by_role("button", name=re.compile("结\\s?束"))).to_have_count(0)
    there.open("/customers")
    expect(there.page.get_by_label("用户名")).to_be_visible()


def test_who_must_change_his_password_sees_nothing_else(desk):
    person = desk("risk2")
    session = person.page.evaluate("fetch('/api/v1/session').then((answer) => answer.json())")
    as_newcomer = {**session, "must_change_password": True}
    person.page.route("**/api/v1/session", lambda route: route.fulfill(json=as_newcomer))
    page = person.open("/customers")

    expect(page.get_by_text("继续使用前请先修改密码")).to_be_visible()
    expect(page.get_by_role("navigation")).to_have_count(0)
    page.unroute("**/api/v1/session")
    change_password(page, NEW)

    expect(page.get_by_role("navigation", name="主菜单")).to_be_visible()


def test_a_lock_out_is_told_with_its_end_and_an_administrator_ends_it(desk, stack, browser):
    page = browser.new_context(locale="zh-CN").new_page()
    page.goto(stack.url("b001"))
    page.get_by_label("用户名").fill("reviewer2")
    page.get_by_label("密码").fill("wrong")
    send = page.get_by_role("button", name="登录")
    for _ in range(5):
        with page.expect_response("**/api/v1/session") as answer:
            send.click()
        assert answer.value.status == 401
        expect(send).not_to_have_class(re.compile("loading"))  # until then it takes no click
    page.get_by_label("密码").fill(world.PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_text(re.compile(r"请于 \d\d:\d\d:\d\d 后再试"))).to_be_visible()

    log = desk("auditor").open("/authentication-log")
    expect(log.get_by_text("锁定期间登录被拒").first).to_be_visible()
    admin = desk("bank_admin")
    accounts = admin.open("/accounts")
    row = accounts.get_by_role("row", name=re.compile("reviewer2"))
    row.get_by_role("button", name=re.compile("解\\s?锁")).click()
    expect(accounts.get_by_role("button", name=re.compile("解\\s?锁"))).to_have_count(0)

    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("navigation", name="主菜单")).to_be_visible()
