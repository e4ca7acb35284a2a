"""What the console promises around the work: sign-in, menus, the night, the province, its language."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.stack import until

pytestmark = pytest.mark.e2e


def test_a_wrong_password_is_told_on_the_sign_in_page(browser, stack):
    page = browser.new_context(locale="zh-CN").new_page()
    page.goto(stack.url("b001"))
    expect(page.get_by_role("heading", name="贵阳农村商业银行")).to_be_visible()
    page.get_by_label("用户名").fill("officer")
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录").click()

    expect(page.get_by_text("用户名或密码不正确")).to_be_visible()


def test_the_menu_holds_only_what_the_person_may_do(desk):
    teller, admin = desk("teller"), desk("bank_admin")
    menu = teller.page.get_by_role("navigation", name="主菜单")
    expect(menu.get_by_text("贷款管理")).to_be_visible()
    expect(menu.get_by_text("日终")).to_have_count(0)
    expect(admin.page.get_by_role("navigation", name="主菜单").get_by_text("日终")).to_be_visible()

    teller.open("/nights")

    expect(teller.page.get_by_text("没有权限")).to_be_visible()


def test_the_admin_closes_a_date_and_watches_it(desk):
    admin = desk("bank_admin")
    page = admin.open("/nights")
    admin.button("开始日终").click()
    admin.dialog.get_by_role("button", name="开始日终", exact=True).click()

    expect(page.get_by_text(re.compile("日终完成"))).to_be_visible(timeout=60_000)


def test_the_province_takes_on_a_bank_from_the_console_without_a_restart(desk, stack, browser):
    operations = desk("operations", "province")
    page = operations.open("/entities")
    operations.button("开通行社").click()
    operations.fill(代码="b096", 名称="试验村镇银行", 市州="试验市", 县区="试验县", 行政区划代码="520199")
    operations.choose("机构类型", "村镇银行")
    operations.send("提交")
    page.wait_for_url(re.compile("/entities/b096"))
    expect(page.get_by_text("正常").first).to_be_visible(timeout=60_000)

    newcomer = browser.new_context(locale="zh-CN").new_page()
    until("the new host answers", lambda: newcomer.goto(stack.url("b096")).status == 200)

    expect(newcomer.get_by_role("heading", name="试验村镇银行")).to_be_visible()


def test_a_session_of_one_bank_is_nothing_at_another(desk, stack):
    officer = desk("officer")
    cookies = officer.page.context.cookies()
    officer.page.context.add_cookies(
        [{"name": c["name"], "value": c["value"], "url": stack.url("b002")} for c in cookies]
    )

    answer = officer.page.goto(f"{stack.url('b002')}/customers")

    assert answer.status == 401


def test_the_console_speaks_english_when_asked(desk):
    auditor = desk("auditor")
    auditor.button("English").click()

    expect(auditor.page.get_by_role("navigation").get_by_text("Customers").first).to_be_visible()
    with auditor.page.expect_response(
        "**/desk/preferences"
    ):  # kept for the person, who is others' auditor too
        auditor.button("中文").click()
    expect(auditor.page.get_by_role("navigation").get_by_text("客户管理").first).to_be_visible()
