"""What the forms and detail pages promise: nothing typed is lost, no edit overwrites another, faults stand at their fields."""

import re
import unicodedata
from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.e2e.conftest import SCREENS
from tests.factories.customers import customer_values

pytestmark = pytest.mark.e2e
LEAVE = "离开此表单？"


def shot(page, name):
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS / f"{name}.png")


@pytest.fixture
def customer(stack):
    """A customer of the officer, and the officer to edit him behind the browser's back."""
    officer = stack.sign_in("b001", "officer")
    made = officer.post(
        "customers", {**customer_values(), "name": "石明亮", "occupation": "FRUIT", "monthly_income": "5000"}
    )
    return officer, made["id"]


def text_of(sheet):
    """What is printed on it; Chromium writes some characters as their radicals."""
    return unicodedata.normalize("NFKC", sheet.extract_text())


def edit_behind(officer, pk, **changes):
    tag = officer.http.get(f"/customers/{pk}").headers["ETag"]
    return officer.patch(f"customers/{pk}", changes, etag=tag)


def kept(page):
    """The draft lies on the server."""
    expect(page.get_by_text(re.compile(r"已暂存 \d\d:\d\d"))).to_be_visible()


@pytest.mark.parametrize("width", [1280])
def test_a_draft_survives_a_reload_and_is_offered_again(desk, width):
    officer = desk("officer", width=width)
    page = officer.open("/customers?new=1")
    officer.fill(姓名="杨再兴", 身份证号="52010219900307332x", 手机号="13885012345")
    expect(officer.dialog.get_by_text("女 · 1990-03-07 · 贵州省贵阳市南明区")).to_be_visible()
    expect(officer.dialog.get_by_label("手机号", exact=True)).to_have_value("138 8501 2345")
    expect(officer.dialog.get_by_label("身份证号", exact=True)).to_have_value("52010219900307332X")
    kept(page)
    page.on("dialog", lambda dialog: dialog.accept())  # the browser asks before the page goes
    page.reload()

    offer = officer.dialog.get_by_text(re.compile(r"有未提交的内容（\d{4}-\d\d-\d\d \d\d:\d\d）"))
    expect(offer).to_be_visible()
    expect(officer.dialog.get_by_label("姓名", exact=True)).to_have_value("")
    shot(page, f"draft-offered-{width}")
    officer.dialog.get_by_role("button", name="恢复未提交的内容").click()
    expect(officer.dialog.get_by_label("姓名", exact=True)).to_have_value("杨再兴")
    expect(officer.dialog.get_by_label("手机号", exact=True)).to_have_value("138 8501 2345")
    shot(page, f"draft-restored-{width}")

    # given up, it is not offered again
    officer.dialog.get_by_role("button", name=re.compile("取\\s?消"), exact=True).click()
    expect(page.get_by_role("dialog", name=LEAVE)).to_be_visible()
    page.get_by_role("button", name=re.compile("^放\\s?弃$")).last.click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    officer.open("/customers?new=1")
    expect(officer.dialog.get_by_label("姓名", exact=True)).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(officer.dialog.get_by_text("有未提交的内容")).to_have_count(0)


def test_a_sent_form_leaves_no_draft(desk, stack):
    officer = desk("officer")
    page = officer.open("/customers?new=1")
    values = customer_values()
    officer.fill(姓名="龙金花", 身份证号=values["id_no"], 手机号=values["phone"], 地址="花溪区青岩镇")
    kept(page)
    officer.send("提交")
    expect(page.get_by_role("heading", name="龙金花")).to_be_visible()
    assert stack.sign_in("b001", "officer").get("drafts/customer-register")["content"] is None


@pytest.mark.parametrize("width", [1280])
def test_two_people_s_edits_are_merged_and_a_contradiction_is_chosen(desk, customer, width):
    colleague, pk = customer
    officer = desk("officer", width=width)
    page = officer.open(f"/customers/{pk}")
    officer.button("编辑").click()
    officer.fill(月收入="8000")
    officer.dialog.get_by_label("农户", exact=True).check()
    edit_behind(colleague, pk, monthly_income="9000", occupation="TRANSPORT")

    officer.dialog.get_by_role("button", name="保存", exact=True).click()
    panel = page.get_by_role("region", name="数据已被他人修改")
    expect(panel.get_by_role("row", name=re.compile("职业 林果种植 货运司机 已合入"))).to_be_visible()
    income = panel.get_by_role("row", name=re.compile("月收入"))
    expect(income).to_contain_text("5,000.00")
    shot(page, f"merge-asked-{width}")
    page.get_by_role("button", name="合并并保存").click()
    expect(panel.get_by_text("还有 1 项需要选择采用哪一个")).to_be_visible()
    income.get_by_role("radio", name="9,000.00").check()
    expect(officer.dialog.get_by_label("月收入", exact=True)).to_have_value("9,000.00")
    income.get_by_role("radio", name="8,000.00").check()
    shot(page, f"merge-chosen-{width}")
    officer.send("合并并保存")

    saved = colleague.get(f"customers/{pk}")
    assert (saved["is_farmer"], saved["occupation"], saved["monthly_income"]) == (
        True,
        "TRANSPORT",
        "8000.00",
    )
    page.get_by_role("tab", name="字段变更").click()
    expect(page.get_by_role("row", name=re.compile("职业 林果种植 货运司机"))).to_be_visible()
    shot(page, f"field-changes-{width}")


def test_an_edit_of_other_fields_goes_through_by_itself(desk, customer):
    colleague, pk = customer
    officer = desk("officer")
    page = officer.open(f"/customers/{pk}")
    officer.button("编辑").click()
    officer.fill(月收入="7100")
    edit_behind(colleague, pk, address="新址一号")  # a field that the form never shows
    officer.send("保存")
    expect(page.get_by_text("7,100.00")).to_be_visible()


def test_leaving_the_page_with_something_typed_asks_first(desk, customer):
    officer = desk("officer")
    page = officer.open("/customers")
    page.get_by_role("row", name=re.compile("石明亮")).first.click()
    page.wait_for_url(re.compile(r"/customers/\d+"))
    here = page.url
    officer.button("编辑").click()
    officer.fill(地址="不保存")

    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name=LEAVE)).to_be_visible()
    page.get_by_role("button", name="继续填写").click()
    expect(officer.dialog.get_by_label("地址", exact=True)).to_have_value("不保存")

    page.evaluate("history.back()")
    expect(page.get_by_role("dialog", name=LEAVE)).to_be_visible()
    shot(page, "leave-guard")
    page.get_by_role("button", name="继续填写").click()
    expect(page).to_have_url(here)
    page.evaluate("history.back()")
    page.get_by_role("button", name="暂存并离开").click()
    expect(page).to_have_url(re.compile("/customers$"))

    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(here)
    officer.button("编辑").click()
    officer.dialog.get_by_role("button", name=re.compile("^放\\s?弃$")).click()
    officer.fill(地址="又改了")
    page.reload()
    assert asked == ["beforeunload"]


def test_the_server_s_fault_stands_at_its_field_with_the_cursor_in_it(desk, customer, stack):
    officer = desk("officer")
    page = officer.open("/customers?new=1")
    values = customer_values()
    known = stack.sign_in("b001", "officer").post("customers", {**values, "name": "先到"})
    assert known["id"]
    officer.fill(姓名="后到", 身份证号=values["id_no"], 手机号=values["phone"], 地址="花溪区")
    officer.dialog.get_by_role("button", name="提交", exact=True).click()
    expect(page.locator("#customer-register_id_no_help")).to_contain_text("已")
    expect(officer.dialog.get_by_label("身份证号", exact=True)).to_be_focused()


def test_focus_stays_in_the_form_and_returns_to_its_button(desk, customer):
    _, pk = customer
    officer = desk("officer")
    page = officer.open(f"/customers/{pk}")
    officer.button("编辑").click()
    expect(officer.dialog.get_by_label("农户", exact=True)).to_be_focused()
    for _ in range(25):
        page.keyboard.press("Tab")
        # the body stands for the browser's own buttons, on the way round
        assert page.evaluate(
            "['BODY'].includes(document.activeElement.tagName) || document.activeElement.closest('.ant-drawer') !== null"
        )
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(officer.button("编辑")).to_be_focused()


def test_two_open_forms_of_one_name_share_no_id(desk, customer):
    """A task's decision stands on the page, and a dialog may open over it; the list's search has fields too."""
    _, pk = customer
    officer = desk("officer")
    page = officer.open(f"/customers/{pk}")
    officer.button("查看身份证号").click()
    officer.button("编辑").dispatch_event("click")
    expect(page.get_by_role("dialog")).to_have_count(2)
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(element => element.id)")
    assert len(ids) == len(set(ids)), sorted(name for name in set(ids) if ids.count(name) > 1)


def test_a_print_has_a_head_and_no_menu(desk, customer):
    _, pk = customer
    officer = desk("officer")
    page = officer.open(f"/customers/{pk}")
    expect(page.get_by_role("heading", name="石明亮")).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="主菜单")).to_be_hidden()
    expect(page.locator(".kit-page-actions")).to_be_hidden()
    head = page.locator(".kit-print-head")
    expect(head).to_contain_text("石明亮")
    expect(head).to_contain_text(re.compile(r"打印人 .+\s打印时间 \d{4}-\d\d-\d\d \d\d:\d\d:\d\d"))
    overlay = page.locator("div[style*='pointer-events: none'][style*='background-image']")
    expect(overlay).to_have_count(1)
    expect(overlay).to_be_hidden()
    paper = PdfReader(BytesIO(page.pdf(format="A4", path=SCREENS / "customer.pdf"))).pages[0]
    assert (round(paper.mediabox.width), round(paper.mediabox.height)) == (596, 843)
    assert "石明亮" in text_of(paper)
    assert re.search(r"打印人 .+ 打印时间 \d{4}-", text_of(paper))


@pytest.fixture
def contract(stack):
    """A printed contract, and the application that it came from."""
    officer = stack.sign_in("b001", "officer")
    product = officer.get("products", status="ON_SALE")["results"][0]["id"]
    customer = officer.post("customers", {**customer_values(), "name": "罗春梅"})["id"]
    wish = {"customer_id": customer, "product_id": product, "amount": "80000", "term_months": 12}
    intake = officer.post("intakes", {**wish, "purpose": "AGRICULTURE", "channel": "COUNTER"})["id"]
    officer.post(f"intakes/{intake}/accept")
    application = officer.post(f"intakes/{intake}/convert")["id"]
    tag = officer.http.get(f"/applications/{application}").headers["ETag"]
    told = {"monthly_income": "12000", "monthly_debt": "800", "primary_source": "货运", "summary": "经营稳定"}
    officer.patch(f"applications/{application}", {"amount": "76000", "investigation": told}, etag=tag)
    officer.post(f"applications/{application}/submit")
    for username in ("reviewer", "approver"):
        person = stack.sign_in("b001", username)
        for task in officer.get(f"applications/{application}")["tasks"]:
            if task["state"] == "OPEN":
                revision = person.get(f"tasks/{task['id']}")["revision"]
                opinion = {"decision": "AGREE", "opinion": "情况属实", "revision": revision}
                person.post(f"tasks/{task['id']}/decide", opinion)
    made = officer.post("contracts", {"application_id": application, "account_no": "6217000000000000018"})
    return made["id"], application


@pytest.mark.parametrize("width", [1280])
def test_the_contract_stands_beside_its_facts_and_what_hangs_together(desk, contract, width):
    pk, _ = contract
    page = desk("officer", width=width).open(f"/contracts/{pk}?tab=document")
    expect(page.locator("iframe")).to_be_visible()
    expect(page.get_by_text("柒万陆仟元整").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    shot(page, f"contract-beside-{width}")
    line = page.get_by_role("listitem").filter(has_text="业务申请")
    expect(line).to_contain_text("76,000.00")
    line.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/applications/\d+"))


def test_all_tabs_are_printed_below_each_other(desk, contract):
    _, application = contract
    officer = desk("officer")
    page = officer.open(f"/applications/{application}")
    expect(page.get_by_role("tab", name="字段变更")).to_be_visible()
    page.evaluate("window.print = () => { window.printed = (window.printed ?? 0) + 1 }")
    officer.button("打印").click()
    page.get_by_role("menuitem", name="打印全部页签").click()
    page.wait_for_function("window.printed === 1")
    text = "".join(text_of(sheet) for sheet in PdfReader(BytesIO(page.pdf(format="A4"))).pages)
    for told in ("经营稳定", "80,000.00", "6,576"):  # the facts, the change of the amount, the schedule
        assert told in text
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.get_by_role("tab", name="字段变更")).to_be_visible()
