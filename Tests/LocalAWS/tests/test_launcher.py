"""The launcher itself: refusals, the end, and the rights it makes MiniStack check."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from conftest import LocalAWS, Stage, allow, wait_for
from running import ROOT
from test_functions import running


def launch(tmp_path: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    command = [os.environ.get("LOCAL_AWS_PYTHON", sys.executable), str(ROOT / "launch.py"), *arguments]
    return subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=120,
                          cwd=tmp_path, check=False)


def test_another_version_is_refused(tmp_path: Path) -> None:
    fake = tmp_path / "ministack-9.9.9.dist-info"
    fake.mkdir()
    (fake / "METADATA").write_text("Metadata-Version: 2.1\nName: ministack\nVersion: 9.9.9\n")
    ended = launch(tmp_path, "--port", "0", "--directory", str(tmp_path / "d"), PYTHONPATH=str(tmp_path))
    assert ended.returncode == 1
    assert "MiniStack 9.9.9 is installed" in ended.stderr and "1.5.33" in ended.stderr


@pytest.mark.parametrize(("name", "value", "message"), [
    ("PERSIST_STATE", "1", "PERSIST_STATE is refused"),
    ("LOCAL_AWS_STREAM_RETRY_SECONDS", "soon", "must be a number of seconds"),
    ("LOCAL_AWS_ASYNC_CONCURRENCY", "0", "must be above 0"),
    ("LOCAL_AWS_CAPACITY", "much", "must be off, real or a factor"),
    ("LOCAL_AWS_CAPACITY", "0", "must be above 0"),
    ("LOCAL_AWS_LAG_MILLISECONDS", "0.5", "must be a whole number of milliseconds"),
    ("LOCAL_AWS_ISOLATION_MILLISECONDS", "-1", "must be a whole number of milliseconds"),
    ("LOCAL_AWS_SEED", "lucky", "must be a whole number"),
])
def test_bad_settings_are_refused(tmp_path: Path, name: str, value: str, message: str) -> None:
    ended = launch(tmp_path, "--port", "0", "--directory", str(tmp_path / "d"), **{name: value})
    assert ended.returncode == 1
    assert message in ended.stderr


def test_a_port_in_use_is_named(aws: LocalAWS, tmp_path: Path) -> None:
    port = aws.endpoint.rsplit(":", 1)[1]
    ended = launch(tmp_path, "--port", port, "--directory", str(tmp_path / "d"))
    assert ended.returncode == 1
    assert f"127.0.0.1:{port} cannot be used" in ended.stderr


def test_a_directory_in_use_is_named(aws: LocalAWS) -> None:
    ended = launch(aws.directory, "--port", "0", "--directory", str(aws.directory))
    assert ended.returncode == 1
    assert "already running" in ended.stderr
    assert (aws.directory / "local-aws.pid").read_text() == f"{aws.process.pid}\n"


def test_sigterm_ends_everything_and_leaves_no_files(tmp_path: Path) -> None:
    running_aws = LocalAWS(tmp_path / "d")
    stage = Stage(running_aws, tmp_path)
    name, _arn = stage.function(stage.role(), CHILD="sleep 87654")
    stage.functions.invoke(FunctionName=name, Payload=b"{}")
    assert running("87654")
    assert running_aws.stop() == 0
    wait_for(lambda: not running("87654"), "the end of the function's processes")
    assert sorted(os.listdir(tmp_path / "d")) == ["log"]


def test_policies_and_signatures_are_checked(aws: LocalAWS, stage: Stage) -> None:
    _url, queue = stage.queue()
    stage.iam.create_user(UserName="narrow")
    key = stage.iam.create_access_key(UserName="narrow")["AccessKey"]
    policy = '{"Version":"2012-10-17","Statement":[%s]}' % str(allow("sqs:GetQueueUrl", queue)).replace("'", '"')
    stage.iam.put_user_policy(UserName="narrow", PolicyName="p", PolicyDocument=policy)
    narrow = aws.client("sqs", key["AccessKeyId"], key["SecretAccessKey"])
    name = queue.rsplit(":", 1)[1]
    url = narrow.get_queue_url(QueueName=name)["QueueUrl"]
    with pytest.raises(ClientError, match="AccessDenied"):
        narrow.send_message(QueueUrl=url, MessageBody="x")
    forged = aws.client("sqs", key["AccessKeyId"], "wrong")
    with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
        forged.get_queue_url(QueueName=name)
