"""A real browser against the running product."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import world
from tests.support.stack import LOGS, Person, Stack

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps an event loop in this thread
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium, without the background calls that a closed network refuses."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    return {
        "executable_path": program,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


class Desk:
    """One person at one bank with a browser window of his own."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.base}{path}")
        return self.page

    def button(self, name: str) -> Any:
        return self.page.get_by_role("button", name=name, exact=True)

    @property
    def dialog(self) -> Any:
        """The open drawer or dialog; when one asks over another, the newest."""
        return self.page.get_by_role("dialog").last

    def fill(self, **fields: str) -> None:
        """Type into the labelled fields of the open form."""
        for label, text in fields.items():
            self.dialog.get_by_label(label, exact=True).fill(text)

    def choose(self, label: str, text: str, *, search: str = "") -> None:
        """Pick an option of a select by its text."""
        box = self.dialog.get_by_label(label, exact=True)
        box.click()
        if search:
            box.fill(search)
        self.page.locator(".ant-select-dropdown:visible .ant-select-item-option", has_text=text).first.click()

    def send(self, name: str) -> None:
        """Press the button of the open form and wait until the form is gone."""
        dialog = self.dialog
        dialog.get_by_role("button", name=name, exact=True).click()
        expect(dialog).to_be_hidden()


SCREENS = LOGS.parents[1] / "screens"
PICTURES = "PYTEST_XDIST_WORKER" not in os.environ
"""Somebody looks at the pictures of a run of his own; in a run of everything they only cost their time."""
take_picture = Page.screenshot
FAILED = pytest.StashKey[bool]()


@pytest.fixture(autouse=True, scope="session")
def _pictures() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        if not PICTURES:
            patch.setattr(Page, "screenshot", lambda *_, **__: b"")
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture
def desk(browser: Browser, stack: Stack, request: pytest.FixtureRequest) -> Iterator[Callable[..., Desk]]:
    """`desk("officer")`: a window in which that person is signed in; with `typed`, through the sign-in page.

    What every window showed last is kept as a picture under `.local/test/screens`, always when the test failed.
    """
    contexts = []

    def sign_in(username: str, host: str = "b001", *, width: int = 1440, typed: bool = False) -> Desk:
        context = browser.new_context(
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport={"width": width, "height": 900},
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        if typed:
            page.goto(f"{stack.url(host)}/?motion=off")
            page.get_by_label("用户名").fill(username)
            page.get_by_label("密码").fill(world.PASSWORD)
            page.get_by_role("button", name="登录").click()
        else:
            person = Person(stack, host, browser=page.evaluate("navigator.userAgent")).sign_in(username)
            context.add_cookies(
                [
                    {"name": cookie.name, "value": cookie.value or "", "url": stack.url(host)}
                    for cookie in person.http.cookies.jar
                ]
            )
            page.goto(f"{stack.url(host)}/?motion=off")
        expect(page.get_by_role("navigation", name="主菜单")).to_be_visible()
        return Desk(page, stack.url(host))

    yield sign_in
    SCREENS.mkdir(parents=True, exist_ok=True)
    for number, context in enumerate(contexts):
        for page in context.pages if PICTURES or FAILED in request.node.stash else ():
            take_picture(page, path=SCREENS / f"{request.node.originalname}-{number}.png")
        context.close()
