"""The console on what a campaign has left behind: what it shows is what the tables have, account by account."""

from collections import Counter, defaultdict

import pytest
from bank import Bank
from campaign.plan import Plan
from driving.browser import go, part, show_account, show_flow
from playwright.sync_api import Page, expect


@pytest.fixture(scope="module")
def accounts(system: Bank, campaign: Plan) -> dict[str, list[dict]]:
    """The events of each account, as they are stored."""
    return {name: system.events(name) for name in (step.body["aggregateId"] for step in campaign.openings)}


@pytest.fixture(scope="module")
def transfers(system: Bank, campaign: Plan) -> dict[str, dict]:
    """The transfers that were accepted, as they ended."""
    asked = {step.body["aggregateId"] for step in campaign.steps if step.body.get("eventType") == "TransferRequested"}
    found = {name: system.transfer(name) for name in sorted(asked)}
    return {name: transfer for name, transfer in found.items() if transfer}


def test_every_account(page: Page, system: Bank, accounts: dict[str, list[dict]]) -> None:
    for account, events in accounts.items():
        show_account(page, account)
        expect(page.locator("#integrity")).to_have_text(f"intact: {len(events)} events")
        compared = part(page, "Read model beside the fold")
        expect(compared).to_contain_text(f"Both are at event {len(events)}.")
        expect(compared.locator("td.bad-text")).to_have_count(0)
        expect(page.locator("#events tr[data-sequence]").last).to_contain_text(events[-1]["EventHash"][:8])
        balance = page.locator('#moment [data-field="balance"]')
        expect(balance).to_have_text(f"{system.balance(account).normalize():f}")


def test_the_accounts_of_each_customer(page: Page, accounts: dict[str, list[dict]]) -> None:
    customers = defaultdict(set)
    for account, events in accounts.items():
        customers[events[0]["EventData"]["customerId"]].add(account)
    assert max(map(len, customers.values())) > 1, "one customer with several accounts"
    for customer, owned in customers.items():
        search(page, customer)
        rows = page.locator("#found tbody tr")
        expect(rows).to_have_count(len(owned))
        assert {row.get_by_role("link").inner_text() for row in rows.all()} == owned


def test_every_transfer(page: Page, transfers: dict[str, dict]) -> None:
    assert "Completed" in {transfer["Status"] for transfer in transfers.values()} <= {"Completed", "Failed"}
    for name, transfer in transfers.items():
        search(page, name)
        row = page.get_by_role("row").filter(has=page.get_by_role("link", name=name, exact=True))
        expect(row).to_contain_text(transfer["Status"])
        expect(row).to_contain_text(f"{transfer['Amount'].normalize():f}")
        for place in ("FromAccountId", "ToAccountId"):
            expect(page.locator("#found").get_by_role("link", name=transfer[place], exact=True)).to_be_visible()


def test_every_event_is_counted_by_its_type(page: Page, accounts: dict[str, list[dict]], transfers: dict[str, dict], system: Bank) -> None:
    stored = [event for events in (*accounts.values(), *map(system.events, transfers)) for event in events]
    types = Counter(event["EventType"] for event in stored)
    show_flow(page)
    found = part(page, "Events by type")
    expect(found.locator("[aria-busy]")).to_have_count(0)
    found.get_by_text("As a table").click()
    headers = [cell.inner_text() for cell in found.get_by_role("columnheader").all()]
    rows = [[cell.inner_text() for cell in row.locator("td").all()] for row in found.locator("tbody tr").all()]
    counted = Counter({name: sum(int(row[place]) for row in rows) for place, name in enumerate(headers[1:], 1)})
    assert counted == types


def test_outcomes_of_all_kinds(page: Page, campaign: Plan) -> None:
    show_flow(page)
    found = part(page, "Commands by outcome")
    for outcome in ("Appended", "Duplicate", "BusinessRuleViolation", "ValidationError"):
        expect(found.get_by_role("listitem").filter(has_text=outcome)).to_be_visible()


def search(page: Page, word: str) -> None:
    go(page, "/account")
    page.get_by_role("searchbox").fill(word)
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator("#status")).to_contain_text("found")
