"""The verdict over a folder: what was sent, what was never sent, and what a killed process left."""

import json
from pathlib import Path

from judge.models import operations_in
from judge.request import Request
from judge.verdict import judged
from requests_of_aws import PUBLISH, QUERY, dynamodb, events

SOURCES = Path(__file__).resolve().parents[2] / "Sources"
QUERY_TARGET = "DynamoDB_20120810.Query"


def line(request: Request) -> str:
    fields = {"target": request.target, "contentType": request.content_type, "body": request.body.decode("latin-1")}
    return json.dumps(fields) + "\n"


def test_good_when_all_that_is_expected_was_sent(tmp_path: Path) -> None:
    (tmp_path / "1.jsonl").write_text(line(dynamodb("Query", QUERY)) * 2)
    (tmp_path / "2.jsonl").write_text(line(events(PUBLISH)))
    verdict = judged(tmp_path, {QUERY_TARGET, "AWSEvents.PutEvents"})
    assert verdict.is_good
    assert verdict.lines() == ["AWSEvents.PutEvents: 1 different requests", f"{QUERY_TARGET}: 2 different requests"]


def test_bad_when_nothing_was_recorded(tmp_path: Path) -> None:
    verdict = judged(tmp_path, set())
    assert not verdict.is_good
    assert verdict.lines() == ["NOTHING was recorded"]


def test_bad_when_an_operation_was_never_sent(tmp_path: Path) -> None:
    (tmp_path / "1.jsonl").write_text(line(dynamodb("Query", QUERY)))
    verdict = judged(tmp_path, {QUERY_TARGET, "AmazonSQS.SendMessage"})
    assert not verdict.is_good
    assert verdict.lines()[-1] == "NOT RECORDED: AmazonSQS.SendMessage"


def test_bad_when_one_of_many_is_bad(tmp_path: Path) -> None:
    (tmp_path / "1.jsonl").write_text(line(dynamodb("Query", QUERY)) * 9 + line(dynamodb("Query", {**QUERY, "Limit": 0})))
    verdict = judged(tmp_path, {QUERY_TARGET})
    assert not verdict.is_good
    assert f"VIOLATION, 1 times: {QUERY_TARGET}: $.Limit: 0, at least 1 are asked for" in verdict.lines()


def test_the_last_line_of_a_killed_process_may_have_no_end(tmp_path: Path) -> None:
    (tmp_path / "1.jsonl").write_text(line(dynamodb("Query", QUERY)) + line(events(PUBLISH))[:20])
    assert judged(tmp_path, {QUERY_TARGET}).is_good


def test_bytes_are_judged_as_they_were_sent() -> None:
    sent = dynamodb("Query", {**QUERY, "TableName": "\u00e9"})
    assert Request.of_line(line(sent)) == sent


def test_the_operations_of_the_product_are_read_from_its_sources() -> None:
    found = operations_in(SOURCES)
    assert {"DynamoDB_20120810.TransactWriteItems", QUERY_TARGET, "AWSEvents.PutEvents", "AmazonSQS.SendMessage"} <= found
