"""One local AWS and the bundles, deployed with transfers switched on.

The calls to the deployed system are those of Tests/EndToEnd.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path += [str(ROOT / "Tests" / "EndToEnd"), str(ROOT / "Tests" / "Operations")]

from harness.beginnings import deploy, local_aws  # noqa: E402
from harness.local_aws import LocalAWS  # noqa: E402
from harness.paths import ARTIFACTS  # noqa: E402
from harness.terraform import Terraform  # noqa: E402
from operations.runbook import Runbook  # noqa: E402

from bank import Bank  # noqa: E402

WORK = ROOT / ".build" / "transfers"
"""Logs and state of the last run; they stay for whoever looks for the cause of a failure."""

VARIABLES = {"enable_transfers": True, "event_store_write_capacity": 200, "event_store_read_capacity": 200,
             "read_model_write_capacity": 200, "read_model_read_capacity": 200, "event_store_gsi_write_capacity": 200,
             "alarm_period_seconds": 60, "alarm_evaluation_periods": 1}
"""Capacity for five hundred transfers at once, which is throttled all the same while it lasts."""


@pytest.fixture(scope="session")
def aws() -> Iterator[LocalAWS]:
    with local_aws(WORK, LOCAL_AWS_ALARM_INTERVAL_SECONDS="2") as running:
        yield running


@pytest.fixture(scope="session")
def terraform(aws: LocalAWS) -> Terraform:
    """With the artefacts of an S3 bucket, each in its own version."""
    return deploy(aws, WORK, **VARIABLES, artifacts_s3=in_a_bucket(aws))


def in_a_bucket(aws: LocalAWS) -> dict[str, object]:
    """The bundles as `artifacts_s3` names them. A newer version of each is none at all: what is not meant does not run."""
    s3, bucket, prefix = aws.client("s3"), "artifacts", "releases/1/"
    s3.create_bucket(Bucket=bucket)
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    versions = {name: s3.put_object(Bucket=bucket, Key=f"{prefix}{name}.zip", Body=(ARTIFACTS / f"{name}.zip").read_bytes())["VersionId"]
                for name in ("command", "projection", "query")}
    for name in versions:
        s3.put_object(Bucket=bucket, Key=f"{prefix}{name}.zip", Body=b"not a bundle")
    return {"bucket": bucket, "prefix": prefix, "object_versions": versions}


@pytest.fixture(scope="session")
def bank(aws: LocalAWS, terraform: Terraform) -> Bank:
    return Bank(aws, terraform)


@pytest.fixture(scope="session")
def runbook(terraform: Terraform, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runbook]:
    made = Runbook(terraform, tmp_path_factory.mktemp("runbook"), "process")
    yield made
    made.close()
