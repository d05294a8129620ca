"""The key of a log group."""

import pytest
from botocore.exceptions import ClientError
from conftest import Stage, unique

KEY = "arn:aws:kms:us-east-1:000000000000:key/11111111-2222-3333-4444-555555555555"


def key(stage: Stage, group: str) -> str | None:
    [found] = stage.logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]
    return found.get("kmsKeyId")


def test_a_group_gets_a_key_and_loses_it(stage: Stage) -> None:
    group = unique("keys")
    stage.logs.create_log_group(logGroupName=group)
    stage.logs.associate_kms_key(logGroupName=group, kmsKeyId=KEY)
    assert key(stage, group) == KEY
    stage.logs.disassociate_kms_key(logGroupName=group)
    assert key(stage, group) is None


def test_there_is_no_key_without_a_group(stage: Stage) -> None:
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        stage.logs.associate_kms_key(logGroupName=unique("none"), kmsKeyId=KEY)
