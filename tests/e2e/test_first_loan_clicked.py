"""One loan from intake to settlement, clicked by the people whose work it is."""

import re
from datetime import date
from random import Random

import pytest
from playwright.sync_api import expect

from backend.config.demo.people import identity_number

pytestmark = pytest.mark.e2e


def test_a_loan_is_clicked_from_intake_to_settlement(desk):
    id_no = identity_number(Random("clicked"), "520111", date(1988, 8, 8))

    # the officer registers the customer; a wrong identity number is refused at its field
    officer = desk("officer", typed=True)
    page = officer.open("/customers")
    officer.button("登记客户").click()
    officer.fill(
        姓名="罗春梅", 身份证号="520111198808080001", 手机号="13985012345", 地址="花溪区青岩镇龙井村1组"
    )
    officer.dialog.get_by_role("button", name="提交", exact=True).click()
    expect(officer.dialog.get_by_text("身份证号校验位不正确")).to_be_visible()
    officer.fill(身份证号=id_no)
    officer.send("提交")
    expect(page.get_by_role("heading", name=re.compile("罗春梅"))).to_be_visible()
    expect(page.get_by_text(id_no)).to_have_count(0)

    # the intake, and its application
    officer.button("新建进件").click()
    officer.choose("产品", "惠农贷", search="惠农")
    officer.fill(金额="80000")
    officer.dialog.get_by_label("期限（月）").fill("12")
    officer.choose("贷款用途", "种养殖")
    officer.send("提交")
    officer.button("受理").click()
    officer.button("发起业务").click()
    page.wait_for_url(re.compile(r"/applications/\d+"))
    application = page.url.rsplit("/", 1)[1].split("?")[0]
    officer.button("编辑方案与调查").click()
    officer.choose("还款方式", "等额本息")
    officer.dialog.get_by_label("月收入").fill("12000")
    officer.dialog.get_by_label("月负债支出").fill("800")
    officer.dialog.get_by_label("第一还款来源").fill("养殖收入")
    officer.dialog.get_by_label("调查结论").fill("经营稳定,同意申报")
    officer.send("保存")
    officer.button("提交审查").click()
    officer.dialog.get_by_role("button", name="提交审查", exact=True).click()
    expect(page.get_by_text("审查中").first).to_be_visible()

    # reviewer and approver decide at their desks
    for username in ("reviewer", "approver"):
        person = desk(username)
        listing = person.open("/tasks")
        listing.get_by_role("row", name=re.compile("罗春梅")).click()
        listing.get_by_role("radio", name="同意").check()
        listing.get_by_label("意见", exact=True).fill("情况属实,同意")
        person.button("提交意见").click()
        expect(listing.get_by_text("已提交意见")).to_be_visible()

    # the contract is printed and signed by both
    officer.open(f"/applications/{application}")
    officer.button("生成合同").click()
    officer.dialog.get_by_label("借款人账号").fill("6217000000000000018")
    officer.send("提交")
    page.wait_for_url(re.compile(r"/contracts/\d+"))
    contract = page.url.rsplit("/", 1)[1].split("?")[0]
    officer.button("借款人签署").click()
    officer.dialog.get_by_role("button", name="借款人签署", exact=True).click()
    expect(page.get_by_text("签署中").first).to_be_visible()
    disburser = desk("disburser")
    paying = disburser.open(f"/contracts/{contract}")
    disburser.button("行社签署").click()
    disburser.dialog.get_by_role("button", name="行社签署", exact=True).click()
    expect(paying.get_by_text("生效").first).to_be_visible()

    # the money: asked for by one, checked by another, paid by the worker
    officer.open(f"/contracts/{contract}")
    officer.button("新建出账").click()
    officer.send("提交")
    page.wait_for_url(re.compile(r"/disbursements/\d+"))
    disburser.open(page.url.removeprefix(disburser.base))
    disburser.button("审核通过").click()
    disburser.dialog.get_by_role("button", name="审核通过", exact=True).click()
    note = paying.get_by_role("link", name=re.compile("^JJ"))
    expect(note).to_be_visible(timeout=60_000)
    note.click()
    paying.wait_for_url(re.compile(r"/loans/\d+"))
    loan = paying.url.rsplit("/", 1)[1].split("?")[0]

    # the teller takes everything back
    teller = desk("teller", width=1280)
    counter = teller.open(f"/loans/{loan}")
    teller.button("还款").click()
    teller.choose("还款类型", "提前结清")
    expect(teller.dialog.get_by_label("还款金额")).to_have_value("80,000.00")
    teller.send("还款")
    expect(counter.get_by_text("结清", exact=True).first).to_be_visible()
