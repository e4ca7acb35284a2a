"""The shell: search by keyboard, the bell, the theme, a session renewed in place, pages that help."""

import re

import pytest
from playwright.sync_api import expect

from backend.platform.desk.models import Notice
from backend.platform.desk.notices import notify
from backend.platform.tenancy import in_entity
from shared.identity.models import Account, Session
from tenants.approvals import services as approvals
from tenants.approvals.models import Task
from tenants.organisation.selectors import bank_actor
from tests import world
from tests.e2e.conftest import SCREENS
from tests.factories import applications, contracts, loans
from tests.factories.customers import id_number, make_customer

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("stack_rows")]


def screen(name):
    SCREENS.mkdir(parents=True, exist_ok=True)
    return SCREENS / f"shell-{name}.png"


def actor_id(username):
    return Account.objects.get(entity_code=world.BANK_A, username=username).pk


def actor(username):
    return bank_actor(Account.objects.get(entity_code=world.BANK_A, username=username))


@pytest.fixture
def loan(stack_rows):
    with in_entity(world.BANK_A):
        customer = make_customer(actor("officer"), name="岑巧云")
        contract = contracts.make_signed_contract(actor, customer_id=customer.pk)
        return loans.make_loan(actor("officer"), actor("disburser"), contract)


def test_a_loan_is_found_by_its_number_and_opened_by_the_keyboard(desk, loan):
    officer = desk("officer")
    page = officer.page
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="全局搜索")
    expect(box).to_be_focused()
    page.keyboard.type(loan.loan_no.lower())
    expect(page.get_by_role("option").first).to_contain_text(loan.loan_no)
    page.screenshot(path=screen("search"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/loans/{loan.pk}$"))
    expect(box).to_be_hidden()

    page.keyboard.press("Control+k")
    expect(box).to_be_focused()
    page.keyboard.type("岑巧")
    expect(page.get_by_role("group", name="客户")).to_contain_text("岑巧云")
    page.screenshot(path=screen("search-name"))
    page.keyboard.press("Escape")
    page.wait_for_timeout(1000)  # whoever only passes by a page has not opened it
    page.reload()
    page.get_by_role("button", name="最近打开").click()
    expect(page.get_by_role("option").first).to_contain_text(loan.loan_no)


def test_the_typed_identity_number_stands_in_no_address(desk):
    officer = desk("officer")
    page = officer.page
    number = "52010219900307332X"
    asked = []
    page.on("request", lambda request: asked.append(request))
    page.keyboard.press("/")  # the workbench has no list of its own to search in
    expect(page.get_by_role("combobox", name="全局搜索")).to_be_focused()
    with page.expect_response("**/api/v1/desk/search"):
        page.keyboard.type(number)
    assert not [request.url for request in asked if number in request.url]
    assert number not in page.url
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="全局搜索")).to_have_value("")


def test_a_task_handed_over_rings_the_bell_and_is_read(desk):
    with in_entity(world.BANK_A):
        Notice.objects.all().delete()
        application = applications.make_application(actor("officer"), submit=True)
        task = applications.open_task(application)
        giver, taker = actor("reviewer2"), actor("reviewer")
        Task.objects.filter(pk=task.pk).update(assignee_id=giver.staff_id)
    reviewer = desk("reviewer")
    page = reviewer.page
    expect(page.get_by_role("button", name="消息", exact=True)).to_be_visible()
    page.wait_for_load_state("networkidle")  # the first reading is answered: coming back asks anew

    with in_entity(world.BANK_A):
        approvals.tasks_hand_over(actor=actor("bank_admin"), from_id=giver.staff_id, to_id=taker.staff_id)
    page.evaluate("window.dispatchEvent(new Event('visibilitychange'))")  # whoever comes back to the window
    bell = page.get_by_role("button", name="消息，1 条未读")
    expect(bell).to_be_visible()
    bell.click()
    panel = page.get_by_role("region", name="消息")
    expect(panel).to_contain_text(f"审查待办 {application.app_no}")
    page.screenshot(path=screen("bell"))
    panel.get_by_role("button", name=re.compile(application.app_no)).click()

    expect(page).to_have_url(re.compile(rf"/tasks/{task.pk}$"))
    expect(page.get_by_role("button", name="消息", exact=True)).to_be_visible()
    page.goto(f"{reviewer.base}/notices")
    expect(page.get_by_role("list", name="消息")).to_contain_text(application.app_no)
    expect(page.get_by_role("button", name="标为已读", exact=True)).to_have_count(0)


def test_the_dark_theme_survives_a_reload_and_another_browser(desk):
    archivist = desk("archivist")
    page = archivist.page
    page.locator(".shell-user").click()
    with page.expect_response(lambda r: r.url.endswith("/desk/preferences") and r.request.method == "PUT"):
        page.get_by_role("menuitem", name="深色").click()
    html = page.locator("html")
    expect(html).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(html).to_have_attribute("data-theme", "dark")
    ground = page.locator("body").evaluate("element => getComputedStyle(element).backgroundColor")
    assert ground == "rgb(17, 23, 26)"

    other = desk("archivist")
    expect(other.page.locator("html")).to_have_attribute("data-theme", "dark")
    other.page.locator(".shell-user").click()
    with other.page.expect_response("**/desk/preferences"):
        other.page.get_by_role("menuitem", name="跟随系统").click()
    expect(other.page.locator("html")).to_have_attribute("data-theme", "light")


def test_a_session_that_ended_is_renewed_over_the_form_and_the_form_is_sent(desk):
    officer = desk("officer")
    page = officer.open("/customers?new=1")
    officer.fill(
        姓名="岑巧燕", 身份证号=id_number(sequence=917), 手机号="13885012399", 地址="花溪区青岩镇 3 号"
    )
    with in_entity("province"):
        Session.objects.filter(entity_code=world.BANK_A, account_id=actor_id("officer")).delete()

    form = page.get_by_role("dialog").first
    form.get_by_role("button", name="提交").click()
    again = page.get_by_role("dialog", name="登录已失效")
    expect(again).to_be_visible()
    expect(again.get_by_label("密码")).to_be_focused()
    page.screenshot(path=screen("session-ended"))
    again.get_by_label("密码").fill("wrong-password")
    again.get_by_role("button", name="登录并继续").click()
    expect(again.get_by_role("alert")).to_be_visible()
    again.get_by_label("密码").fill(world.PASSWORD)
    again.get_by_role("button", name="登录并继续").click()

    expect(again).to_be_hidden()
    expect(page.get_by_role("heading", name=re.compile("岑巧燕"))).to_be_visible()


def test_pages_that_cannot_be_shown_help(desk):
    officer = desk("officer")
    page = officer.open("/no-such-page")
    expect(page.get_by_role("alert")).to_contain_text("没有找到页面或记录")
    expect(page.get_by_role("navigation", name="主菜单")).to_be_visible()
    page.screenshot(path=screen("not-found"))
    officer.open("/organisation/roles")
    expect(page.get_by_role("alert")).to_contain_text("所需权限：access.view")
    page.screenshot(path=screen("not-allowed"))

    page.goto(f"{officer.base}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("客户经理")
    page.route("**/assets/pages-*.js", lambda route: route.abort())
    page.get_by_role("link", name="合同管理").click()
    expect(page.get_by_role("alert")).to_contain_text("系统已更新")
    page.unroute("**/assets/pages-*.js")
    page.get_by_role("link", name="我的工作台").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("客户经理")

    page.context.set_offline(True)
    expect(page.get_by_text("网络已断开")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("网络已断开")).to_be_hidden()


def test_many_notices_are_counted_to_ninety_nine(desk):
    with in_entity(world.BANK_A):
        for number in range(103):
            notify(
                "changes.approved",
                to=[actor_id("teller")],
                path="/changes/1",
                params={"title": f"岗位任职 {number}", "checker": "石建国", "comment": ""},
            )
    teller = desk("teller")
    expect(teller.page.get_by_role("button", name="消息，99 条未读")).to_contain_text("99+")
    teller.open("/notices")
    teller.button("全部标为已读").click()
    expect(teller.page.get_by_role("button", name="消息", exact=True)).to_be_visible()
    with in_entity(world.BANK_A):
        Notice.objects.filter(recipient_id=actor_id("teller")).delete()
