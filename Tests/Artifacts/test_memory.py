"""A bundle answers any number of events in the memory of the first few, although no two events carry the same ids."""

import json
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT

WARM_UP, EVENTS = 2_000, 98_000
# A leak of 3 bytes an event would be 287 KB.
GROWTH_KILOBYTES = 256
# Nothing listens there: the events are of no kind that a function reads, so none is called.
ENVIRONMENT = {
    "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
    "AWS_LAMBDA_LOG_LEVEL": "ERROR",
    "EVENT_STORE_TABLE": "event-store",
    "EVENT_STORE_TABLE_ARN": "arn:aws:dynamodb:us-east-1:123456789012:table/event-store",
    "READ_MODEL_TABLE": "read-model",
    "COMMAND_JOURNAL_TABLE": "command-journal",
    "EVENT_BUS_NAME": "event-bus",
    "DEAD_LETTER_QUEUE_URL": "https://sqs.us-east-1.amazonaws.com/123456789012/dead-letters",
    "REBUILD_QUEUE_URL": "https://sqs.us-east-1.amazonaws.com/123456789012/replay",
    "_HANDLER": "handler",
}


@pytest.fixture(scope="module")
def stub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Runtime API that gives a program events one after the other."""
    program = tmp_path_factory.mktemp("stub") / "runtime_api_stub"
    sources = [str(file) for folder in ("RuntimeAPIStub", "HTTPServer") for file in (ROOT / "Tests" / folder).glob("*.c")]
    subprocess.run(["gcc", "-O2", f"-I{ROOT / 'Tests' / 'HTTPServer'}", "-o", str(program), *sources, "-lssl", "-lcrypto"], check=True)
    return program


def test_memory_is_flat_over_a_hundred_thousand_events(function: str, unpack, stub: Path) -> None:
    command = [str(stub), "--no-pin", "--timeout", "300", "--warmup", str(WARM_UP), "-n", str(EVENTS),
               "--", str(unpack(function) / "bootstrap")]
    figures = json.loads(subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=True).stdout)
    assert figures["responses"] + figures["errors"] == WARM_UP + EVENTS
    assert figures["rss_kb"] - figures["rss_warm_kb"] <= GROWTH_KILOBYTES
