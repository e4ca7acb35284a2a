"""The rates of a loan in the browser: its rule, each rate with the LPR behind it, and the row that was split."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from tests import world
from tests.e2e.lending import lent
from tests.e2e.test_loan_pages import keep

pytestmark = pytest.mark.e2e


@pytest.fixture
def loan(stack_rows, monkeypatch):
    """At 4.35 %, repriced on 2 June by the LPR of 3.00 % with 160 basis points."""
    terms = {"bp": 160, "reprice": "EVERY_3_MONTHS", "interest_day": 20}
    with lent(monkeypatch, ["100000.00"], date(2026, 6, 3), **terms) as (loan,):
        yield loan


def test_a_repriced_loan_shows_its_rates_and_both_stretches_of_the_split_row(desk, loan):
    teller = desk("teller", world.BANK_B, width=1280)
    page = teller.open(f"/loans/{loan.pk}")
    page.get_by_role("tab", name="利率").click()
    rates = page.get_by_role("table", name="利率变动")
    expect(rates.get_by_role("row", name=re.compile("2026-06-02"))).to_contain_text("4.60%")
    expect(rates.get_by_role("row", name=re.compile("2026-03-02"))).to_contain_text("4.35%")
    expect(page.get_by_text("每 3 个月重定价")).to_be_visible()
    expect(page.get_by_text("2026-09-02")).to_be_visible()
    keep(page, "loan-rates-1280")

    page.get_by_role("tab", name="还款计划").click()
    page.get_by_role("table", name="还款计划").get_by_role("row", name=re.compile("2026-06-20")).get_by_role(
        "button"
    ).click()
    expect(page.get_by_text("4.60%").first).to_be_visible()
    keep(page, "loan-rates-split-row")


def test_a_product_names_how_its_rate_goes_on(desk):
    admin = desk("bank_admin")
    page = admin.open("/products")
    page.get_by_text("惠农贷").first.click()
    expect(page.get_by_text("利率方式").first).to_be_visible()
    keep(page, "product-reprice-1440")
    admin.open("/products")
    admin.button("新建二级产品").click()
    expect(admin.dialog.get_by_label("利率方式")).to_be_visible()
    keep(page, "product-reprice-form-1440")
