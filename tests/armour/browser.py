"""A Chromium from PATH for tests that look at pages as people do; without one they are skipped, and say so."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM_NAMES = (  # the shell first: without windows, tabs and extensions the same pages take half the time
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
ARGUMENTS = [
    "--no-sandbox",  # runs as root in CI
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
DESK_PC = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
FINDINGS = """colours => axe.run(
    {exclude: ["tbody tr:nth-child(n + 20)"]},
    {resultTypes: ["violations"], rules: {"color-contrast": {enabled: colours}}},
).then(({violations}) => violations.map(({id, help, nodes}) => `${id}: ${help}: ${nodes.map(({html}) => html).join(" ")}`))"""


def axe_findings(page: Page, *, colours: bool = True) -> list[str]:
    """Return what axe has against the page as it stands, a line a rule; axe is sent once a page, and only its complaints come back.

    Contrast takes axe more than half of its time: ask for it at one width, where the same page is looked at in several.
    A table's rows after the nineteenth are left out: what draws them has drawn nineteen.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(FINDINGS, colours)
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if path is None:
        pytest.skip("no Chromium on PATH: browser tests are skipped (install it with “apt-get install chromium-headless-shell”)")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in this thread; the test stays synchronous
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def browser_context_at(browser: Browser, live_server: Any) -> Iterator[Any]:
    """Return a function that opens a fresh visitor on the live server: `browser_context_at(width=…, height=…)`."""
    opened: list[BrowserContext] = []

    def visit(width: int, height: int, **options: Any) -> BrowserContext:
        visitor = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            **options,
        )
        visitor.set_default_timeout(10_000)
        opened.append(visitor)
        return visitor

    yield visit
    for visitor in opened:
        visitor.close()


@pytest.fixture
def desk_page(browser_context_at: Any) -> Page:
    """Return a page as a desk PC shows it (1366 × 768), on the live server."""
    page: Page = browser_context_at(**DESK_PC).new_page()
    return page


@pytest.fixture
def phone_page(browser_context_at: Any) -> Page:
    """Return a page as a phone shows it (390 × 844), on the live server."""
    page: Page = browser_context_at(**PHONE, is_mobile=True, has_touch=True).new_page()
    return page
