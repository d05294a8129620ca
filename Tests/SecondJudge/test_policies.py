"""With its own policy each function can do all that it does, and with one action less it cannot."""

import copy
import json
from pathlib import Path

import hcl2
import pytest
from conftest import Start
from harness import paths_through
from harness.deployment import FUNCTIONS, Deployment
from harness.function import Outcome

JUDGED = ("dynamodb:", "events:", "sqs:")

NOT_BY_THE_PROGRAM = {
    # Lambda's poller reads the stream with the role, before the program has the batch.
    ("publisher", "dynamodb:DescribeStream"), ("publisher", "dynamodb:GetRecords"), ("publisher", "dynamodb:GetShardIterator"),
    ("publisher", "dynamodb:ListStreams"),
    # Lambda sends a failed asynchronous invocation there with the role, after the program has given up.
    ("command", "sqs:SendMessage"),
}

ONLY_AFTER_A_LOST_ANSWER = {
    # Whether an append is in the log: asked where DynamoDB's answer did not arrive (Tests/EndToEnd, faults).
    ("command", "dynamodb:GetItem", "AppendAndLoadEvents"), ("process", "dynamodb:GetItem", "AppendAndLoadEvents"),
}


def through(name: str, start: Start, deployment: Deployment, account: str) -> list[tuple[int | None, Outcome]]:
    if name == "projection":
        with start("command") as function:
            account = paths_through.filled(function)
    if name == "process":
        with start("command") as function:
            transfers = [paths_through.transfer(function, deployment) for _number in range(2)]
    with start(name) as function:
        match name:
            case "command":
                return paths_through.command(function, deployment)
            case "publisher":
                return paths_through.publisher(function, deployment, account)
            case "projection":
                return paths_through.projection(function, deployment, account)
            case "process":
                return paths_through.process(function, deployment, transfers)
        return paths_through.query(function, account)


@pytest.fixture(scope="session")
def projected(start: Start, deployment: Deployment, account: str) -> str:
    with start("projection") as function:
        for _, outcome in paths_through.projection(function, deployment, account):
            assert not outcome.failed, outcome
    return account


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_path_is_permitted_and_signed_right(name: str, start: Start, deployment: Deployment, projected: str) -> None:
    before = len(deployment.judge.refusals())
    for status, outcome in through(name, start, deployment, projected):
        assert not outcome.failed and outcome.status == status, outcome
        if status is None:
            assert outcome.body == {"batchItemFailures": []}
    assert deployment.judge.refusals()[before:] == []


def test_what_the_publisher_sent_arrived(start: Start, deployment: Deployment, account: str) -> None:
    queue = deployment.variables["publisher"]["DEAD_LETTER_QUEUE_URL"]
    sqs = deployment.client("sqs")
    sqs.purge_queue(QueueUrl=queue)
    through("publisher", start, deployment, account)
    [message] = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]
    body = json.loads(message["Body"])
    assert body["poisonRecord"] == {"AggregateId": account, "EventSequence": 9999, "streamSequenceNumber": "1015"}


def granted() -> list[tuple[str, int, str]]:
    """Each action of each statement, from the configuration: the cases must be known before anything is deployed."""
    statements = {**_local("iam.tf", "standing_statements"), "process": _local("process.tf", "process_statements")}
    for function in ("command", "process"):
        statements[function] = [*_local("iam.tf", "commanding_statements"), *_named(statements, function)]
    return [(function, number, action.strip('"')) for function in FUNCTIONS
            for number, statement in enumerate(_named(statements, function)) if isinstance(statement, dict)
            for action in (_named(statement, "Action") if isinstance(_named(statement, "Action"), list) else [])]


def _local(file: str, name: str) -> object:
    configuration = hcl2.loads((Path(__file__).parents[2] / "terraform" / "modules" / "event-sourcing" / file).read_text())
    [found] = [block[name] for block in configuration["locals"] if name in block]
    return found


def _named(block: dict, name: str) -> object:
    return block.get(name, block.get(f'"{name}"'))


@pytest.mark.parametrize(("name", "number", "action"), granted(), ids=lambda value: str(value).replace(":", "-"))
def test_no_action_is_granted_in_vain(
    name: str, number: int, action: str, start: Start, deployment: Deployment, projected: str
) -> None:
    """The judge can say no, and says it for each action that the policy has."""
    if (name, action) in NOT_BY_THE_PROGRAM or not action.startswith(JUDGED):
        pytest.skip("Lambda itself needs it, not the program")
    if (name, action, deployment.roles[name].policy["Statement"][number]["Sid"]) in ONLY_AFTER_A_LOST_ANSWER:
        pytest.skip("needed where an answer is lost")
    whole = deployment.roles[name].policy
    less = copy.deepcopy(whole)
    assert action in less["Statement"][number]["Action"]
    less["Statement"][number]["Action"].remove(action)
    if not less["Statement"][number]["Action"]:
        del less["Statement"][number]
    deployment.put_policy(name, less)
    before = len(deployment.judge.refusals())
    try:
        through(name, start, deployment, projected)
    finally:
        deployment.put_policy(name, whole)
    assert action in deployment.judge.refusals()[before:], f"{name} does without {action}"
