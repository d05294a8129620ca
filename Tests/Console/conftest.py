"""One local AWS, one deployment of the real bundles, a console that reads and one that operates, and a browser.

The calls to the deployed system are those of Tests/EndToEnd.
"""

import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

sys.path += [str(Path(__file__).resolve().parents[1] / name) for name in ("EndToEnd", "Operations", "Transfers", "Campaign")]

from harness.beginnings import ONE_DELIVERY, deploy, local_aws  # noqa: E402
from harness.local_aws import LocalAWS  # noqa: E402
from harness.paths import ROOT  # noqa: E402
from harness.system import System  # noqa: E402

from bank import Bank  # noqa: E402
from campaign.plan import Plan  # noqa: E402
from driving import letters  # noqa: E402
from driving.bank import long_account, move  # noqa: E402
from driving.browser import launch, opened  # noqa: E402
from driving.campaign import live_through  # noqa: E402
from driving.consoles import Console  # noqa: E402

WORK = ROOT / ".build" / "console"
"""Logs and state of the last run; they stay for whoever looks for the cause of a failure."""
PICTURES = Path(os.environ.get("CONSOLE_PICTURES", WORK / "pictures"))
"""With CONSOLE_PICTURES=Tests/Console the README's pictures are made anew."""
VARIABLES = {"resource_suffix": "console", "enable_transfers": True, "billing_mode": "PAY_PER_REQUEST", "alarm_period_seconds": 60,
             "alarm_evaluation_periods": 1, "lambda_memory_size": 512}
LONG, EVENTS = "account-long", 10_000


_ORDER = ["test_campaign", "test_access", "test_flow", "test_operations", "test_access_for_all", "test_rights", "test_pictures", "test_account", "test_stopped"]
"""The long account is made beside the tests of other accounts, and behind those that count what the whole store has."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> tuple[bool, bool, int]:
        return item.path.stem == _ORDER[-1], "long" in item.fixturenames, _ORDER.index(item.path.stem)

    items.sort(key=place)


@pytest.fixture(scope="session")
def aws() -> Iterator[LocalAWS]:
    # What is throttled has suites of its own, and ten thousand events on one partition would be.
    with local_aws(WORK, LOCAL_AWS_CAPACITY="off", **ONE_DELIVERY) as running:
        yield running


@pytest.fixture(scope="session")
def system(aws: LocalAWS) -> Bank:
    return Bank(aws, deploy(aws, WORK, **VARIABLES))


@pytest.fixture(scope="session")
def campaign(system: Bank) -> Plan:
    """What a campaign has left behind."""
    return live_through(system, WORK / "history.jsonl")


@pytest.fixture(scope="session")
def account(system: System) -> str:
    """With amounts that no float holds."""
    account = system.open_account("account-exact", customerId="customer-exact")
    move(system, account, "999999999999999.9999", "-0.0001", "100.10", "-99.05")
    system.projected(account, 5)
    return account


@pytest.fixture(scope="session")
def making(system: System) -> Iterator[Future]:
    """The account of ten thousand events takes a while: it is made while other tests run."""
    with ThreadPoolExecutor(1) as thread:
        yield thread.submit(long_account, System(system.aws, system.terraform), LONG, EVENTS)


@pytest.fixture(scope="session")
def long(system: System, making: Future) -> str:
    """Its balance, as text."""
    balance = making.result()
    system.projected(LONG, EVENTS)
    return f"{balance.normalize():f}"


@pytest.fixture(scope="session")
def console(aws: LocalAWS, system: System) -> Iterator[Console]:
    """Without a suffix: there is one deployment only."""
    running = Console(aws, WORK / "console.log")
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="session")
def operating(aws: LocalAWS, system: System) -> Iterator[Console]:
    running = Console(aws, WORK / "operating.log", "--operate", "--suffix", str(system.outputs["resource_suffix"]))
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, console: Console) -> Iterator[Page]:
    with opened(browser, console) as page:
        yield page


@pytest.fixture
def operators_page(browser: Browser, operating: Console) -> Iterator[Page]:
    with opened(browser, operating) as page:
        yield page


@pytest.fixture
def send_letters(system: System, account: str) -> Iterator[Callable[..., None]]:
    """Puts dead letters about the account into a queue of theirs, of which none is left afterwards."""
    def purge() -> None:
        for queue in ("dead_letter_queue", "process_dead_letter_queue"):
            system.queue.purge_queue(QueueUrl=system.outputs[f"{queue}_url"])

    purge()
    yield lambda *names, about=account, **queue: letters.send(system, about, *names, **queue)
    purge()


@pytest.fixture(scope="session")
def picture() -> Callable[[Page, str], None]:
    def take(page: Page, name: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png")

    return take
