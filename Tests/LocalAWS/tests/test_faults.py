"""The faults that a test may ask for: what each kind does to a call, whether the work was done, and who is spared."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from pathlib import Path

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from conftest import REGION, LocalAWS

DONE = {"throttled": False, "failed": False, "reset": False, "expired": False, "failedAfter": True, "resetAfter": True,
        "truncated": True, "cutShort": True, "corrupted": True, "slow": True}
CODES = {"throttled": "ProvisionedThroughputExceededException", "failed": "ServiceUnavailable", "expired": "ExpiredTokenException",
         "failedAfter": "InternalServerError"}
ALMOST_ALL = 1 - 2**-40


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAWS]:
    running = LocalAWS(tmp_path_factory.mktemp("faulty-aws"), LOCAL_AWS_SEED="7", LOCAL_AWS_BUS_DUPLICATES="0")
    dynamodb = running.client("dynamodb")
    dynamodb.create_table(TableName="table", BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
                          AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}])
    yield running
    assert running.stop() == 0


@pytest.fixture(autouse=True)
def _no_faults_afterwards(aws: LocalAWS) -> Iterator[None]:
    yield
    faults(aws, {})


def faults(aws: LocalAWS, wanted: dict | None = None) -> dict:
    body = None if wanted is None else json.dumps(wanted).encode()
    with urllib.request.urlopen(urllib.request.Request(aws.endpoint + "/_local_aws/faults", body), timeout=60) as answer:
        return json.loads(answer.read())


def ours(aws: LocalAWS, service: str):
    """A client that does not name itself an SDK, as the functions do not, and that looks at check sums."""
    return boto3.client(service, endpoint_url=aws.endpoint, region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test",
                        config=Config(user_agent="ours", retries={"total_max_attempts": 1, "mode": "legacy"}))


def is_there(aws: LocalAWS, key: str) -> bool:
    return "Item" in aws.client("dynamodb").get_item(TableName="table", Key={"k": {"S": key}}, ConsistentRead=True)


@pytest.mark.parametrize("kind", DONE)
def test_a_kind_of_fault(aws: LocalAWS, kind: str) -> None:
    faults(aws, {"share": ALMOST_ALL, "kinds": [kind]})
    item = {"TableName": "table", "Item": {"k": {"S": kind}}, "ReturnConsumedCapacity": "TOTAL"}
    if kind == "slow":
        ours(aws, "dynamodb").put_item(**item)
    elif kind in CODES:
        with pytest.raises(ClientError) as refused:
            ours(aws, "dynamodb").put_item(**item)
        assert refused.value.response["Error"]["Code"] == CODES[kind]
    else:
        with pytest.raises((BotoCoreError, ClientError, ValueError)):
            ours(aws, "dynamodb").put_item(**item)
    assert is_there(aws, kind) is DONE[kind]
    assert list(faults(aws)["faults"][kind].values())[-1] >= 1


def test_other_clients_are_spared(aws: LocalAWS) -> None:
    before = faults(aws, {"share": ALMOST_ALL})
    for number in range(20):
        aws.client("dynamodb").put_item(TableName="table", Item={"k": {"S": f"spared-{number}"}})
    assert faults(aws)["faults"] == before["faults"]


def test_a_share_of_the_calls(aws: LocalAWS) -> None:
    before = sum(count for kind in faults(aws)["faults"].values() for count in kind.values())
    faults(aws, {"share": 0.2, "kinds": ["throttled"]})
    failed = 0
    for _ in range(200):
        try:
            ours_get(aws)
        except ClientError:
            failed += 1
    assert 20 <= failed <= 60
    assert sum(count for kind in faults(aws)["faults"].values() for count in kind.values()) == before + failed


def ours_get(aws: LocalAWS) -> None:
    ours(aws, "dynamodb").get_item(TableName="table", Key={"k": {"S": "x"}})


def test_the_same_seed_gives_the_same_row_of_faults(tmp_path: Path) -> None:
    def row(name: str, seed: str) -> list[str]:
        running = LocalAWS(tmp_path / name, LOCAL_AWS_SEED=seed)
        try:
            faults(running, {"share": 0.5, "kinds": ["throttled", "failed"]})
            client, found = ours(running, "dynamodb"), []
            for _ in range(40):
                try:
                    client.list_tables()
                    found.append("")
                except ClientError as error:
                    found.append(error.response["Error"]["Code"])
            return found
        finally:
            assert running.stop() == 0
    first = row("first", "1")
    assert first == row("again", "1") != row("other", "2")
    assert len(set(first)) == 3


def test_entries_of_put_events_fail_alone(aws: LocalAWS) -> None:
    faults(aws, {"entries": 0.5})
    entries = [{"Source": "s", "DetailType": "d", "Detail": json.dumps({"n": number})} for number in range(10)]
    failed = 0
    for _ in range(10):
        answer = ours(aws, "events").put_events(Entries=entries)
        codes = [entry.get("ErrorCode") for entry in answer["Entries"]]
        assert len(codes) == 10 and answer["FailedEntryCount"] == 10 - codes.count(None)
        assert set(codes) <= {None, "InternalFailure"}
        failed += answer["FailedEntryCount"]
    assert 20 <= failed <= 80


@pytest.mark.parametrize("offset", [600, -600])
def test_a_clock_that_is_off(aws: LocalAWS, offset: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that believes the Date of the refusal is served; who is no function keeps to the right time."""
    faults(aws, {"clockOffset": offset})
    with pytest.raises(ClientError) as refused:
        ours(aws, "dynamodb").list_tables()
    assert refused.value.response["Error"]["Code"] == "InvalidSignatureException"
    shown = parsedate_to_datetime(refused.value.response["ResponseMetadata"]["HTTPHeaders"]["date"])
    assert abs((shown - datetime.now(timezone.utc)).total_seconds() - offset) < 240
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda remove_tzinfo=True: shown.replace(tzinfo=None))
    assert ours(aws, "dynamodb").list_tables()["TableNames"] == ["table"]
    monkeypatch.undo()
    assert aws.client("dynamodb").list_tables()["TableNames"] == ["table"]


@pytest.mark.parametrize("wanted", [[], {"share": 1}, {"share": -0.1}, {"share": "x"}, {"kinds": []}, {"kinds": ["unknown"]}, {"entries": 2},
                                    {"clockOffset": 1e9}, {"other": 1}, {"kinds": 7}], ids=json.dumps)
def test_what_cannot_be_wanted(aws: LocalAWS, wanted: object) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        faults(aws, wanted)
    assert refused.value.code == 400
