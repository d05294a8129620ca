"""Keyboard and screen reader, light and dark: axe-core looks at each panel, and the keyboard goes all the way."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from driving.browser import opened, part, show_account, show_flow
from driving.consoles import Console
from playwright.sync_api import Browser, Page, expect


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_panel_by_axe(browser: Browser, operating: Console, account: str, send_letters: Callable[..., None], scheme: str) -> None:
    send_letters("letter", "stream")
    with opened(browser, operating, color_scheme=scheme) as page:
        show_account(page, account)
        page.get_by_role("button", name="All of event 1").click()
        judge(page)
        show_flow(page)
        expect(part(page, "Dead letters").locator("tbody tr")).to_have_count(2)
        expect(page.locator("[aria-busy]")).to_have_count(0)
        judge(page)
        page.get_by_role("button", name="Replay a time").click()
        judge(page)


def judge(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert len(found.response["passes"]) > 10, "axe has looked at nothing"


def test_light_and_dark_differ(browser: Browser, console: Console) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        with opened(browser, console, color_scheme=scheme) as page:
            grounds.append(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
    assert grounds == ["rgb(255, 255, 255)", "rgb(20, 23, 28)"]


def test_by_keyboard_alone(page: Page, account: str) -> None:
    """From the top of the page into an account, and back in time."""
    tab_to(page, "searchbox", "Account, customer or transfer")
    page.keyboard.type(account)
    page.keyboard.press("Enter")
    expect(page.locator("#found a").first).to_be_visible()
    tab_to(page, "link", account)
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_have_text(f"{account} is shown")
    tab_to(page, "slider", "Moment")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#slider-text")).to_have_text("after event 4 of 5")
    tab_to(page, "button", "All of event 2")
    page.keyboard.press("Enter")
    expect(page.locator("#events pre:visible")).to_contain_text("999999999999999.9999")


def tab_to(page: Page, role: str, name: str) -> None:
    """Presses Tab until that element has the focus."""
    wanted = page.get_by_role(role, name=name, exact=True)
    for _press in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate_all("found => found.some((one) => one === document.activeElement)"):
            return
    raise AssertionError(f"no Tab leads to the {role} {name}")


def test_a_slider_says_where_it_is(page: Page, account: str) -> None:
    show_account(page, account)
    expect(page.get_by_role("slider", name="Moment")).to_have_attribute("aria-valuetext", "after event 5 of 5")
