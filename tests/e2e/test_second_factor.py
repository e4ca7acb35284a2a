"""The second factor in the console: set up with an authenticator, signed in with, renewed, reset."""

import re

import pytest
from playwright.sync_api import expect

from shared.identity.models import SecondFactor
from tests import world
from tests.factories.identity import Authenticator

pytestmark = pytest.mark.e2e


@pytest.fixture(autouse=True)
def _as_before(stack_rows):
    """The people of the running product are everybody's: what is set up here is taken away again."""
    yield
    SecondFactor.objects.all().delete()


def set_up(box):
    """Go from the picture to the recovery codes; the app and the codes."""
    secret = box.locator(".set-up-secret").inner_text().replace(" ", "")
    app = Authenticator(secret)
    box.get_by_label("动态验证码", exact=True).fill(app.code())
    box.get_by_role("button", name="启用动态验证码", exact=True).click()
    expect(box.locator(".recovery-codes li")).to_have_count(10)
    return app, box.locator(".recovery-codes li").all_inner_texts()


def at_the_door(browser, stack, username, *, host="b001", width=1440):
    page = browser.new_context(locale="zh-CN", viewport={"width": width, "height": 900}).new_page()
    page.goto(f"{stack.url(host)}/?motion=off")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(world.PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    return page


def menu(page):
    return page.get_by_role("navigation", name="主菜单")


def picture(page, name):
    from tests.e2e.conftest import SCREENS

    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS / f"second-factor-{name}.png")


def test_a_person_sets_up_an_authenticator_and_signs_in_with_its_code(desk, browser, stack):
    person = desk("reviewer")
    person.page.locator(".shell-user").click()
    person.page.get_by_role("menuitem", name="安全设置", exact=True).click()
    expect(person.page.get_by_text("未启用")).to_be_visible()
    picture(person.page, "page-none")
    person.button("启用").click()
    expect(person.dialog.get_by_role("img", name=re.compile("扫描二维码"))).to_be_visible()
    picture(person.page, "set-up")
    app, codes = set_up(person.dialog)
    picture(person.page, "codes")
    person.dialog.get_by_role("button", name="我已妥善保存").click()
    expect(person.page.get_by_text("已启用", exact=True)).to_be_visible()
    expect(person.page.locator("dd").filter(has_text=re.compile(r"^10$"))).to_be_visible()

    page = at_the_door(browser, stack, "reviewer")
    code = page.get_by_label("动态验证码", exact=True)
    expect(code).to_be_focused()
    expect(menu(page)).to_have_count(0)
    code.fill(app.wrong_code)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_text("验证码不正确或已使用过")).to_be_visible()
    picture(page, "wrong-code")
    code.fill(app.code(1))
    code.press("Enter")
    expect(menu(page)).to_be_visible()

    other = at_the_door(browser, stack, "reviewer", width=390)
    other.get_by_role("button", name=re.compile("使用恢复码")).click()
    picture(other, "recovery-390")
    other.get_by_label("恢复码", exact=True).fill(codes[0])
    other.get_by_role("button", name="登录", exact=True).click()
    expect(menu(other)).to_be_visible()


def test_new_recovery_codes_are_asked_for_with_a_fresh_code_in_a_dialog_of_its_own(desk, stack):
    person = desk("disburser2")
    page = person.open("/security")
    person.button("启用").click()
    app, _ = set_up(person.dialog)
    person.dialog.get_by_role("button", name="我已妥善保存").click()
    expect(page.get_by_text("已启用", exact=True)).to_be_visible()
    page.route("**/session/second-factor/recovery-codes", stale_once(), times=1)

    person.button("重新生成恢复码").click()
    person.dialog.get_by_label("当前密码", exact=True).fill(world.PASSWORD)
    person.dialog.get_by_role("button", name="提交", exact=True).click()
    again = page.get_by_role("dialog", name="再次验证身份")
    expect(again.get_by_label("动态验证码", exact=True)).to_be_focused()
    picture(page, "step-up")
    again.get_by_label("动态验证码", exact=True).fill(app.code(1))
    again.get_by_role("button", name="验证", exact=True).click()

    expect(page.locator(".recovery-codes li")).to_have_count(10)
    picture(page, "renewed")


def stale_once():
    """The server's own answer to a proof that is too old, which a test need not wait five minutes for."""
    problem = {
        "status": 403,
        "code": "identity.fresh_factor_required",
        "title": "此操作须再次输入动态验证码",
        "errors": [],
    }
    return lambda route: route.fulfill(status=403, json=problem, content_type="application/problem+json")


def test_who_must_have_a_second_factor_sees_nothing_else_before_it_is_set_up(desk):
    person = desk("archivist")
    session = person.page.evaluate("fetch('/api/v1/session').then((answer) => answer.json())")
    due = {**session, "must_set_second_factor": True}
    person.page.route("**/api/v1/session", lambda route: route.fulfill(json=due))
    page = person.open("/customers")

    expect(page.get_by_text("您的岗位须启用动态验证码后方可继续使用")).to_be_visible()
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.get_by_role("img", name=re.compile("扫描二维码"))).to_be_visible()
    picture(page, "required")
    page.set_viewport_size({"width": 390, "height": 900})
    picture(page, "required-390")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.unroute("**/api/v1/session")
    set_up(page)
    expect(page.get_by_role("navigation")).to_have_count(0)
    picture(page, "required-codes")
    page.get_by_role("button", name="我已妥善保存").click()

    expect(menu(page)).to_be_visible()


def test_an_administrator_sees_who_has_one_and_resets_it(desk, browser, stack):
    person = desk("teller")
    person.open("/security")
    person.button("启用").click()
    set_up(person.dialog)
    admin = desk("bank_admin", width=1280)
    page = admin.open("/accounts")
    row = page.get_by_role("row", name=re.compile("teller "))
    expect(row.get_by_text("已启用")).to_be_visible()
    picture(page, "accounts")

    row.get_by_role("button", name="重置验证码").click()
    picture(page, "reset")
    page.get_by_role("button", name=re.compile("确\\s?定")).click()
    expect(row.get_by_text("未启用")).to_be_visible()

    person.open("/customers")
    expect(person.page.get_by_label("用户名")).to_be_visible()
    expect(menu(at_the_door(browser, stack, "teller"))).to_be_visible()
