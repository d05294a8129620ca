"""How a suite begins: the bundles are there, nothing of the last run is, a local AWS is started and all is deployed once."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from .local_aws import LocalAWS
from .paths import ARTIFACTS
from .terraform import Terraform

ONE_DELIVERY = {"LOCAL_AWS_BUS_DUPLICATES": "0", "LOCAL_AWS_QUEUE_DUPLICATES": "0"}
"""Without second deliveries: one that comes late would restore what a replay, a rebuild or a repair is to restore, and what
metrics and queues show could not be compared with what was done, one by one."""


@contextmanager
def local_aws(work: Path, artifacts: Path = ARTIFACTS, **settings: str) -> Iterator[LocalAWS]:
    """A local AWS for bundles, with its folder in `work`, which is empty then. Failed batches of a stream are retried soon."""
    require_bundles(artifacts)
    shutil.rmtree(work, ignore_errors=True)
    running = LocalAWS(work / "aws", **{"LOCAL_AWS_STREAM_RETRY_SECONDS": "0.1", **settings})
    yield running
    assert running.stop() == 0


def require_bundles(artifacts: Path = ARTIFACTS) -> None:
    """Ends the run with what is to be done where one is missing."""
    missing = [name for name in ("command.zip", "projection.zip", "query.zip", "domain.json") if not (artifacts / name).exists()]
    if missing:
        domain = "" if artifacts == ARTIFACTS else f" {artifacts.name}"
        pytest.exit(f"{artifacts} lacks {', '.join(missing)}: run ./build.sh build{domain} first", returncode=1)


def deploy(aws: LocalAWS, work: Path, artifacts: Path = ARTIFACTS, **variables: object) -> Terraform:
    """What `terraform apply` makes in it, with the document's own variables and those given on top of them."""
    deployment = Terraform(work / "terraform", aws.environment(), artifacts)
    deployment.init()
    deployment.apply(**variables)
    return deployment
