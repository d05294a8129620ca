"""The README's pictures, and how long the page takes: told, and no verdict."""

from collections.abc import Callable

from conftest import LONG
from driving.browser import opened, part, show_account
from driving.consoles import Console
from playwright.sync_api import Browser, Page, expect

TIMES = """() => Object.fromEntries([
  ...performance.getEntriesByType("paint").map((entry) => [entry.name, entry.startTime]),
  ["account shown", performance.measure("shown", "account: begun", "account: shown").duration],
  ["account's events", performance.measure("events", "account: begun", "account: events").duration],
  ["account whole", performance.measure("whole", "account: begun", "account: whole").duration]])"""


def test_the_account_panel(browser: Browser, console: Console, long: str, picture: Callable[[Page, str], None]) -> None:
    with opened(browser, console, color_scheme="light") as page:
        show_account(page, LONG)
        expect(page.locator("#balance-progress")).to_contain_text("the fold has the same balance")
        times = page.evaluate(TIMES)
        print({name: f"{milliseconds:.0f} ms" for name, milliseconds in times.items()})
        assert set(times) == {"first-paint", "first-contentful-paint", "account's events", "account shown", "account whole"}
        page.get_by_role("slider", name="Moment").fill("6180")
        expect(page.locator("#slider-text")).to_contain_text("after event 6180")
        expect(page.locator('#events tr[aria-current="true"]')).to_have_attribute("data-sequence", "6180")
        expect(page.locator("#moment caption")).to_contain_text("State after event 6180")
        expect(page.locator("[aria-busy]")).to_have_count(0)
        picture(page, "account")


def test_the_flow_panel(browser: Browser, operating: Console, send_letters: Callable[..., None], picture: Callable[[Page, str], None]) -> None:
    send_letters("letter", "command", "stream")
    with opened(browser, operating, "/flow", color_scheme="dark") as page:
        page.set_viewport_size({"width": 1280, "height": 1500})
        page.get_by_label("The last").select_option("15")
        expect(part(page, "Events by type").get_by_role("img")).to_be_visible()
        expect(part(page, "Dead letters").locator("tbody tr")).to_have_count(3)
        expect(page.locator("[aria-busy]")).to_have_count(0)
        picture(page, "flow")
