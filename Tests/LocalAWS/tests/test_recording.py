"""What the launcher keeps for the third judge: our clients' requests, byte by byte, and nobody else's."""

import json
import urllib.error
import urllib.request
from pathlib import Path

from conftest import LocalAWS


def post(endpoint: str, body: bytes) -> int:
    headers = {"X-Amz-Target": "DynamoDB_20120810.Query", "Content-Type": "application/x-amz-json-1.0"}
    try:
        with urllib.request.urlopen(urllib.request.Request(endpoint, body, headers, method="POST")) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def test_requests_of_our_clients_are_kept_once_and_as_they_were(tmp_path: Path) -> None:
    recordings, body = tmp_path / "recordings", '{"TableName": "\u00e9"}'.encode() + b"\xff"
    aws = LocalAWS(tmp_path / "aws", LOCAL_AWS_RECORD_REQUESTS=str(recordings))
    try:
        assert aws.client("dynamodb").list_tables()["TableNames"] == []
        assert [post(aws.endpoint, sent) for sent in (body, body, b"{}")] != [200] * 3
    finally:
        assert aws.stop() == 0
    [file] = recordings.iterdir()
    kept = [json.loads(line) for line in file.read_text().splitlines()]
    assert [line["body"].encode("latin-1") for line in kept] == [body, b"{}"]
    assert {(line["target"], line["contentType"]) for line in kept} == {("DynamoDB_20120810.Query", "application/x-amz-json-1.0")}
