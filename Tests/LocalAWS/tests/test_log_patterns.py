"""Filter patterns for JSON log events."""

import json
import time

import pytest
from botocore.exceptions import ClientError
from conftest import Stage, unique

EVENT = {"level": "ERROR", "message": "timed out", "conflicts": 3, "ok": True, "none": None, "record": {"status": "timeout", "codes": [7, 8]}}


@pytest.fixture
def group(stage: Stage) -> str:
    name = unique("patterns")
    stage.logs.create_log_group(logGroupName=name)
    stage.logs.create_log_stream(logGroupName=name, logStreamName="one")
    now = int(time.time() * 1000)
    stage.logs.put_log_events(logGroupName=name, logStreamName="one", logEvents=[
        {"timestamp": now, "message": json.dumps(EVENT)}, {"timestamp": now, "message": "ERROR timeout, and no JSON"}])
    return name


def found(stage: Stage, group: str, pattern: str) -> list[str]:
    return [event["message"] for event in stage.logs.filter_log_events(logGroupName=group, filterPattern=pattern)["events"]]


@pytest.mark.parametrize("pattern", [
    '{ $.level = "ERROR" }', "{ $.level = ERROR }", '{ $.level = "ERR*" }', "{ $.level = %^E.*R$% }", '{ $.level != "INFO" }',
    "{ $.conflicts = 3 }", "{ $.conflicts > 2 }", "{ $.conflicts >= 3 && $.conflicts <= 3 }", '{ $.record.status = "timeout" }',
    "{ $.record.codes[1] = 8 }", "{ $.none IS NULL }", "{ $.ok IS TRUE }", "{ $.gone NOT EXISTS }",
    '{ ($.level = "INFO") || ($.record.status = "timeout") }', '{ $.level = "INFO" || $.conflicts = 3 && $.ok IS TRUE }',
])
def test_what_fits(stage: Stage, group: str, pattern: str) -> None:
    assert found(stage, group, pattern) == [json.dumps(EVENT)]


@pytest.mark.parametrize("pattern", [
    '{ $.level = "error" }', '{ $.level != "ERROR" }', "{ $.conflicts > 3 }", '{ $.conflicts = "3*" }', '{ $.gone = "x" }', '{ $.gone != "x" }',
    "{ $.level > 2 }", "{ $.ok IS FALSE }", "{ $.level NOT EXISTS }", '{ ($.level = "INFO" || $.ok IS TRUE) && $.conflicts = 4 }',
])
def test_what_does_not_fit(stage: Stage, group: str, pattern: str) -> None:
    assert found(stage, group, pattern) == []


@pytest.mark.parametrize("pattern", ["{ }", "{ $.level }", "{ $.level = }", "{ level = 1 }", '{ ($.level = "x" }', "{ $.level > x }", "{ $.a IS LOST }"])
def test_what_cannot_be_read_is_refused(stage: Stage, group: str, pattern: str) -> None:
    with pytest.raises(ClientError) as refused:
        found(stage, group, pattern)
    assert refused.value.response["Error"]["Code"] == "InvalidParameterException"
