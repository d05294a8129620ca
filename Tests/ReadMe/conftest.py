"""The README's blocks, in order, in one shell beside a local AWS, as somebody would paste them."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "EndToEnd"))

from aws_cli import aws_cli  # noqa: E402
from harness.local_aws import LocalAWS  # noqa: E402
from harness.paths import ARTIFACTS, TERRAFORM  # noqa: E402
from shell import Shell  # noqa: E402

WORK = ROOT / ".build" / "read-me"


@pytest.fixture(scope="session")
def shell() -> Iterator[Shell]:
    """A shell in a copy of what the blocks need, pointed at the local AWS as `./build.sh local start` would."""
    shutil.rmtree(WORK, ignore_errors=True)
    checkout = WORK / "checkout"
    shutil.copytree(TERRAFORM, checkout / "terraform", ignore=shutil.ignore_patterns(
        ".terraform", ".terraform.lock.hcl", "terraform.tfvars", "*.tfstate*", "*.auto.tfvars*"))
    (checkout / "dist").symlink_to(ARTIFACTS)
    aws = LocalAWS(WORK / "aws")
    environment = aws.environment()
    running = Shell(checkout, {
        **environment, "PATH": f"{aws_cli(WORK / 'bin')}:{environment['PATH']}", "CHECKPOINT_DISABLE": "1",
        # Nobody is there to type the yes that terraform asks for.
        "TF_CLI_ARGS_apply": "-auto-approve -no-color -parallelism=30", "TF_CLI_ARGS_destroy": "-auto-approve -no-color -parallelism=30"})
    yield running
    running.stop()
    assert aws.stop() == 0
