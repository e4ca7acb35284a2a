"""The tree of offices and the people in it, as the bank's administrator works with them in the console."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories.customers import customer_values
from tests.support.stack import Person

pytestmark = pytest.mark.e2e
TOWNS = "青岩 石板 党武 久安 麦坪 燕楼 孟关 马铃 高坡 黔陶 朱昌 百花湖 金华 沙文 麦架 下坝 永乐 东风 水田 偏坡 小碧 新堡 百宜 羊昌 下坝河 禾丰"
BRANCHES = "花溪 白云 乌当 云岩 南明 观山湖"


def furnished(admin: Person) -> dict[str, int]:
    """A bank of a usual size: six branches more, with sub-offices and departments; ids by name."""
    tree = {row["name"]: row["id"] for row in admin.get("branches/tree")}
    if "花溪支行" in tree:
        return tree
    head = next(row["id"] for row in admin.get("branches/tree") if row["parent"] is None)
    for n, name in enumerate(BRANCHES.split(), 10):
        body = {"parent_id": head, "code": f"b001{n}", "name": f"{name}支行", "kind": "BRANCH"}
        tree[body["name"]] = admin.post("branches", body)["id"]
    above = list(BRANCHES.split())
    for n, name in enumerate(TOWNS.split(), 50):
        parent = tree[f"{above[n % len(above)]}支行"]
        body = {"parent_id": parent, "code": f"b001{n}", "name": f"{name}分社", "kind": "SUB_BRANCH"}
        tree[body["name"]] = admin.post("branches", body)["id"]
    for n, name in enumerate(["信贷管理部", "风险管理部", "计划财务部", "科技部", "审计部"], 1):
        admin.post("departments", {"branch_id": head, "code": f"BM{n:02d}", "name": name})
    return tree


def approved(desk, maker, subject):
    """Follow the maker's notice to the change, and let it take effect as another person."""
    expect(maker.page.get_by_text("已提交复核")).to_be_visible()
    expect(maker.page.get_by_text("有待复核的变更")).to_be_visible()
    checker = desk("security_admin")
    page = checker.open("/changes")
    page.get_by_role("row", name=re.compile(subject)).click()
    checker.button("通过").click()
    checker.send("通过")
    expect(page.get_by_text("已通过").first).to_be_visible()
    checker.page.close()


def test_a_branch_is_found_moved_and_kept_open_by_what_hangs_on_it(desk, stack):
    furnished(stack.sign_in("b001", "bank_admin"))
    admin = desk("bank_admin")
    page = admin.open("/organisation/branches")
    tree = page.get_by_role("region", name="机构", exact=True)

    tree.get_by_label("机构名称、机构号").fill("孟关")
    expect(tree.get_by_text("河东支行")).to_have_count(0)
    tree.get_by_text("孟关分社").click()
    expect(page.get_by_role("heading", name="孟关分社")).to_be_visible()
    admin.button("划转").click()
    admin.choose("新的上级机构", "城关支行")
    admin.fill(原因="网点布局调整")
    admin.send("提交")
    approved(desk, admin, "孟关分社")
    page.reload()
    tree.get_by_label("机构名称、机构号").fill("孟关")
    tree.get_by_text("孟关分社").click()
    page.get_by_role("tab", name="变动记录").click()
    expect(page.get_by_text(re.compile(r"支行\(b001\d+\) → 城关支行\(b00101\)"))).to_be_visible()

    tree.get_by_label("机构名称、机构号").fill("城关")
    tree.get_by_text("城关支行").click()
    expect(page.get_by_role("heading", name="城关支行")).to_be_visible()
    admin.button("关闭机构").click()
    expect(admin.dialog.get_by_text("以下内容清空后才能关闭")).to_be_visible()
    expect(admin.dialog.get_by_role("row", name=re.compile("下级机构"))).to_be_visible()
    admin.fill(原因="撤并")
    expect(admin.dialog.get_by_role("button", name="提交", exact=True)).to_be_disabled()
    expect(admin.dialog.get_by_role("alert")).to_have_count(1)


def test_a_person_hands_over_and_leaves(desk, stack):
    officer = stack.sign_in("b001", "officer2")
    for name in ("罗国华", "张秀珍", "王德明"):
        officer.post("customers", {**customer_values(name=name)})
    officer.post("households", {"name": "罗国华户", "region_code": "520111102203"})
    admin = desk("bank_admin")
    page = admin.open("/organisation/staff?q=客户经理2")
    page.get_by_role("row", name=re.compile("客户经理2")).click()
    expect(page.get_by_role("heading", name="客户经理2")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("客户 3"))).to_be_visible()

    admin.button("办理离职").click()
    expect(admin.dialog.get_by_text("离职前须先移交名下全部业务")).to_be_visible()
    admin.dialog.get_by_role("button", name="下一步").click()
    admin.choose("接收人", "客户经理", search="b0010001")
    expect(admin.dialog.get_by_text("没有覆盖 河东支行 的岗位").first).to_be_visible()
    admin.dialog.get_by_role("checkbox").check()
    expect(admin.dialog.get_by_text("可承接").first).to_be_visible()
    admin.fill(原因="辞职")
    admin.dialog.get_by_role("button", name="确认移交").click()
    expect(admin.dialog.get_by_text("移交完成")).to_be_visible()
    admin.dialog.get_by_role("button", name="办理离职").click()
    admin.fill(原因="辞职")
    admin.send("提交")
    approved(desk, admin, "客户经理2")
    page.reload()

    expect(page.get_by_text("离职", exact=True).first).to_be_visible()
    page.get_by_role("tab", name="变动记录").click()
    expect(page.get_by_text("客户 3、农户 1")).to_be_visible()
    assert officer.http.get("/customers").status_code == 401


def test_a_grid_is_given_to_an_officer_and_reassigned(desk):
    admin = desk("bank_admin", width=1280)
    page = admin.open("/organisation/grids")
    admin.button("新增网格").click()
    admin.fill(
        网格编号="WG0001", 网格名称="龙井村网格", 行政村代码="520111102203", 行政村名称="花溪区青岩镇龙井村"
    )
    admin.choose("所属机构", "城关支行")
    admin.choose("责任人", "客户经理", search="b0010001")
    admin.send("提交")

    page.get_by_role("row", name=re.compile("WG0001")).click()
    expect(admin.dialog.get_by_text("长期")).to_be_visible()
    admin.dialog.get_by_role("button", name="改派责任人").click()
    admin.choose("新的责任人", "支行行长", search="b0010004")
    admin.fill(原因="轮岗")
    admin.dialog.get_by_role("button", name="改派责任人", exact=True).click()

    expect(admin.dialog.get_by_text("客户经理(b0010001) → 支行行长(b0010004)")).to_be_visible()
