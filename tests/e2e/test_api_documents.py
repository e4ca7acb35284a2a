"""The API documents in the browser: read from here alone, in Chinese."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e


def test_an_administrator_reads_the_documents_and_nothing_comes_from_elsewhere(desk):
    admin = desk("bank_admin")
    answered, complaints = [], []
    admin.page.on("response", lambda response: answered.append(response.url))
    admin.page.on(
        "console", lambda message: complaints.append(message.text) if message.type == "error" else None
    )
    admin.page.locator(".shell-user").click()
    link = admin.page.get_by_role("link", name="接口文档")
    expect(link).to_have_attribute("href", "/api/docs")
    answered.clear()

    admin.open("/api/docs")
    expect(admin.page).to_have_title(re.compile("接口文档"))
    # the viewer draws the document piece by piece
    expect(admin.page.get_by_text("登记进件").first).to_be_attached(timeout=60_000)
    expect(admin.page.get_by_role("heading", name="查询借据").first).to_be_attached()

    assert [url for url in answered if not url.startswith((admin.base, "data:", "blob:"))] == []
    # the maker's logo in the corner is of another host: the policy of the page stops it
    assert [told for told in complaints if "logo-mini.svg" not in told] == []


def test_an_officer_is_offered_no_documents(desk):
    officer = desk("officer")
    officer.page.locator(".shell-user").click()
    expect(officer.page.get_by_text("修改密码")).to_be_visible()
    expect(officer.page.get_by_role("link", name="接口文档")).to_have_count(0)
