"""The bus: entries, delivery, dead letters, archive and replay."""

import json

import pytest
from conftest import ACCOUNT, EVENTS_MAY_SEND, REGION, Stage, allow, unique, wait_for

ENTRY = {"Source": "s", "DetailType": "Made", "Detail": "{}"}


@pytest.mark.parametrize(("change", "code"), [
    ({"Source": ""}, "InvalidArgument"),
    ({"DetailType": ""}, "InvalidArgument"),
    ({"Detail": ""}, "InvalidArgument"),
    ({"Detail": "{"}, "MalformedDetail"),
    ({"Detail": "[]"}, "MalformedDetail"),
])
def test_a_bad_entry_fails_alone(stage: Stage, change: dict, code: str) -> None:
    answer = stage.events.put_events(Entries=[ENTRY, {**ENTRY, **change}, ENTRY])
    assert answer["FailedEntryCount"] == 1
    assert [entry.get("ErrorCode") for entry in answer["Entries"]] == [None, code, None]
    assert all("EventId" in answer["Entries"][number] for number in (0, 2))


def test_too_large_and_too_many_entries_are_refused(stage: Stage) -> None:
    large = {**ENTRY, "Detail": json.dumps({"a": "x" * 150_000})}
    with pytest.raises(stage.events.exceptions.ClientError, match="over the limit"):
        stage.events.put_events(Entries=[large, large])
    assert stage.events.put_events(Entries=[large])["FailedEntryCount"] == 0
    with pytest.raises(stage.events.exceptions.ClientError, match="less than or equal to 10"):
        stage.events.put_events(Entries=[ENTRY] * 11)


class Bus:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.name = unique("bus")
        self.arn = stage.events.create_event_bus(Name=self.name)["EventBusArn"]

    def rule(self, target: str, dead_letter: str | None = None, permitted: bool = True,
             pattern: dict | None = None) -> tuple[str, str]:
        name = unique("rule")
        arn = self.stage.events.put_rule(
            Name=name, EventBusName=self.name, EventPattern=json.dumps(pattern or {"source": ["s"]}))["RuleArn"]
        entry = {"Id": "t", "Arn": target, **({"DeadLetterConfig": {"Arn": dead_letter}} if dead_letter else {})}
        self.stage.events.put_targets(Rule=name, EventBusName=self.name, Targets=[entry])
        if ":lambda:" in target and permitted:
            self.stage.functions.add_permission(FunctionName=target, StatementId=name, Action="lambda:InvokeFunction",
                                                Principal="events.amazonaws.com", SourceArn=arn)
        return name, arn

    def put(self, **members) -> str:
        answer = self.stage.events.put_events(Entries=[{**ENTRY, "EventBusName": self.name, **members}])
        assert answer["FailedEntryCount"] == 0
        return answer["Entries"][0]["EventId"]

    def metric(self, rule: str, name: str) -> float:
        return self.stage.total("AWS/Events", name, EventBusName=self.name, RuleName=rule)


def test_time_is_kept(stage: Stage) -> None:
    name, arn = stage.function(stage.role())
    bus = Bus(stage)
    bus.rule(arn)
    bus.put(Time=1_700_000_000)
    event = wait_for(lambda: stage.seen(name), "the event")[0]["event"]
    assert event["time"] == "2023-11-14T22:13:20Z"


def test_a_failing_function_is_tried_three_times_then_its_own_destination_gets_the_event(stage: Stage) -> None:
    url, queue = stage.queue()
    target_url, target_queue = stage.queue(EVENTS_MAY_SEND)
    name, arn = stage.function(stage.role(allow("sqs:SendMessage", queue)), FAIL_IF="Made")
    stage.functions.put_function_event_invoke_config(
        FunctionName=name, DestinationConfig={"OnFailure": {"Destination": queue}})
    bus = Bus(stage)
    rule, _rule_arn = bus.rule(arn, dead_letter=target_queue)
    event_id = bus.put()
    stage.wind(name, 60, 120)
    record = json.loads(stage.message(url)["Body"])
    seen = stage.seen(name)
    assert [each["event"]["id"] for each in seen] == [event_id] * 3
    assert len({each["requestId"] for each in seen}) == 1
    assert record["requestContext"] == {
        "requestId": seen[0]["requestId"], "functionArn": f"{arn}:$LATEST",
        "condition": "RetriesExhausted", "approximateInvokeCount": 3}
    assert record["requestPayload"]["id"] == event_id
    assert record["responseContext"] == {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"}
    assert record["responsePayload"] == {"errorType": "Wanted", "errorMessage": "as asked"}
    assert stage.depth(target_url) == 0
    assert (bus.metric(rule, "Invocations"), bus.metric(rule, "FailedInvocations")) == (1, 0)


def test_without_permission_the_target_queue_gets_the_event(stage: Stage) -> None:
    url, queue = stage.queue(EVENTS_MAY_SEND)
    name, arn = stage.function(stage.role())
    bus = Bus(stage)
    rule, rule_arn = bus.rule(arn, dead_letter=queue, permitted=False)
    event_id = bus.put(Detail='{"n": 1}')
    message = stage.message(url)
    attributes = {key: value["StringValue"] for key, value in message["MessageAttributes"].items()}
    assert json.loads(message["Body"])["id"] == event_id
    assert json.loads(message["Body"])["detail"] == {"n": 1}
    assert (attributes["RULE_ARN"], attributes["TARGET_ARN"]) == (rule_arn, arn)
    assert attributes["ERROR_CODE"] == "NO_PERMISSIONS"
    assert attributes["ERROR_MESSAGE"]
    assert stage.seen(name) == []
    assert bus.metric(rule, "FailedInvocations") == 1
    wait_for(lambda: bus.metric(rule, "InvocationsSentToDlq") == 1, "the metric")


def test_a_permission_for_another_rule_does_not_count(stage: Stage) -> None:
    url, queue = stage.queue(EVENTS_MAY_SEND)
    _name, arn = stage.function(stage.role())
    stage.functions.add_permission(
        FunctionName=arn, StatementId="other", Action="lambda:InvokeFunction", Principal="events.amazonaws.com",
        SourceArn=f"arn:aws:events:{REGION}:{ACCOUNT}:rule/other/other")
    bus = Bus(stage)
    bus.rule(arn, dead_letter=queue, permitted=False)
    bus.put()
    assert stage.message(url)["MessageAttributes"]["ERROR_CODE"]["StringValue"] == "NO_PERMISSIONS"


def test_a_function_that_is_gone_is_no_resource(stage: Stage) -> None:
    url, queue = stage.queue(EVENTS_MAY_SEND)
    name, arn = stage.function(stage.role())
    bus = Bus(stage)
    bus.rule(arn, dead_letter=queue)
    stage.functions.delete_function(FunctionName=name)
    bus.put()
    assert stage.message(url)["MessageAttributes"]["ERROR_CODE"]["StringValue"] == "NO_RESOURCE"


def test_a_dead_letter_queue_needs_a_policy_for_the_bus(stage: Stage) -> None:
    url, queue = stage.queue()
    _name, arn = stage.function(stage.role())
    bus = Bus(stage)
    rule, _arn = bus.rule(arn, dead_letter=queue, permitted=False)
    bus.put()
    wait_for(lambda: bus.metric(rule, "InvocationsFailedToBeSentToDlq") == 1, "the metric")
    assert stage.depth(url) == 0


def test_a_replay_reaches_only_the_rules_of_its_filter_and_follows_the_time_of_the_events(stage: Stage) -> None:
    first, first_arn = stage.function(stage.role())
    second, second_arn = stage.function(stage.role())
    bus = Bus(stage)
    _rule, rule_arn = bus.rule(first_arn)
    second_rule, _arn = bus.rule(second_arn)
    archive = unique("archive")
    archive_arn = stage.events.create_archive(ArchiveName=archive, EventSourceArn=bus.arn)["ArchiveArn"]
    start = 1_700_000_000
    ids = [bus.put(Time=start + number, Detail=json.dumps({"n": number})) for number in range(4)]
    wait_for(lambda: len(stage.seen(first)) == len(stage.seen(second)) == 4, "the live events")
    assert stage.events.describe_archive(ArchiveName=archive)["EventCount"] == 4
    replay = unique("replay")
    stage.events.start_replay(
        ReplayName=replay, EventSourceArn=archive_arn, EventStartTime=start + 1, EventEndTime=start + 2,
        Destination={"Arn": bus.arn, "FilterArns": [rule_arn]})
    wait_for(lambda: stage.events.describe_replay(ReplayName=replay)["State"] == "COMPLETED", "the replay")
    replayed = wait_for(lambda: len(stage.seen(first)) == 6 and stage.seen(first)[4:], "the replayed events")
    assert {each["event"]["id"] for each in replayed} == set(ids[1:3])
    assert all(each["event"]["replay-name"] == replay for each in replayed)
    assert bus.metric(second_rule, "MatchedEvents") == len(stage.seen(second)) == 4
    assert stage.events.describe_archive(ArchiveName=archive)["EventCount"] == 4
