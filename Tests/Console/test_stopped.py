"""AWS goes away while the page is open, and then the console itself."""

from conftest import WORK
from driving.browser import go, opened, part
from driving.consoles import Console
from harness.local_aws import LocalAWS
from harness.system import System
from playwright.sync_api import Browser, expect

PARTS = ["Events by type", "Commands by outcome", "Lag", "Alarms", "Dead letters"]


def test_a_stopped_aws_and_a_stopped_console(aws: LocalAWS, system: System, browser: Browser, account: str) -> None:
    console = Console(aws, WORK / "stopped.log", "--suffix", "console")
    with opened(browser, console, "/flow") as page:
        expect(page.locator("#status")).to_contain_text("Read at")
        assert aws.stop() == 0
        page.get_by_role("button", name="Refresh").click()
        for name in PARTS:
            expect(part(page, name).get_by_role("alert")).to_contain_text("AWS cannot be reached")
        go(page, f"/account/{account}")
        expect(page.locator("#account").get_by_role("alert")).to_contain_text("AWS cannot be reached")
        assert console.stop() == 0
        page.get_by_role("searchbox").fill(account)
        page.get_by_role("searchbox").press("Enter")
        expect(page.locator("#found").get_by_role("alert")).to_contain_text("The console itself does not answer")
