"""`make screenshots`: takes the README's pictures from a demo that runs (`make demo` in another window)."""

import os
import shutil
import sys
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from infra.local.check import BROWSERS
from infra.local.paths import ROOT, relative

IMAGES = ROOT / "docs" / "images"
# Printed by the demo and in the README.
PASSWORD = "demo-2026-Credit"  # noqa: S105
SIZE: Any = {"width": 1280, "height": 800}


def main(port: str) -> int:
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        shot(opened(browser, port, "b001"), "sign-in")
        shot(opened(browser, port, "province", "operations", "/nights"), "night")
        officer = opened(browser, port, "b001", "officer", "/loans")
        officer.goto(f"{address(port, 'b001')}/loans/{running_loan(officer)}")
        shot(officer, "loan")
        browser.close()
    return 0


def address(port: str, host: str) -> str:
    return f"http://{host}.localhost:{port}"


def opened(browser: Browser, port: str, host: str, username: str = "", path: str = "/") -> Page:
    """The page in a window of its own; without a name the sign-in page."""
    context = browser.new_context(
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport=SIZE,
        reduced_motion="reduce",
        color_scheme="light",
    )
    page = context.new_page()
    page.goto(f"{address(port, host)}/?motion=off")
    if username:
        page.get_by_label("用户名").fill(username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.get_by_role("navigation", name="主菜单").wait_for()
        page.goto(f"{address(port, host)}{path}")
    return page


def running_loan(page: Page) -> int:
    """Of the officer's running loans the one of which most is repaid: its picture shows most."""
    return page.evaluate(
        """async () => {
          const answer = await fetch('/api/v1/loans?status=ACTIVE&page_size=200');
          const loans = (await answer.json()).results;
          const repaid = loan => 1 - Number(loan.principal_outstanding) / Number(loan.drawn);
          return loans.sort((a, b) => repaid(b) - repaid(a))[0].id;
        }"""
    )


def shot(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.locator("[aria-busy=true], .ant-skeleton-active, .ant-spin-spinning").first.wait_for(
        state="detached"
    )
    file = IMAGES / f"{name}.png"
    page.screenshot(path=file)
    print(relative(file))  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(os.environ.get("PORT", "8000")))
