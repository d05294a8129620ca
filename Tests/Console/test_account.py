"""The account panel in a browser: what is found, and what an account was at each moment."""

import re

import pytest
from conftest import EVENTS, LONG
from driving.bank import damage, move
from driving.browser import go, part, show_account
from driving.consoles import Console
from harness.system import REPLICA_LAG_SECONDS, System, close, unique
from operations.damage import spoil
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.usefixtures("making")
BIG = "999999999999999.9999"


def search(page: Page, word: str) -> None:
    go(page, "/account")
    page.get_by_role("searchbox").fill(word)
    page.get_by_role("searchbox").press("Enter")


def field(page: Page, name: str):
    return page.locator(f'#moment [data-field="{name}"]')


@pytest.mark.parametrize("word, what", [("account-exact", "account"), ("customer-exact", "account of the customer")])
def test_search_by_account_and_by_customer(page: Page, account: str, word: str, what: str) -> None:
    search(page, word)
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name=account, exact=True))
    expect(row).to_contain_text(what)
    expect(row).to_contain_text("1000000000000001.0498")
    row.get_by_role("link").click()
    expect(page.get_by_role("heading", name=account)).to_be_visible()


def test_search_by_transfer(page: Page, system: System, account: str) -> None:
    other, transfer = system.open_account(), unique("transfer")
    data = {"fromAccountId": account, "toAccountId": other, "amount": 0.25}
    payer = system.open_account()
    move(system, payer, "1.25")
    assert system.command({"aggregateId": transfer, "eventType": "TransferRequested", "eventData": {**data, "fromAccountId": payer}}).status == 200
    system.eventually(lambda: system.query({"queryType": "getTransfer", "transferId": transfer}).body.get("Status") == "Completed", "the transfer", 240)
    search(page, transfer)
    rows = page.locator("#found tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text("Completed")
    expect(rows.nth(0)).to_contain_text("0.25")
    page.get_by_role("link", name=transfer).click()
    expect(page.locator("#status")).to_have_text(f"{transfer} is shown")
    expect(field(page, "status")).to_have_text("Completed")
    expect(part(page, "Balance over time")).to_have_count(0)
    expect(part(page, "Read model beside the fold").locator(".bad-text")).to_have_count(0)


def test_what_nobody_knows(page: Page) -> None:
    search(page, "nobody-here")
    expect(page.locator("#found")).to_contain_text("Nothing is known by nobody-here")
    go(page, "/account/nobody-here")
    expect(page.get_by_role("alert")).to_contain_text("There is no event of nobody-here")


def test_the_timeline_has_each_event_whole(page: Page, system: System, account: str) -> None:
    show_account(page, account)
    stored = system.events(account)
    rows = page.locator("#events tr[data-sequence]")
    expect(rows).to_have_count(len(stored))
    for index, event in enumerate(stored):
        row = rows.nth(index)
        expect(row).to_contain_text(event["EventType"])
        expect(row).to_contain_text(event["EventHash"][:8])
        expect(row).to_contain_text(event["CorrelationId"][:8])
    expect(rows.nth(1)).to_contain_text(BIG)
    expect(rows.nth(1)).to_contain_text("teller-7")
    page.get_by_role("button", name="All of event 2").click()
    whole = page.locator("#events pre:visible")
    expect(whole).to_contain_text(f'"amount": {BIG}')
    for value in (stored[1]["EventHash"], stored[1]["PreviousHash"], stored[1]["EventId"], stored[1]["CommandId"]):
        expect(whole).to_contain_text(value)


def test_back_in_time_by_sequence(page: Page, account: str) -> None:
    show_account(page, account)
    slider = page.get_by_role("slider", name="Moment")
    for sequence, balance in ((5, "1000000000000001.0498"), (4, "1000000000000100.0998"), (3, "999999999999999.9998"), (2, BIG), (1, "0"), (0, "0")):
        slider.fill(str(sequence))
        expect(field(page, "balance")).to_have_text(balance)
        expect(page.locator("#slider-text")).to_have_text(f"after event {sequence} of 5")
    expect(field(page, "status")).to_have_text("Unknown")
    slider.fill("3")
    changed = page.locator("#moment tr.at")
    expect(changed.filter(has_text="balance")).to_contain_text(f"was {BIG}")
    expect(changed.filter(has_text="transactionCount")).to_contain_text("was 1")
    expect(page.locator('#events tr[aria-current="true"]')).to_have_attribute("data-sequence", "3")


def test_back_in_time_by_time(page: Page, system: System) -> None:
    """The events are more than a slider's step, a millisecond, apart."""
    account = system.open_account()
    move(system, account, "5.50")
    assert system.command(close(account)).status == 200
    system.projected(account, 3)
    show_account(page, account)
    page.get_by_role("radio", name="by time").check()
    slider = page.get_by_role("slider", name="Moment")
    expect(page.locator("#slider-text")).to_have_text(re.compile(r"^at 2\S+Z, after event 3 of 3$"))
    expect(field(page, "status")).to_have_text("Closed")
    begin = int(slider.get_attribute("min"))
    slider.fill(str(begin))
    expect(field(page, "status")).to_have_text("Unknown")
    slider.fill(str(begin + 2))
    expect(page.locator("#slider-text")).to_contain_text("after event 1 of 3")
    expect(field(page, "status")).to_have_text("Active")
    page.get_by_role("radio", name="by sequence").check()
    expect(page.locator("#slider-text")).to_have_text("after event 1 of 3")


def test_the_read_model_beside_the_fold(page: Page, system: System) -> None:
    account = system.open_account()
    move(system, account, "5")
    system.projected(account, 2)
    show_account(page, account)
    compared = part(page, "Read model beside the fold")
    expect(compared).to_contain_text("Both are at event 2.")
    expect(compared.locator("td.bad-text")).to_have_count(0)
    spoil(system, account)
    system.aws.clock({"advance": REPLICA_LAG_SECONDS})
    page.reload()
    expect(page.locator("#status")).to_have_text(f"{account} is shown")
    expect(compared.get_by_role("row").filter(has_text="balance")).to_contain_text("differs")
    expect(page.locator("#integrity")).to_have_text("intact, but the read model differs")


def test_a_damaged_account(page: Page, system: System) -> None:
    account = system.open_account()
    move(system, account, "5", "6", "7")
    system.projected(account, 4)
    damage(system, account, 3)
    go(page, f"/account/{account}")
    expect(page.locator("#integrity")).to_have_text("damaged at event 3")
    expect(page.locator("#events tr.bad")).to_have_attribute("data-sequence", "3")
    page.get_by_role("button", name="Go to event 2, the last good one").click()
    expect(field(page, "balance")).to_have_text("5")
    expect(page.locator("#slider-text")).to_have_text("after event 2 of 4")


def test_ten_thousand_events(page: Page, console: Console, long: str) -> None:
    """However long the log is, the page holds one page of it, and asks for no more than it shows."""
    show_account(page, LONG)
    rows = page.locator("#events tr[data-sequence]")
    expect(rows).to_have_count(50)
    expect(rows.last).to_have_attribute("data-sequence", str(EVENTS))
    expect(page.locator("#integrity")).to_have_text(f"intact: {EVENTS} events")
    expect(page.locator("#balance-progress")).to_contain_text(f"{EVENTS} events; the fold has the same balance, {long}.")
    assert page.locator("#balance path.curve").evaluate("path => path.getAttribute('d').length") < 40_000
    page.get_by_role("button", name="First").click()
    expect(rows.first).to_have_attribute("data-sequence", "1")
    page.get_by_role("textbox", name="Page").fill("117")
    page.get_by_role("textbox", name="Page").press("Enter")
    expect(rows.first).to_have_attribute("data-sequence", str(116 * 50 + 1))
    page.get_by_role("button", name="Earlier").click()
    expect(rows.first).to_have_attribute("data-sequence", str(115 * 50 + 1))
    assert page.locator("*").count() < 2_000


def test_a_slider_that_is_dragged_asks_once_at_a_time(page: Page, long: str) -> None:
    """A hundred moves are no hundred questions: of those that come while one is under way, the last is asked."""
    show_account(page, LONG)
    expect(page.locator("#balance-progress")).to_contain_text("the fold has the same balance")
    before = len(page.watch.requests)
    page.get_by_role("slider", name="Moment").evaluate("""slider => {
        for (let at = 5000; at < 5100; at++) { slider.value = at; slider.dispatchEvent(new Event("input", { bubbles: true })); } }""")
    expect(page.locator("#slider-text")).to_have_text(f"after event 5099 of {EVENTS}")
    expect(page.locator('#events tr[aria-current="true"]')).to_have_attribute("data-sequence", "5099")
    assert len(page.watch.requests) - before < 20


def test_the_picture_of_the_balance_chooses_a_moment(page: Page, account: str) -> None:
    show_account(page, account)
    plot = page.get_by_role("img", name="Balance after each of 5 events")
    box = plot.bounding_box()
    plot.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    expect(page.locator("#slider-text")).to_have_text("after event 3 of 5")


def test_events_are_text_and_nothing_else(page: Page, system: System) -> None:
    """Whatever a caller puts into an event."""
    account = system.open_account(None, customerId="<img src=x onerror=alert(1)>", accountType="</td><script>alert(1)</script>")
    system.projected(account, 1)
    show_account(page, account)
    expect(field(page, "accountType")).to_have_text("</td><script>alert(1)</script>")
    expect(page.locator("main img, main script")).to_have_count(0)
