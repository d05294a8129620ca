"""What `--operate` adds: each operation asks first, does what it says, and says how far it is."""

from collections.abc import Callable

from driving.bank import move
from driving.browser import show_account, show_flow
from harness.system import System, unique
from operations.damage import is_right, lose
from playwright.sync_api import Page, expect


def account_of(system: System) -> str:
    account = system.open_account()
    move(system, account, "5", "6")
    system.projected(account, 3)
    # One message is enough to bring the account there: those that are still under way would mend what a test takes away.
    system.finish_retries()
    return account


def confirm(page: Page, verb: str) -> None:
    page.get_by_role("dialog").get_by_role("button", name=verb, exact=True).click()


def ended(page: Page, kind: str, state: str = "done"):
    """The newest operation of a kind, when it has ended."""
    show_flow(page)
    row = page.locator(f'#operations tr[data-operation="{kind}"]').first
    expect(row).to_have_attribute("data-state", state)
    return row


def test_no_is_no(operators_page: Page, account: str) -> None:
    page = operators_page
    show_account(page, account)
    page.get_by_role("button", name="Rebuild", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"Fold {account} anew?")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="Rebuild", exact=True).click()
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_have_count(0)
    show_flow(page)
    expect(page.locator("#operations")).to_contain_text("None has been begun.")
    assert set(page.watch.posted) == {"/api/query"}


def test_rebuild_one(operators_page: Page, system: System) -> None:
    page, account = operators_page, account_of(system)
    lose(system, account)
    show_account(page, account)
    expect(page.locator("#account")).to_contain_text("The read model has nothing of it")
    page.get_by_role("button", name="Rebuild", exact=True).click()
    confirm(page, "Rebuild")
    expect(ended(page, "rebuild")).to_contain_text("3 events were folded")
    assert is_right(system, account)


def test_rebuild_all(operators_page: Page, system: System) -> None:
    page, account = operators_page, account_of(system)
    lose(system, account)
    show_flow(page)
    page.get_by_role("button", name="Rebuild all").click()
    confirm(page, "Rebuild all")
    expect(ended(page, "rebuildAll")).to_contain_text("all of it:")
    assert is_right(system, account)


def test_republish_one_and_a_time(operators_page: Page, system: System) -> None:
    page, account = operators_page, account_of(system)
    lose(system, account)
    show_account(page, account)
    page.get_by_role("button", name="Republish", exact=True).click()
    confirm(page, "Republish")
    expect(ended(page, "republish")).to_contain_text("3 events were published")
    system.projected(account, 3)
    stored = system.events(account)
    page.get_by_role("button", name="Republish a time").click()
    page.get_by_role("textbox", name="From").fill(stored[1]["Timestamp"])
    page.get_by_role("textbox", name="To").fill(stored[2]["Timestamp"])
    confirm(page, "Republish")
    expect(page.locator('#operations tr[data-operation="republish"]')).to_have_count(2)
    expect(ended(page, "republish")).to_contain_text("2 events were published")


def test_replay(operators_page: Page, system: System) -> None:
    page, account = operators_page, account_of(system)
    lose(system, account)
    show_flow(page)
    page.get_by_role("button", name="Replay a time").click()
    page.get_by_role("textbox", name="To").fill("tomorrow")
    confirm(page, "Replay")
    expect(ended(page, "replay", "failed")).to_contain_text("toTime")
    page.get_by_role("button", name="Replay a time").click()
    page.get_by_role("textbox", name="From").fill(system.events(account)[0]["Timestamp"])
    confirm(page, "Replay")
    expect(page.locator('#operations tr[data-operation="replay"]')).to_have_count(2)
    expect(ended(page, "replay")).to_contain_text("is complete")
    system.projected(account, 3)


def test_redrive_moves_what_can_be_repaired_and_leaves_the_rest(
        operators_page: Page, system: System, send_letters: Callable[..., None]) -> None:
    """Each once: what cannot be applied after all is soon there again, as a new letter."""
    page, account, unreadable = operators_page, account_of(system), unique("unreadable")
    lose(system, account)
    system.event_store_writer.put_item(TableName=system.event_store, Item={
        "AggregateId": {"S": unreadable}, "EventSequence": {"N": "1"}, "Nonsense": {"S": "x"}})
    system.eventually(lambda: system.depth() == 1, "what the publisher could not read")
    send_letters("letter", "command", "odd", "nameless letter", about=account)
    show_flow(page)
    page.get_by_role("button", name="Redrive").click()
    confirm(page, "Redrive")
    expect(ended(page, "redrive")).to_contain_text("2 were handed to the projection again, 3 stay")
    system.projected(account, 3)
    system.eventually(lambda: system.depth() == 4, "the letter that came again")


def test_an_operation_that_is_refused(operators_page: Page) -> None:
    page = operators_page
    show_flow(page)
    page.get_by_role("button", name="Republish a time").click()
    page.get_by_role("textbox", name="From").fill("yesterday")
    confirm(page, "Republish")
    expect(ended(page, "republish", "failed")).to_contain_text("fromTime")
