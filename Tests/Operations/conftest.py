"""One local AWS and one deployment with everything on that the local AWS has, for all tests of the folder.

The calls to the deployed system are those of Tests/EndToEnd. Modules run in the order of `_ORDER`: the alarms first, while
nothing has failed yet, and the dashboard last, when all metrics have been written.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
sys.path += [str(TESTS / "EndToEnd"), str(TESTS / "LocalAWS" / "tests")]

from harness.beginnings import ONE_DELIVERY, local_aws  # noqa: E402
from harness.deployment import Deployment  # noqa: E402
from harness.local_aws import LocalAWS  # noqa: E402
from harness.paths import ROOT  # noqa: E402
from harness.system import System  # noqa: E402
from operations.damage import is_right  # noqa: E402
from operations.deployment import VARIABLES  # noqa: E402
from operations.runbook import Runbook  # noqa: E402

_ORDER = ["test_alarms", "test_logs", "test_http_api", "test_traces", "test_rebuild_all", "test_runbook", "test_asynchronous",
          "test_mending", "test_procedures", "test_runbook_end", "test_metrics", "test_cost"]
WORK = ROOT / ".build" / "operations"
"""Logs and state of the last run; they stay for whoever looks for the cause of a failure."""
ACCOUNT = "account-123"
"""The account in question, as the runbook's setup has it."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _ORDER.index(item.path.stem))


@pytest.fixture(scope="session")
def aws() -> Iterator[LocalAWS]:
    with local_aws(WORK, LOCAL_AWS_ALARM_INTERVAL_SECONDS="1", **ONE_DELIVERY) as running:
        yield running


@pytest.fixture(scope="session")
def deployment(aws: LocalAWS) -> Deployment:
    made = Deployment(WORK / "terraform", aws.environment(), VARIABLES)
    made.init()
    made.apply_file()
    return made


@pytest.fixture(scope="session")
def system(aws: LocalAWS, deployment: Deployment) -> System:
    return System(aws, deployment)


@pytest.fixture(scope="session")
def runbook(deployment: Deployment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runbook]:
    made = Runbook(deployment, tmp_path_factory.mktemp("runbook"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def account(system: System) -> str:
    """The account of the runbook, with 25 events; snapshots are kept behind every 10."""
    system.open_account(ACCOUNT)
    assert system.command({"aggregateId": ACCOUNT, "events": [
        {"eventType": "TransactionProcessed", "eventData": {"transactionId": f"tx-{number}", "amount": 1.25}}
        for number in range(24)]}).status == 200
    system.projected(ACCOUNT, 25)
    assert is_right(system, ACCOUNT)
    return ACCOUNT
