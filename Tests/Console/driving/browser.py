"""A page of the console in a browser, and what it must never do: fail, break its policy, or ask anybody else."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Request, expect

from .consoles import Console

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium-headless-shell")
PATIENCE_MILLISECONDS = int(os.environ.get("CONSOLE_PATIENCE", 120_000))
"""For a machine four times slower than a slow one."""
SIZE = {"width": 1280, "height": 900}

expect.set_options(timeout=PATIENCE_MILLISECONDS)


def launch(playwright: Playwright) -> Browser:
    """Without a way to any name but this machine's."""
    return playwright.chromium.launch(
        executable_path=CHROMIUM, args=["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--disable-dev-shm-usage"])


class Watch:
    """What a page has asked for and complained of."""

    def __init__(self, page: Page) -> None:
        self.requests: list[str] = []
        self.posted: list[str] = []
        self.complaints: list[str] = []
        self.failures: list[str] = []
        page.on("request", self._requested)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._said)

    def _requested(self, request: Request) -> None:
        self.requests.append(request.url)
        if request.method == "POST":
            self.posted.append(urlsplit(request.url).path)

    def _said(self, message: ConsoleMessage) -> None:
        # The browser itself reports each answer of 400 and above; the page shows those as it should.
        if message.type in ("error", "warning"):
            kept = self.failures if message.text.startswith("Failed to load resource") else self.complaints
            kept.append(message.text)

    def check(self, console: Console) -> None:
        assert self.complaints == []
        asked = {urlsplit(url).netloc for url in self.requests}
        assert asked == {f"127.0.0.1:{console.port}"}, "a request has left the console"


@contextmanager
def opened(browser: Browser, console: Console, path: str = "", **options: object) -> Iterator[Page]:
    """The console's page with the run's token; `path` is what stands behind the `#`."""
    context = browser.new_context(viewport=SIZE, **options)
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    page = context.new_page()
    page.watch = Watch(page)
    page.goto(console.address)
    expect(page.locator("header .mode")).to_be_visible()
    if path:
        go(page, path)
    try:
        yield page
        page.watch.check(console)
    finally:
        context.close()


def go(page: Page, path: str) -> None:
    page.evaluate("path => { location.hash = path; }", path)


def show_account(page: Page, account: str) -> None:
    """Opens an account, and waits until every part of it has its answer."""
    go(page, f"/account/{account}")
    expect(page.locator("#status")).to_have_text(f"{account} is shown")


def show_flow(page: Page) -> None:
    """Opens the panel of the flow, or looks anew, and waits until all of it has been read: what comes in moves the buttons."""
    go(page, "/flow")
    page.get_by_role("button", name="Refresh", exact=True).click()
    expect(page.locator("#status")).to_contain_text("Read at")


def part(page: Page, name: str):
    """A part of a panel by its heading."""
    return page.get_by_role("region", name=name, exact=True)
