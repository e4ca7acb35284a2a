"""A clear value in the console: asked for with a purpose and a reason, and gone again after a minute."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import SCREENS

pytestmark = pytest.mark.e2e
PHONE = "13985007777"


@pytest.fixture
def customer(stack) -> int:
    officer = stack.sign_in("b001", "officer")
    known = officer.get("customers", q=PHONE)["results"]
    if known:
        return known[0]["id"]
    person = {
        "name": "罗秀兰",
        "id_no": "520111198507070028",
        "phone": PHONE,
        "address": "花溪区青岩镇龙井村7组",
    }
    return officer.post("customers", person)["id"]


@pytest.mark.parametrize("width", [1440, 1280])
def test_a_clear_value_is_asked_for_and_masks_itself_after_a_minute(desk, customer, width):
    officer = desk("officer", width=width)
    officer.page.clock.install()
    page = officer.open(f"/customers/{customer}")
    clear = page.get_by_text(PHONE, exact=True)
    expect(page.get_by_text("139****7777")).to_be_visible()

    officer.button("查看手机号").click()
    officer.dialog.get_by_role("button", name=re.compile("查\\s?看"), exact=True).click()
    expect(officer.dialog.get_by_text("请选择查看用途")).to_be_visible()
    officer.choose("查看用途", "联系客户")
    officer.fill(查看原因="通知到期还款")
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS / f"reveal-asked-{width}.png")
    officer.dialog.get_by_role("button", name=re.compile("查\\s?看"), exact=True).click()

    expect(clear).to_be_visible()
    page.screenshot(path=SCREENS / f"reveal-shown-{width}.png")
    page.clock.run_for(59_000)
    expect(clear).to_be_visible()
    page.clock.run_for(2_000)
    expect(clear).to_have_count(0)
    expect(page.get_by_text("139****7777")).to_be_visible()
