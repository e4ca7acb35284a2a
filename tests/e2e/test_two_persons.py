"""A role, a post and an authority are changed by two persons in the console; the maker alone changes nothing."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e


def menu_of(desk):
    return desk.page.get_by_role("navigation", name="主菜单")


def open_proposed(desk):
    """Follow the notice that a change was sent to be checked."""
    expect(desk.page.get_by_text("已提交复核")).to_be_visible()
    desk.page.locator(".ant-notification").get_by_role("button", name="查看", exact=True).click()
    desk.page.wait_for_url(re.compile(r"/changes/\d+"))
    return desk.page.url.rpartition("/changes/")[2]


def test_a_role_takes_effect_when_a_second_person_has_seen_the_difference(desk):
    maker, archivist = desk("security_admin"), desk("archivist")
    expect(menu_of(archivist).get_by_text("客户管理")).to_be_visible()
    expect(menu_of(archivist).get_by_text("账务")).to_have_count(0)

    page = maker.open("/organisation/roles")
    page.get_by_role("row", name=re.compile("档案岗")).click()
    maker.button("修改权限").click()
    maker.dialog.get_by_text("查看传票与余额").click()
    maker.dialog.get_by_label("经办说明", exact=True).fill("档案岗须核对传票")
    maker.send("提交")
    number = open_proposed(maker)

    # the maker sees it and may take it back, but not let it take effect
    expect(maker.page.get_by_text("这是您提交的变更，须由他人复核。")).to_be_visible()
    expect(maker.button("撤回")).to_be_visible()
    expect(maker.button("通过")).to_have_count(0)
    told = maker.page.evaluate(
        """async (number) => {
          const seen = await (await fetch(`/api/v1/changes/${number}`)).json();
          const token = document.cookie.match(/csrftoken=([^;]+)/)[1];
          const answer = await fetch(`/api/v1/changes/${number}/approve`, {
            method: 'POST',
            headers: {'Content-Type': 'application/json', 'X-CSRFToken': token, 'Idempotency-Key': 'maker-checks-' + number},
            body: JSON.stringify({content_hash: seen.content_hash}),
          });
          return (await answer.json()).code;
        }""",
        number,
    )
    assert told == "changes.self_check"
    banner = maker.open("/organisation/roles")
    banner.get_by_role("row", name=re.compile("档案岗")).click()
    expect(banner.get_by_text("有待复核的变更")).to_be_visible()

    checker = desk("bank_admin")
    waiting = menu_of(checker).get_by_title("待我复核")
    expect(waiting).to_be_visible()
    others = int(waiting.text_content()) - 1  # what other tests left for this person
    menu_of(checker).get_by_text("待复核").click()
    checker.page.get_by_role("row", name=re.compile("角色权限 档案岗")).click()
    expect(checker.page.get_by_role("row", name=re.compile("权限 · 账务"))).to_contain_text("查看传票与余额")
    checker.button("通过").click()
    checker.dialog.get_by_label("复核意见", exact=True).fill("同意")
    checker.send("通过")

    expect(checker.page.get_by_text("已通过").first).to_be_visible()
    expect(waiting).to_have_text(str(others)) if others else expect(waiting).to_have_count(0)
    archivist.open("/customers")
    expect(menu_of(archivist).get_by_text("账务")).to_be_visible()


def test_an_incompatible_post_is_refused_at_its_field(desk):
    maker = desk("security_admin")
    maker.open("/organisation/posts?new=1")
    maker.choose("人员", "审查岗2", search="审查岗2")
    maker.choose("角色", "审批岗")
    maker.choose("任职机构", "河东支行")
    maker.dialog.get_by_role("button", name="提交", exact=True).click()

    field = maker.dialog.locator(".ant-form-item", has_text="角色").first
    expect(field.get_by_text(re.compile("审批岗 与已任的 审查岗 ?不相容"))).to_be_visible()


def test_a_change_decided_meanwhile_is_told_and_read_anew(desk):
    approver = desk("approver")
    approver.open("/organisation/own-authority")
    approver.button("转授").click()
    approver.choose("被授权人", "审批岗2", search="审批岗2")
    approver.dialog.get_by_label("最高金额", exact=True).fill("400000")
    approver.dialog.get_by_role("button", name="提交", exact=True).click()
    expect(approver.dialog.get_by_text("不得超过本人授权金额 300000.00")).to_be_visible()
    approver.dialog.get_by_label("最高金额", exact=True).fill("100000")
    approver.send("提交")
    number = open_proposed(approver)

    first, second = desk("security_admin"), desk("bank_admin")
    for checker in (first, second):
        checker.open(f"/changes/{number}")
        checker.button("通过").click()
    first.send("通过")
    second.dialog.get_by_role("button", name="通过", exact=True).click()
    expect(second.dialog.get_by_text(re.compile("当前状态"))).to_be_visible()
    second.dialog.get_by_role("button", name="刷新后重新核对").click()

    expect(second.page.get_by_text("已通过").first).to_be_visible()
    expect(second.button("通过")).to_have_count(0)
