"""One local AWS and a deployment with the HTTP API and the process, for requests made from dist/openapi.json.

The deployment is made as in Tests/EndToEnd.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[1] / "EndToEnd"))

from harness.beginnings import deploy, local_aws  # noqa: E402
from harness.local_aws import LocalAWS  # noqa: E402
from harness.paths import ARTIFACTS, ROOT  # noqa: E402

from api.deployed import DeployedAPI  # noqa: E402

WORK = ROOT / ".build" / "openapi"
"""Logs and state of the last run; they stay for whoever looks for the cause of a failure."""

VARIABLES = {"enable_http_api": True, "enable_transfers": True, "billing_mode": "PAY_PER_REQUEST",
             "http_api_throttle_requests_per_second": 10_000}
"""Nothing is throttled: what is answered then is API Gateway's, and DynamoDB's, and no finding."""


def read(name: str) -> dict:
    path = ARTIFACTS / name
    if not path.exists():
        pytest.exit(f"{path} is missing: run ./build.sh build and ./build.sh build parcels first", returncode=1)
    return json.loads(path.read_text())


@pytest.fixture(scope="session")
def document() -> dict:
    return read("openapi.json")


@pytest.fixture(scope="session")
def aws() -> Iterator[LocalAWS]:
    with local_aws(WORK) as running:
        yield running


@pytest.fixture(scope="session")
def api(aws: LocalAWS) -> DeployedAPI:
    return DeployedAPI(aws, str(deploy(aws, WORK, **VARIABLES).outputs()["http_api_endpoint"]))
