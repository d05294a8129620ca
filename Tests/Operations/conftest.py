"""One local AWS and one deployment with everything on that the local AWS has, for all tests of the folder.

The calls to the deployed system are those of Tests/EndToEnd. Modules run in the order of `_ORDER`: the alarms first, while
nothing has failed yet, and the dashboard last, when all metrics have been written.
"""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
sys.path += [str(TESTS / "EndToEnd"), str(TESTS / "LocalAWS" / "tests")]

from harness.deployment import Deployment  # noqa: E402
from harness.local_aws import LocalAWS  # noqa: E402
from harness.paths import ARTIFACTS, ROOT  # noqa: E402
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
    missing = [name for name in ("command", "projection", "query") if not (ARTIFACTS / f"{name}.zip").exists()]
    if missing:
        pytest.exit(f"{ARTIFACTS} lacks {', '.join(missing)}: run ./build.sh build first", returncode=1)
    shutil.rmtree(WORK, ignore_errors=True)
    # Without second deliveries: what metrics and queues show is compared with what was done, one by one.
    running = LocalAWS(WORK / "aws", LOCAL_AWS_STREAM_RETRY_SECONDS="0.1", LOCAL_AWS_ALARM_INTERVAL_SECONDS="0.5",
                       LOCAL_AWS_BUS_DUPLICATES="0", LOCAL_AWS_QUEUE_DUPLICATES="0")
    yield running
    assert running.stop() == 0


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
