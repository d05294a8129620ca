"""Where the state lives and what holds the provider: the backend of the production example, and the lock for all platforms."""

import re
import shlex
from pathlib import Path

import pytest
from harness.local_aws import LocalAWS
from harness.paths import TERRAFORM
from harness.workspace import Workspace

COMMAND = re.compile(r"`(terraform providers lock [^`]+)`")
PROVIDER = "registry.terraform.io/hashicorp/aws"
REGION = "eu-central-1"
"""Of the backend; a bucket answers in its own region only."""
LOCK = "ledger/terraform.tfstate.tflock"
"""Beside the state, as `use_lockfile` has it: https://developer.hashicorp.com/terraform/language/backend/s3"""
NOTES = 'output "note" {\n  value = "the state is where the backend says"\n}\n'


@pytest.fixture
def states(aws: LocalAWS) -> str:
    aws.client("s3").create_bucket(Bucket="states", CreateBucketConfiguration={"LocationConstraint": REGION})
    return "states"


def test_the_state_of_the_production_example_is_in_a_bucket_and_locked(aws: LocalAWS, states: str, tmp_path: Path) -> None:
    root = Workspace(tmp_path, aws.environment(), "examples/production")
    # Of the example only the backend, so that an apply makes nothing but a state.
    for file in root.directory.glob("*.tf"):
        if file.name != "backend.tf":
            file.unlink()
    (root.directory / "outputs.tf").write_text(NOTES)
    first_line = (root.directory / "backend.tf").read_text().splitlines()[0]
    assert first_line.startswith("# terraform init -backend-config=bucket=")
    # A host of its own for each bucket is AWS's; the local AWS has one for all.
    root.run("init", "-no-color", "-reconfigure", f"-backend-config=bucket={states}", "-backend-config=use_path_style=true")
    root.apply()
    s3 = aws.client("s3")
    assert keys(s3, states) == ["ledger/terraform.tfstate"]
    assert b"the state is where the backend says" in s3.get_object(Bucket=states, Key="ledger/terraform.tfstate")["Body"].read()

    s3.put_object(Bucket=states, Key=LOCK, Body=b'{"ID":"1","Operation":"OperationTypeApply","Who":"somebody else"}')
    held = root.run("apply", "-auto-approve", "-no-color", accepted=None)
    assert held.status == 1 and "Error acquiring the state lock" in held.text and "somebody else" in held.text


def keys(s3: object, bucket: str) -> list[str]:
    return [found["Key"] for found in s3.list_objects_v2(Bucket=bucket).get("Contents", [])]


def test_the_printed_command_locks_the_provider_for_each_platform(mocked: Workspace, tmp_path: Path) -> None:
    """The registry's packages are replaced by a folder's: the command and what the module asks for are what is tried."""
    [command] = COMMAND.findall((TERRAFORM / "README.md").read_text())
    terraform, *arguments = shlex.split(command)
    platforms = [argument.removeprefix("-platform=") for argument in arguments if argument.startswith("-platform=")]
    assert terraform == "terraform" and len(platforms) == 3
    for platform in platforms:
        package = tmp_path / "mirror" / PROVIDER / "5.100.0" / platform
        package.mkdir(parents=True)
        (package / "terraform-provider-aws_v5.100.0").write_text(f"for {platform}\n")
    lock = mocked.directory / ".terraform.lock.hcl"
    lock.unlink(missing_ok=True)
    mocked.run(*arguments, f"-fs-mirror={tmp_path / 'mirror'}")
    locked = lock.read_text()
    assert f'provider "{PROVIDER}"' in locked and 'version     = "5.100.0"' in locked
    assert len(re.findall(r'"h1:[^"]+"', locked)) == len(platforms)
