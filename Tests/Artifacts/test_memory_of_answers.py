"""No answer takes 64 MB, whatever the events hold: half of what a function has by default."""

import json
import subprocess
from pathlib import Path

import pytest
from dense_tables import PAYLOADS, DenseTables
from runtime_api import RuntimeAPI

MAXIMUM_MEGABYTES = 64
MAXIMUM_ANSWER_BYTES = 6_000_000
ALL_TIME = {"startTime": "2024-01-01T00:00:00Z", "endTime": "2025-01-01T00:00:00Z"}
QUESTIONS = [
    {"queryType": "getAggregateEvents", "aggregateId": "account-1"},
    {"queryType": "getAuditTrail", "accountId": "account-1"},
    {"queryType": "getEventsByType", "eventType": "TransactionProcessed", "limit": 1_000},
    {"queryType": "getEventsByTimeRange", **ALL_TIME, "limit": 1_000},
]


def peak(program: Path, tables: DenseTables, question: dict, shards: int) -> tuple[float, dict]:
    """The most memory that the program had while it answered, in MB, and the answer."""
    environment = {
        "AWS_ENDPOINT_URL": tables.address, "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret", "AWS_LAMBDA_LOG_LEVEL": "ERROR", "EVENT_STORE_TABLE": "event-store",
        "READ_MODEL_TABLE": "read-model", "COMMAND_JOURNAL_TABLE": "command-journal",
        "EVENT_TYPE_SHARDS": str(shards), "_HANDLER": "handler",
    }
    with RuntimeAPI(question) as api:
        process = subprocess.Popen([str(program)], env={**environment, "AWS_LAMBDA_RUNTIME_API": api.address})
        try:
            kind, answer = api.outcome()
            status = Path(f"/proc/{process.pid}/status").read_text()
        finally:
            process.kill()
            process.wait()
    assert kind == "response", answer
    assert len(json.dumps(answer, separators=(",", ":"), ensure_ascii=False).encode()) < MAXIMUM_ANSWER_BYTES
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024, json.loads(answer["body"])


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["queryType"])
def test_an_answer_stays_small(unpack, question: dict, payload: str) -> None:
    shards = 100 if question["queryType"] == "getEventsByTimeRange" else 1
    with DenseTables(payload) as tables:
        megabytes, body = peak(unpack("query") / "bootstrap", tables, question, shards)
    print(f"{question['queryType']}, {payload}: {megabytes:.1f} MB")
    assert body.get("events") or body.get("Events")
    assert megabytes < MAXIMUM_MEGABYTES
