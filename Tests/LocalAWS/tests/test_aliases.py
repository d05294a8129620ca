"""Aliases: which are refused, and which version runs through one, for every kind of invocation."""

import json
import urllib.request
from collections.abc import Callable

import pytest
from botocore.exceptions import ClientError
from conftest import EVENTS_MAY_SEND, Stage, allow, wait_for
from dynamodb_tables import create_table, item
from test_events import Bus
from test_versions import answers, ask, configure, publish, settled

STREAM_ACTIONS = ["dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:DescribeStream", "dynamodb:ListStreams"]
QUEUE_ACTIONS = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]


def two_versions(stage: Stage, role: str | None = None, **environment: str) -> tuple[str, str]:
    """A function with the versions 1 and 2, which answer so, and an unpublished state that answers 3."""
    name, arn = stage.function(role or stage.role(), ANSWER="1", **environment)
    publish(stage, name)
    for number in (2, 3):
        answers(stage, name, number)
        if number == 2:
            publish(stage, name)
    settled(stage, name)
    return name, arn


def alias(stage: Stage, function: str, version: str = "1", name: str = "live", **weights: float) -> str:
    """`_2=0.5` is half to version 2."""
    routing = {"AdditionalVersionWeights": {number.strip("_"): weight for number, weight in weights.items()}}
    return stage.functions.create_alias(FunctionName=function, Name=name, FunctionVersion=version, RoutingConfig=routing)["AliasArn"]


@pytest.mark.parametrize(("options", "code"), [
    ({"version": "9"}, "ResourceNotFoundException"),
    ({"name": "12"}, "ValidationException"),
    ({"name": "a.b"}, "ValidationException"),
    ({"_9": 0.5}, "ResourceNotFoundException"),
    ({"_1": 0.5}, "InvalidParameterValueException"),
    ({"_2": 1.5}, "ValidationException"),
    ({"$LATEST": 0.5}, "ValidationException"),
    ({"_2": 0.1, "_3": 0.1}, "InvalidParameterValueException"),
    ({"version": "$LATEST", "_1": 0.5}, "InvalidParameterValueException"),
])
def test_what_is_refused(stage: Stage, options: dict, code: str) -> None:
    name, _arn = two_versions(stage)
    with pytest.raises(ClientError) as refusal:
        alias(stage, name, **options)
    assert refusal.value.response["Error"]["Code"] == code
    assert stage.functions.list_aliases(FunctionName=name)["Aliases"] == []


def test_a_change_is_refused_by_what_the_alias_would_be(stage: Stage) -> None:
    name, _arn = two_versions(stage)
    alias(stage, name, _2=0.5)
    for version in ("2", "$LATEST", "9"):
        with pytest.raises(ClientError, match="InvalidParameterValue|ResourceNotFound"):
            stage.functions.update_alias(FunctionName=name, Name="live", FunctionVersion=version)
    moved = stage.functions.update_alias(FunctionName=name, Name="live", FunctionVersion="2", RoutingConfig={})
    assert moved["FunctionVersion"] == "2" and "RoutingConfig" not in moved


@pytest.mark.parametrize("member", ["Role", "DeadLetterConfig"])
def test_both_versions_have_the_same_role_and_dead_letter_queue(stage: Stage, member: str) -> None:
    _url, queue = stage.queue()
    name, _arn = stage.function(stage.role(allow("sqs:SendMessage", queue)))
    publish(stage, name)
    configure(stage, name, **{"Role": {"Role": stage.role()}, "DeadLetterConfig": {"DeadLetterConfig": {"TargetArn": queue}}}[member])
    publish(stage, name)
    with pytest.raises(ClientError, match="InvalidParameterValueException"):
        alias(stage, name, _2=0.5)
    alias(stage, name, "2")


def synchronous(stage: Stage, name: str, arn: str) -> None:
    assert stage.functions.invoke(FunctionName=arn, Payload=b"{}")["ExecutedVersion"] == "2"


def asynchronous(stage: Stage, name: str, arn: str) -> None:
    stage.functions.invoke(FunctionName=name, Qualifier="live", InvocationType="Event", Payload=b"{}")


def bus(stage: Stage, name: str, arn: str) -> None:
    made = Bus(stage)
    _rule, rule_arn = made.rule(arn, permitted=False)
    stage.functions.add_permission(FunctionName=name, Qualifier="live", StatementId="bus", Action="lambda:InvokeFunction",
                                   Principal="events.amazonaws.com", SourceArn=rule_arn)
    made.put()


def queue(stage: Stage, name: str, arn: str) -> None:
    url, queue_arn = stage.queue()
    stage.functions.create_event_source_mapping(FunctionName=arn, EventSourceArn=queue_arn)
    stage.sqs.send_message(QueueUrl=url, MessageBody="x")


def stream(stage: Stage, name: str, arn: str) -> None:
    table = create_table(stage.aws, StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"})
    source = stage.dynamodb.describe_table(TableName=table)["Table"]["LatestStreamArn"]
    stage.functions.create_event_source_mapping(FunctionName=arn, EventSourceArn=source, StartingPosition="TRIM_HORIZON")
    stage.dynamodb.put_item(TableName=table, Item=item(1))


def http(stage: Stage, name: str, arn: str) -> None:
    stage.functions.add_permission(FunctionName=name, Qualifier=arn.rpartition(":")[2], StatementId="api", Action="lambda:InvokeFunction",
                                   Principal="apigateway.amazonaws.com")
    apis = stage.aws.client("apigatewayv2")
    api = apis.create_api(Name=name, ProtocolType="HTTP")["ApiId"]
    integration = apis.create_integration(ApiId=api, IntegrationType="AWS_PROXY", IntegrationUri=arn, PayloadFormatVersion="2.0")
    apis.create_route(ApiId=api, RouteKey="GET /x", Target=f"integrations/{integration['IntegrationId']}")
    apis.create_stage(ApiId=api, StageName="$default", AutoDeploy=True)
    with urllib.request.urlopen(f"{stage.aws.endpoint}/_aws/execute-api/{api}/$default/x", timeout=120) as answer:
        assert answer.read() == b"2"


WAYS = [synchronous, asynchronous, bus, queue, stream, http]


@pytest.mark.parametrize("way", WAYS)
def test_every_invocation_goes_by_the_weights_and_carries_the_alias(stage: Stage, way: Callable[[Stage, str, str], None]) -> None:
    name, _arn = two_versions(stage, stage.role(allow([*STREAM_ACTIONS, *QUEUE_ACTIONS], "*")))
    arn = alias(stage, name, _2=1.0)
    way(stage, name, arn)
    wait_for(lambda: stage.seen(name), "the run")
    assert {(each["version"], each["arn"]) for each in stage.seen(name)} == {("2", arn)}


def test_weights_are_probabilities(stage: Stage) -> None:
    name, _arn = two_versions(stage)
    alias(stage, name, name="never", _2=0.0)
    assert {ask(stage, name, Qualifier="never") for _ in range(20)} == {"1"}
    alias(stage, name, _2=0.5)
    found: set[str] = set()
    for _ in range(300):
        found.add(ask(stage, name, Qualifier="live"))
        if len(found) == 2:
            break
    assert found == {"1", "2"}


def test_an_alias_is_described_under_its_own_name(stage: Stage) -> None:
    name, _arn = two_versions(stage)
    arn = alias(stage, name)
    found = stage.functions.get_function_configuration(FunctionName=arn)
    assert (found["FunctionArn"], found["Version"]) == (arn, "1")


def test_a_retry_runs_what_the_alias_points_to_by_then(stage: Stage) -> None:
    url, destination = stage.queue()
    name, _arn = two_versions(stage, stage.role(allow("sqs:SendMessage", destination)), FAIL_IF="wrong", FAIL_TIMES="1")
    arn = alias(stage, name)
    stage.functions.put_function_event_invoke_config(
        FunctionName=name, Qualifier="live", DestinationConfig={"OnSuccess": {"Destination": destination}})
    stage.functions.invoke(FunctionName=arn, InvocationType="Event", Payload=b'{"wrong": 1}')
    wait_for(lambda: stage.aws.clock()["retries"].get(name), "the retry")
    stage.functions.update_alias(FunctionName=name, Name="live", FunctionVersion="2")
    stage.wind(name, 60)
    record = json.loads(stage.message(url)["Body"])
    assert [each["version"] for each in stage.seen(name)] == ["1", "2"]
    assert record["requestContext"]["functionArn"] == arn
    assert (record["responseContext"]["executedVersion"], record["responsePayload"]) == ("2", 2)


def test_a_retry_of_the_unpublished_function_runs_its_new_configuration(stage: Stage) -> None:
    name, _arn = stage.function(stage.role(), ANSWER="1", FAIL_IF="wrong")
    stage.functions.invoke(FunctionName=name, InvocationType="Event", Payload=b'{"wrong": 1}')
    wait_for(lambda: stage.aws.clock()["retries"].get(name), "the retry")
    configure(stage, name, Environment={"Variables": {"SEEN": str(stage.directory / name)}})
    stage.wind(name, 60)
    wait_for(lambda: len(stage.seen(name)) == 2, "the second run")
    wait_for(lambda: stage.total("AWS/Lambda", "Errors", FunctionName=name) == 1
             and stage.total("AWS/Lambda", "Invocations", FunctionName=name) == 2, "one error of two runs")


def test_reserved_concurrency_is_the_functions(stage: Stage) -> None:
    name, _arn = two_versions(stage)
    arn = alias(stage, name)
    stage.functions.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=0)
    with pytest.raises(ClientError, match="TooManyRequestsException"):
        ask(stage, arn)
    assert stage.seen(name) == []
    throttled = stage.total("AWS/Lambda", "Throttles", FunctionName=name, Resource=f"{name}:live")
    assert throttled == stage.total("AWS/Lambda", "Throttles", FunctionName=name) > 0


def test_runs_count_for_the_function_the_alias_and_the_version(stage: Stage) -> None:
    name, _arn = two_versions(stage)
    alias(stage, name)
    alias(stage, name, name="both", _2=1.0)
    for qualifier in ("live", "both", "1", None):
        ask(stage, name, **({"Qualifier": qualifier} if qualifier else {}))

    def runs(**dimensions: str) -> float:
        return stage.total("AWS/Lambda", "Invocations", FunctionName=name, **dimensions)

    assert runs() == 4
    assert [runs(Resource=f"{name}:{qualifier}") for qualifier in ("live", "both", "1")] == [1, 1, 1]
    assert runs(Resource=f"{name}:both", ExecutedVersion="2") == 1
    listed = stage.cloudwatch.list_metrics(Namespace="AWS/Lambda", MetricName="Invocations",
                                           Dimensions=[{"Name": "FunctionName", "Value": name}])["Metrics"]
    assert len(listed) == 5


def test_the_log_streams_name_the_version(stage: Stage) -> None:
    name, _arn = two_versions(stage, PRINT="hello")
    alias(stage, name, _2=1.0)
    ask(stage, name, Qualifier="live")
    ask(stage, name)
    found = stage.logs.describe_log_streams(logGroupName=f"/aws/lambda/{name}")["logStreams"]
    assert sorted(each["logStreamName"].split("[")[1].split("]")[0] for each in found) == ["$LATEST", "2"]
    [published] = [each["logStreamName"] for each in found if "[2]" in each["logStreamName"]]
    lines = stage.logs.get_log_events(logGroupName=f"/aws/lambda/{name}", logStreamName=published)["events"]
    assert lines[0]["message"].startswith("START ") and lines[0]["message"].endswith("Version: 2")


@pytest.mark.parametrize("qualifier", [None, "1"])
def test_a_permission_on_the_function_or_a_version_is_none_on_the_alias(stage: Stage, qualifier: str | None) -> None:
    url, dead_letter = stage.queue(EVENTS_MAY_SEND)
    name, _arn = two_versions(stage)
    made = Bus(stage)
    _rule, rule_arn = made.rule(alias(stage, name), dead_letter=dead_letter, permitted=False)
    stage.functions.add_permission(FunctionName=name, StatementId="bus", Action="lambda:InvokeFunction", SourceArn=rule_arn,
                                   Principal="events.amazonaws.com", **({"Qualifier": qualifier} if qualifier else {}))
    made.put()
    assert stage.message(url)["MessageAttributes"]["ERROR_CODE"]["StringValue"] == "NO_PERMISSIONS"
    assert stage.seen(name) == []


def test_a_version_that_an_alias_needs_stays(stage: Stage) -> None:
    name, _arn = two_versions(stage)
    alias(stage, name, _2=0.5)
    for version in ("1", "2"):
        with pytest.raises(ClientError, match="ResourceConflictException"):
            stage.functions.delete_function(FunctionName=name, Qualifier=version)
