"""An event bus's own policy: who may put which events on it."""

import json

import pytest
from botocore.exceptions import ClientError
from conftest import ACCOUNT, REGION, LocalAWS, Stage, allow, unique, wait_for
from policies import ROOT_USER, denied, deny, document
from test_events import ENTRY, Bus

OURS = {"events:source": "ours"}


class Protected(Bus):
    """A bus with a policy."""

    def __init__(self, stage: Stage, *conditions: dict, actions: str = "events:PutEvents") -> None:
        super().__init__(stage)
        statements = [{**deny(actions, self.arn, condition), "Sid": f"No{number}"} for number, condition in enumerate(conditions)]
        stage.events.put_permission(EventBusName=self.name, Policy=document(*statements))

    def putting(self, *sources: str, kind: str = "Made", client: object = None) -> object:
        """A call that puts an event of each source on the bus."""
        entries = [{**ENTRY, "EventBusName": self.name, "Source": source, "DetailType": kind} for source in sources]
        return lambda: (client or self.stage.events).put_events(Entries=entries)


def test_only_one_role_may_put_a_source_on_the_bus(aws: LocalAWS, stage: Stage) -> None:
    publisher, other = (stage.role(allow("events:PutEvents", "*")) for _ in range(2))
    bus = Protected(stage, {"ForAnyValue:StringEquals": OURS, "ArnNotEquals": {"aws:PrincipalArn": publisher}})
    bus.putting("ours", client=aws.acting(publisher, "events"))()
    message = denied(bus.putting("ours", client=aws.acting(other, "events")))
    assert "events:PutEvents" in message and "explicit deny in a resource-based policy" in message
    denied(bus.putting("ours"))
    bus.putting("theirs")()
    denied(bus.putting("theirs", "ours"))


@pytest.mark.parametrize(("condition", "sources", "holds"), [
    ({"StringEquals": OURS}, ["ours"], True),
    ({"StringEquals": OURS}, ["ours", "ours"], True),
    ({"StringEquals": OURS}, ["ours", "theirs"], False),
    ({"StringNotEquals": OURS}, ["ours", "theirs"], True),
    ({"ForAnyValue:StringEquals": OURS}, ["theirs", "ours"], True),
    ({"ForAnyValue:StringLike": {"events:source": "ou*"}}, ["theirs", "ours"], True),
    ({"ForAnyValue:StringNotEquals": OURS}, ["ours", "theirs"], True),
    ({"ForAnyValue:StringNotEquals": OURS}, ["ours"], False),
    ({"ForAllValues:StringEquals": OURS}, ["ours"], True),
    ({"ForAllValues:StringEquals": OURS}, ["ours", "theirs"], False),
    ({"ForAllValues:StringNotEquals": OURS}, ["theirs"], True),
    ({"ForAllValues:StringNotEquals": OURS}, ["theirs", "ours"], False),
    ({"Null": {"events:source": "false"}}, ["ours"], True),
    ({"Null": {"events:source": "true"}}, ["ours"], False),
    ({"StringEquals": {"events:detail-type": "Made"}}, ["ours"], True),
    ({"StringEquals": {"events:detail-type": "Lost"}}, ["ours"], False),
    ({"Bool": {"events:eventBusInvocation": "false"}}, ["ours"], True),
    ({"ArnEquals": {"aws:PrincipalArn": ROOT_USER}}, ["ours"], True),
])
def test_conditions(stage: Stage, condition: dict, sources: list[str], holds: bool) -> None:
    bus = Protected(stage, condition)
    if holds:
        denied(bus.putting(*sources))
    else:
        bus.putting(*sources)()


def test_every_bus_of_a_request_is_asked(stage: Stage) -> None:
    free, closed = Bus(stage), Protected(stage, {})
    denied(lambda: stage.events.put_events(Entries=[{**ENTRY, "EventBusName": free.name}, {**ENTRY, "EventBusName": closed.arn}]))
    free.put()


def test_the_policy_of_one_bus_is_none_of_another(stage: Stage) -> None:
    Protected(stage, {})
    Bus(stage).put()


def test_an_allow_of_the_bus_is_enough_for_a_role_without_one(aws: LocalAWS, stage: Stage) -> None:
    role = stage.role()
    bus = Protected(stage, {"StringEquals": {"events:source": "nobody's"}})
    client = aws.acting(role, "events")
    denied(bus.putting("ours", client=client))
    statement = {**deny("events:PutEvents", bus.arn, {"StringEquals": OURS}, {"AWS": role}), "Effect": "Allow"}
    stage.events.put_permission(EventBusName=bus.name, Policy=document(statement))
    bus.putting("ours", client=client)()
    denied(bus.putting("theirs", client=client))


def test_a_policy_is_described_as_it_was_put_and_can_be_removed(stage: Stage) -> None:
    bus = Protected(stage, {"StringEquals": OURS})
    described = json.loads(stage.events.describe_event_bus(Name=bus.name)["Policy"])
    assert described == json.loads(document({**deny("events:PutEvents", bus.arn, {"StringEquals": OURS}), "Sid": "No0"}))
    stage.events.remove_permission(EventBusName=bus.name, RemoveAllPermissions=True)
    assert "Policy" not in stage.events.describe_event_bus(Name=bus.name)
    bus.putting("ours")()


def test_statements_are_put_and_removed_one_by_one(stage: Stage) -> None:
    bus = Bus(stage)
    for statement, principal in (("a", "111111111111"), ("b", "*"), ("a", "222222222222")):
        stage.events.put_permission(EventBusName=bus.name, StatementId=statement, Principal=principal, Action="events:PutEvents",
                                    Condition={"Type": "StringEquals", "Key": "aws:PrincipalOrgID", "Value": "o-1"})
    found = json.loads(stage.events.describe_event_bus(Name=bus.name)["Policy"])["Statement"]
    assert {each["Sid"]: each["Principal"] for each in found} == {"a": {"AWS": "arn:aws:iam::222222222222:root"}, "b": "*"}
    assert all(each["Condition"] == {"StringEquals": {"aws:PrincipalOrgID": "o-1"}} and each["Resource"] == bus.arn for each in found)
    stage.events.remove_permission(EventBusName=bus.name, StatementId="b")
    assert len(json.loads(stage.events.describe_event_bus(Name=bus.name)["Policy"])["Statement"]) == 1


def test_a_policy_goes_with_its_bus(stage: Stage) -> None:
    bus = Protected(stage, {})
    stage.events.delete_event_bus(Name=bus.name)
    stage.events.create_event_bus(Name=bus.name)
    bus.putting("ours")()


@pytest.mark.parametrize("policy", [
    "{", document(deny("events:*", "*", {"StringIs": OURS})), document({**deny("events:*", "*"), "Effect": ""})])
def test_a_policy_that_cannot_be_read_is_refused(stage: Stage, policy: str) -> None:
    bus = Bus(stage)
    with pytest.raises(ClientError, match="ValidationException"):
        stage.events.put_permission(EventBusName=bus.name, Policy=policy)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        stage.events.put_permission(EventBusName=unique("bus"), Policy=document(deny("events:*", "*")))


def test_the_rules_of_a_bus_go_by_its_policy_too(stage: Stage) -> None:
    bus = Bus(stage)
    resource = f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{bus.name}/*"
    stage.events.put_permission(EventBusName=bus.name, Policy=document(
        deny("events:PutRule", resource, {"ForAnyValue:StringEquals": OURS}), {**deny("events:DeleteRule", resource), "Sid": "B"}))
    denied(lambda: stage.events.put_rule(Name="r", EventBusName=bus.name, EventPattern=json.dumps({"source": ["theirs", "ours"]})))
    stage.events.put_rule(Name="r", EventBusName=bus.name, EventPattern=json.dumps({"source": ["theirs"]}))
    denied(lambda: stage.events.delete_rule(Name="r", EventBusName=bus.name))


def test_a_replay_does_not_go_by_the_policy(stage: Stage) -> None:
    name, arn = stage.function(stage.role())
    bus = Bus(stage)
    _rule, rule_arn = bus.rule(arn)
    archive = stage.events.create_archive(ArchiveName=unique("archive"), EventSourceArn=bus.arn)["ArchiveArn"]
    bus.put(Time=1_700_000_000)
    wait_for(lambda: len(stage.seen(name)) == 1, "the event")
    stage.events.put_permission(EventBusName=bus.name, Policy=document(deny("events:PutEvents", bus.arn)))
    stage.events.start_replay(ReplayName=unique("replay"), EventSourceArn=archive, EventStartTime=1_699_999_999,
                              EventEndTime=1_700_000_001, Destination={"Arn": bus.arn, "FilterArns": [rule_arn]})
    wait_for(lambda: len(stage.seen(name)) == 2, "the replayed event")


def test_what_a_function_may_send_by_its_role_goes_by_the_policy(stage: Stage) -> None:
    bus = Protected(stage, {})
    name, _arn = stage.function(stage.role(allow("events:PutEvents", bus.arn)))
    stage.functions.put_function_event_invoke_config(FunctionName=name, DestinationConfig={"OnSuccess": {"Destination": bus.arn}})
    stage.functions.invoke(FunctionName=name, InvocationType="Event", Payload=b"{}")
    wait_for(lambda: stage.total("AWS/Lambda", "DestinationDeliveryFailures", FunctionName=name) == 1, "the failure")


@pytest.mark.parametrize(("condition", "delivered"), [
    ({"StringEquals": {"aws:PrincipalServiceName": "events.amazonaws.com"}}, True),
    ({"Bool": {"aws:PrincipalIsAWSService": "true"}, "Null": {"aws:PrincipalArn": "true"}}, True),
    ({"StringEquals": {"aws:SourceAccount": ACCOUNT}}, True),
    ({"StringEquals": {"aws:SourceAccount": "111111111111"}}, False),
    ({"ArnLike": {"aws:SourceArn": f"arn:aws:events:{REGION}:{ACCOUNT}:rule/*"}}, True),
    ({"ArnLike": {"aws:SourceArn": "arn:aws:events:*"}}, False),
])
def test_conditions_on_the_bus_that_delivers(stage: Stage, condition: dict, delivered: bool) -> None:
    sender = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage"}
    url, target = stage.queue({**sender, "Condition": condition})
    dead_url, dead_letter = stage.queue(sender)
    bus = Bus(stage)
    bus.rule(target, dead_letter=dead_letter)
    bus.put()
    assert json.loads(stage.message(url if delivered else dead_url)["Body"])["source"] == "s"
