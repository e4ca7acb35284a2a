"""Walks the pages of the console that is open in a browser, without loading it anew for each page."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page, Route, TimeoutError

# What antd itself hides wrongly: the row by which a table measures its columns holds focusable copies.
EXCEPTED = {("aria-hidden-focus", ".ant-table-measure-row")}
BUTTONS = "#main .kit-page-actions button:enabled, #main .kit-list-bar button:enabled, #main .ant-btn-primary:enabled"
GRAVE = ("serious", "critical")
# Nothing is changed by a walk: buttons are pressed to see the dialogs behind them, not to send.
READING_POSTS = re.compile(r"/(session|session/.*|loans/quote|applications/\d+/preview|.*/preview)$")
# The page says its route; the address alone changes before the page is there.
SETTLED = """
([route, path]) => {
  const busy = '.ant-skeleton-active, .ant-spin-spinning, [aria-busy=true]';
  const there = location.pathname === path && self.underWay === 0
    && document.querySelector('#main [data-route]')?.dataset.route === route
    && document.querySelector('#main h1') !== null
    && [...document.querySelectorAll(busy)].every((one) => one.closest('.gallery') !== null);
  self.calmLooks = there ? (self.calmLooks ?? 0) + 1 : 0;
  return self.calmLooks > 1;
}
"""
CALM = """
() => self.underWay === 0 && !document.querySelector('.ant-spin-spinning, .ant-skeleton-active')
"""
COUNT_REQUESTS = """
() => {
  const send = self.fetch;
  self.underWay = 0;
  self.fetch = (...request) => {
    self.underWay += 1;
    return send(...request).finally(() => { self.underWay -= 1; });
  };
}
"""
RUN = """
async ([scope]) => {
  const found = await axe.run(scope ? [...document.querySelectorAll(scope)].at(-1) : document, { resultTypes: ['violations'] });
  return found.violations.map(({ id, impact, help, nodes }) => ({
    id, impact, help,
    nodes: nodes.map(({ target, html, failureSummary, element }) => ({ target: target.flat().join(' '), html, why: failureSummary })),
  }));
}
"""


@dataclass(frozen=True)
class Finding:
    """One rule broken at one element."""

    place: str
    rule: str
    impact: str
    target: str
    html: str
    why: str

    def __str__(self) -> str:
        why = " ".join(self.why.split())
        return f"{self.place}: {self.rule} ({self.impact}) at {self.target}\n      {self.html[:200]}\n      {why[:300]}"


@dataclass
class Walk:
    """What was looked at, and what was found."""

    pages: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    seconds: float = 0.0

    def grave(self) -> list[Finding]:
        return [one for one in self.findings if one.impact in GRAVE]

    def summary(self, name: str) -> str:
        impacts = {one: sum(f.impact == one for f in self.findings) for one in (*GRAVE, "moderate", "minor")}
        counted = ", ".join(f"{count} {impact}" for impact, count in impacts.items())
        return (
            f"{name}: {len(self.pages)} pages, {len(self.parts)} tabs and dialogs"
            f" in {self.seconds:.0f} s; {counted}"
        )


class Walker:
    """One person's window; `page` has the console open and somebody signed in."""

    def __init__(self, page: Page, walk: Walk, *, also_dark: bool = False) -> None:
        self.page, self.walk, self.also_dark, self.has_seen_menu = page, walk, also_dark, False
        page.route("**/api/v1/**", self._only_reading)
        page.evaluate(AXE_FILE_PATH.read_text(encoding="utf-8"))
        page.evaluate(COUNT_REQUESTS)

    @staticmethod
    def _only_reading(route: Route) -> None:
        request = route.request
        if request.method == "GET" or READING_POSTS.search(request.url.partition("?")[0]):
            route.continue_()
        else:
            route.abort()

    def routes(self) -> list[str]:
        """Every path that the router knows, details behind their lists."""
        return sorted(self.page.evaluate("Object.keys(self.__TSR_ROUTER__.routesByPath)"))

    def menu(self) -> set[str]:
        """The paths that the person's menu leads to."""
        links = self.page.locator("nav a[href^='/']")
        return set(links.evaluate_all("links => links.map(link => link.getAttribute('href'))"))

    def go(self, route: str, key: str | None = None) -> None:
        """Another page in the same window; returns when it has what it asked for."""
        path = route if key is None else re.sub(r"\$\w+", key, route)
        self.page.evaluate("path => { self.calmLooks = 0; history.pushState({}, '', path) }", path)
        self.page.wait_for_function(SETTLED, arg=[route, path], polling=40)

    def is_refused(self) -> bool:
        return self.page.locator(".shell-notice").count() > 0

    def first_record(self) -> str | None:
        """The key of the first row of the list that is open."""
        row = self.page.locator("#main [data-row-key]").first
        return row.get_attribute("data-row-key") if row.count() else None

    def look(self, place: str, scope: str = "") -> None:
        found = self.page.evaluate(RUN, [scope])
        for rule in found:
            for node in rule["nodes"]:
                if not any(
                    rule["id"] == name and where in node["target"] + node["html"] for name, where in EXCEPTED
                ):
                    self.walk.findings.append(
                        Finding(place, rule["id"], rule["impact"], node["target"], node["html"], node["why"])
                    )

    def look_at_page(self, place: str) -> None:
        """The page as it opens, with the menu around it the first time, and then each of its tabs."""
        self.walk.pages.append(place)
        scope = "#main" if self.has_seen_menu else ""
        self.has_seen_menu = True
        self.look(place, scope)
        if self.also_dark:
            self.page.emulate_media(color_scheme="dark")
            self._part(f"{place} in dark", scope)
            self.page.emulate_media(color_scheme="light")
        tabs = self.page.locator("#main [role=tab][aria-selected=false]")
        for name in [tabs.nth(index).inner_text() for index in range(tabs.count())]:
            self.page.locator("#main [role=tab]", has_text=name).first.click()
            self.page.wait_for_function(CALM)
            self._part(f"{place} [{name}]", "#main")

    def look_at_dialogs(self, place: str) -> None:
        """Press every button with words of the page's head and of its lists, and look at what opens."""
        buttons = self.page.locator(BUTTONS)
        names = dict.fromkeys(buttons.nth(index).inner_text().strip() for index in range(buttons.count()))
        for name in names:
            button = buttons.filter(has_text=name).first
            if not name or not button.is_visible():
                continue
            button.click()
            dialog = self.page.locator("[role=dialog]:visible").last
            try:
                dialog.wait_for(timeout=1500)
            except TimeoutError:  # the button does something else
                continue
            self.page.wait_for_function(CALM)
            self._part(f"{place} ({name})", "[role=dialog]:not([aria-hidden=true])")
            self._close()

    def _part(self, place: str, scope: str = "") -> None:
        self.walk.parts.append(place)
        self.look(place, scope)

    def _close(self) -> None:
        dialogs = self.page.locator("[role=dialog]:visible")
        # a form that filled in something by itself asks before it lets go of it
        give_up = self.page.locator(".ant-modal-confirm:visible .ant-btn-dangerous")
        for _ in range(3):
            if give_up.count():
                give_up.last.click()
            else:
                self.page.keyboard.press("Escape")
            try:
                dialogs.first.wait_for(state="hidden", timeout=1_000)
                return
            except TimeoutError:
                continue
        raise AssertionError(f"a dialog of {self.page.url} stays open")


@contextmanager
def timed(walk: Walk) -> Iterator[None]:
    """What happens inside counts as time of the walk."""
    began = time.monotonic()
    try:
        yield
    finally:
        walk.seconds += time.monotonic() - began


def report(findings: list[Finding]) -> str:
    """The findings, one for each rule and element, with every place where it was met."""
    by_kind: dict[tuple[str, str], list[Finding]] = {}
    for one in findings:
        by_kind.setdefault((one.rule, re.sub(r"\d+", "0", one.target)), []).append(one)
    return "\n".join(_lines(by_kind.values()))


def _lines(groups: Any) -> Iterator[str]:
    for group in groups:
        yield f"  {group[0]}"
        for other in group[1:8]:
            yield f"      and {other.place}"
