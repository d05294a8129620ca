"""The flow panel in a browser: each part shows what the deployment has."""

import re
from collections.abc import Callable

import pytest
from driving import letters
from driving.browser import part, show_flow
from harness.system import System, close, transaction
from harness.waiting import wait_for
from playwright.sync_api import Page, expect


@pytest.fixture(scope="module")
def traffic(system: System) -> str:
    """Commands with three outcomes; what came of them is in the metrics."""
    account = system.open_account()
    assert system.command(transaction(account, 5, "tx")).status == system.command(transaction(account, 5, "tx")).status == 200
    assert system.command(transaction(account, -500)).status == 422
    assert system.command(close(account)).status == 200
    system.projected(account, 3)
    wait_for(lambda: system.count("ProjectionLagMilliseconds", "projection") > 0, "the lag among the metrics")
    return account


def shown(page: Page, name: str):
    """A part, when it has what it asked for."""
    show_flow(page)
    found = part(page, name)
    expect(found.locator("[aria-busy]")).to_have_count(0)
    return found


def test_an_address_that_is_shown_is_not_drawn_again(page: Page) -> None:
    """The browser tells of it late where it was changed while the page began: a button would vanish under the hand."""
    show_flow(page)
    refresh = page.get_by_role("button", name="Refresh", exact=True).element_handle()
    page.evaluate("() => { dispatchEvent(new HashChangeEvent('hashchange')); }")
    assert refresh.evaluate("button => button.isConnected")


def test_events_by_type(page: Page, traffic: str) -> None:
    found = shown(page, "Events by type")
    for name in ("AccountCreated", "TransactionProcessed", "AccountClosed"):
        expect(found.get_by_role("listitem").filter(has_text=name)).to_be_visible()
    expect(found.get_by_role("img")).to_have_accessible_name(re.compile("Events by type, from .* to .*: at most"))
    expect(found.locator("rect title").filter(has_text=re.compile(r"^AccountClosed: \d+$")).first).to_be_attached()
    found.get_by_text("As a table").click()
    expect(found.get_by_role("columnheader", name="AccountClosed")).to_be_visible()


def test_commands_by_outcome(page: Page, traffic: str) -> None:
    found = shown(page, "Commands by outcome")
    for outcome in ("Appended", "Duplicate", "BusinessRuleViolation"):
        expect(found.get_by_role("listitem").filter(has_text=outcome)).to_be_visible()


def test_lags(page: Page, traffic: str) -> None:
    found = shown(page, "Lag")
    for label in ("stored to bus, mean", "stored to bus, worst", "stored to read model, mean", "stored to read model, worst"):
        expect(found.get_by_role("listitem").filter(has_text=label)).to_be_visible()
    assert found.locator("svg[role=img] path").evaluate_all("paths => paths.filter((path) => path.getAttribute('d')).length") == 4


def test_other_times(page: Page, traffic: str) -> None:
    """The newest are counted first: what has just been done is on the first page, whatever the time."""
    shown(page, "Events by type")
    for minutes in ("15", "360", "1440"):
        page.get_by_label("The last").select_option(minutes)
        expect(page.locator("#status")).to_contain_text("Read at")
        expect(part(page, "Events by type").get_by_role("listitem").filter(has_text="AccountClosed")).to_be_visible()
        expect(page.locator(".notice")).to_have_count(0)


def test_queues_and_who_reads_them(page: Page, system: System) -> None:
    found = shown(page, "Queues")
    for name in ("live", "replay", "dead letters", "process", "process dead letters"):
        expect(found.locator("#depths").get_by_role("cell", name=name, exact=True)).to_be_visible()
    for name, function in (("stream", "event-publisher"), ("live", "projection-handler"), ("replay", "projection-handler"), ("process", "process-handler")):
        expect(found.locator("#feeds tr").filter(has=page.get_by_role("cell", name=name, exact=True))).to_contain_text(f"Enabled{function}-console:live")


def test_a_feed_that_is_off(page: Page, system: System) -> None:
    [mapping] = system.functions.list_event_source_mappings(EventSourceArn=system.outputs["replay_queue_arn"])["EventSourceMappings"]
    system.functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
    try:
        found = shown(page, "Queues")
        expect(found.locator("#feeds td.bad-text")).to_have_text("Disabled")
    finally:
        system.functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=True)


def test_alarms(page: Page, system: System) -> None:
    found = shown(page, "Alarms")
    count = len(system.outputs["alarm_names"])
    expect(found).to_contain_text(re.compile(rf"\d+ of {count} alarms fire"))
    system.cloudwatch.set_alarm_state(AlarmName=f"QueryHandler-Errors-{system.outputs['resource_suffix']}", StateValue="ALARM", StateReason="for a test")
    page.get_by_role("button", name="Refresh").click()
    found.get_by_text("All alarms").first.click()
    expect(found.locator("details tbody tr")).to_have_count(count)


def test_dead_letters_with_reason_and_repair(page: Page, system: System, account: str, send_letters: Callable[..., None]) -> None:
    send_letters(*letters.FORMS)
    found = shown(page, "Dead letters")
    expect(found.locator("tbody tr")).to_have_count(len(letters.FORMS))
    for what, why, repair in (
            ("letter of the projection", "UnknownEventType: MoneyPrinted", "then redrive"), ("letter of the projection", "MalformedEvent", "delete it"),
            ("event that cannot go on the bus", "too large", "a redrive applies it"),
            ("asynchronous command that failed", "DeadlineExceeded: DynamoDB is slow", "send the command again under its key"),
            ("stream records that the publisher gave up", "RetryAttemptsExhausted", "Republish what was stored between these times"),
            ("event that came back too often", "the read model could not be written", "then redrive"),
            ("request of an operator: rebuildPart", "came back too often", "then redrive"),
            ("message of unknown form", "of no known form", "delete it")):
        expect(found.get_by_role("row").filter(has_text=what).filter(has_text=why)).to_contain_text(repair)
    expect(found.get_by_role("link", name=account).first).to_be_visible()
    expect(found.get_by_role("button")).to_have_count(0)
    assert system.depth() == len(letters.FORMS), "looking takes nothing out"


def test_an_event_that_the_process_left_is_for_the_process(page: Page, send_letters: Callable[..., None]) -> None:
    send_letters("event", about="transfer-1", queue="process_dead_letter_queue")
    row = shown(page, "Dead letters").get_by_role("row").filter(has_text="event that came back too often")
    expect(row).to_contain_text("take it on")
    expect(row).to_contain_text("transfer-1")


def test_a_console_that_reads_offers_nothing_else(page: Page, account: str) -> None:
    expect(page.locator("header")).to_contain_text("reading only")
    shown(page, "Queues")
    for name in ("Redrive", "Rebuild all", "Republish a time", "Replay a time"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
