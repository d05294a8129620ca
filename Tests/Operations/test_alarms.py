"""Every alarm goes into ALARM: by a real fault where the local AWS can have one, by put-metric-data where the name says so."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from harness.answers import InvocationFailed, Throttled
from harness.faults import no_queue_policy
from harness.system import System, create, transaction, unique
from operations import archive
from operations.alarms import Alarms
from operations.asynchronous import asynchronous
from operations.faults import (
    disabled_mapping,
    disabled_rule,
    environment,
    little_capacity,
    no_concurrency,
    no_right_to_send_dead_letters,
    publish,
    silent_service,
)
from operations.http_api import http_api


@pytest.fixture(scope="module")
def alarms(system: System) -> Iterator[Alarms]:
    yield Alarms(system)
    system.queue.purge_queue(QueueUrl=system.outputs["dead_letter_queue_url"])


@pytest.fixture(scope="module", autouse=True)
def listener(system: System) -> str:
    """A queue that hears what the alarms tell the topic of `alarm_email`."""
    topic = system.outputs["alarm_topic_arn"]
    url = system.queue.create_queue(QueueName=unique("listener"))["QueueUrl"]
    arn = system.queue.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    system.queue.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": arn,
        "Condition": {"ArnEquals": {"aws:SourceArn": topic}}}]})})
    system.aws.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    return url


def fails(system: System, function: str, payload: object) -> str:
    """The type of the error that the function reported."""
    with pytest.raises(InvocationFailed) as failed:
        system.invoke(system.name(function), payload)
    return failed.value.error_type


def test_none_fires_before_anything_has_failed(system: System, alarms: Alarms) -> None:
    account = system.open_account()
    system.projected(account, 1)
    found = system.cloudwatch.describe_alarms(MaxRecords=100)["MetricAlarms"]
    assert sorted(alarm["AlarmName"] for alarm in found) == sorted(system.outputs["alarm_names"])
    assert {alarm["AlarmName"]: alarm["StateValue"] for alarm in found if alarm["StateValue"] == "ALARM"} == {}


def test_command_errors(system: System, alarms: Alarms) -> None:
    with environment(system, "command", EVENT_STORE_TABLE="there-is-no-such-table"):
        for _ in range(11):
            fails(system, "command", create(unique("account")))
    alarms.fires("CommandHandler-Errors", "AWS/Lambda", "Errors", FunctionName=system.name("command"))


def test_query_errors(system: System, alarms: Alarms) -> None:
    with environment(system, "query", READ_MODEL_TABLE="there-is-no-such-table"):
        for _ in range(6):
            fails(system, "query", {"queryType": "getAccountSummary", "accountId": "account-123"})
    alarms.fires("QueryHandler-Errors", "AWS/Lambda", "Errors", FunctionName=system.name("query"))


def test_command_conflicts(system: System, alarms: Alarms) -> None:
    """Writers that meet on one account; the conflicts they settle among themselves count as well as the refused ones. On a slow
    machine a try takes longer than the short time-out of this deployment leaves for another one."""
    account = system.open_account()
    with ThreadPoolExecutor(8) as writers:
        answers = list(writers.map(lambda number: system.command(transaction(account, 1, f"tx-{number}")), range(40)))
    assert {answer.status for answer in answers} in ({200}, {200, 409})
    for _ in range(5):
        assert system.command(json.loads(transaction(account, 1)) | {"expectedSequence": 1}).status == 409
    alarms.fires("CommandHandler-Conflicts", "EventSourcing", "Conflicts", function=system.name("command"))


def test_a_poison_event(system: System, alarms: Alarms) -> None:
    publish(system, {"mark": "poison"})
    alarms.fires("ProjectionHandler-Failures", "EventSourcing", "ProjectionFailures", function=system.name("projection"))
    alarms.fires("DeadLetterQueue-Depth", "AWS/SQS", "ApproximateNumberOfMessagesVisible",
                 QueueName=system.outputs["dead_letter_queue_name"])


def test_a_bus_that_refuses(system: System, alarms: Alarms) -> None:
    """The publisher may not put events on another bus: nothing is published, the stream waits, and all of it heals."""
    with environment(system, "publisher", EVENT_BUS_NAME="somebody-elses-bus"):
        account = system.open_account()
        alarms.fires("EventPublisher-PublishFailures", "EventSourcing", "PublishFailures", function=system.name("publisher"))
        alarms.fires("EventPublisher-IteratorAge", "AWS/Lambda", "IteratorAge", FunctionName=system.name("publisher"))
    system.projected(account, 1)
    alarms.fires("ProjectionHandler-Lag", "EventSourcing", "ProjectionLagMilliseconds", function=system.name("projection"))


def test_a_publisher_that_does_not_start(system: System, alarms: Alarms) -> None:
    with environment(system, "publisher", EVENT_BUS_NAME=None):
        account = system.open_account()
        alarms.fires("EventPublisher-Errors", "AWS/Lambda", "Errors", FunctionName=system.name("publisher"))
    system.projected(account, 1)


def test_a_projection_that_does_not_start(system: System, alarms: Alarms) -> None:
    with environment(system, "projection", EVENT_STORE_TABLE=None):
        account = system.open_account()
        alarms.fires("ProjectionHandler-Errors", "AWS/Lambda", "Errors", FunctionName=system.name("projection"))
    system.projected(account, 1)


def test_a_projection_that_is_not_fed(system: System, alarms: Alarms) -> None:
    queue = {"QueueName": system.outputs["projection_queue_name"]}
    with disabled_mapping(system, "projection_queue"):
        accounts = [system.open_account() for _ in range(4)]
        alarms.fires("ProjectionQueue-Depth", "AWS/SQS", "ApproximateNumberOfMessagesVisible", **queue)
        alarms.fires("ProjectionQueue-Age", "AWS/SQS", "ApproximateAgeOfOldestMessage", **queue)
    for account in accounts:
        system.projected(account, 1)


def test_a_replay_that_gets_nowhere(system: System, alarms: Alarms) -> None:
    """A live event does not stand behind it."""
    queue, begin = {"QueueName": system.outputs["replay_queue_name"]}, datetime.now(UTC) - timedelta(hours=1)
    with disabled_mapping(system, "replay_queue"):
        archive.replay(system, begin)
        alarms.fires("ReplayQueue-Depth", "AWS/SQS", "ApproximateNumberOfMessagesVisible", **queue)
        alarms.fires("ReplayQueue-Age", "AWS/SQS", "ApproximateAgeOfOldestMessage", **queue)
        system.projected(system.open_account(), 1)
    system.finish_retries()


def test_failed_commands_that_cannot_be_sent(system: System, alarms: Alarms) -> None:
    with no_right_to_send_dead_letters(system, "command"), \
            environment(system, "command", EVENT_STORE_TABLE="there-is-no-such-table"):
        asynchronous(system, transaction(unique("nowhere"), 1))
        alarms.fires("CommandHandler-DestinationDeliveryFailures", "AWS/Lambda", "DestinationDeliveryFailures",
                     FunctionName=system.name("command"))
        alarms.fires("CommandHandler-AsyncEventsDropped", "AWS/Lambda", "AsyncEventsDropped", FunctionName=system.name("command"))


def test_a_publisher_that_lambda_does_not_run(system: System, alarms: Alarms) -> None:
    """It reports nothing at all: what it should have sent is missed."""
    with no_concurrency(system, "publisher"):
        account = many_events(system)
        alarms.fires("EventPublisher-Throttles", "AWS/Lambda", "Throttles", FunctionName=system.name("publisher"))
        alarms.fires_of_silence("EventPublisher-Silent")
    system.projected(account, 41)


def test_a_publisher_that_is_not_fed(system: System, alarms: Alarms) -> None:
    """Its mapping is switched off: nothing fails, and nothing is throttled."""
    with alarms.looking_back_briefly("EventPublisher-Silent"):
        alarms.quiet("EventPublisher-Silent")
        with disabled_mapping(system, "event_store_stream"):
            account = many_events(system)
            alarms.fires_of_silence("EventPublisher-Silent")
    system.projected(account, 41)


def many_events(system: System) -> str:
    """An account with more events than earlier tests have published twice."""
    account = system.open_account()
    deposit = {"eventType": "TransactionProcessed", "eventData": {"amount": 1}}
    assert system.command({"aggregateId": account, "commandId": "many", "events": [deposit] * 40}).status == 200
    return account


def test_a_rule_that_is_switched_off(system: System, alarms: Alarms) -> None:
    """What the bus has dropped comes by a rebuild."""
    with disabled_rule(system):
        account = many_events(system)
        alarms.fires_of_silence("ProjectionHandler-Silent")
    assert system.act(action="rebuild", accountId=account)["status"] == 200
    system.projected(account, 41)


@pytest.mark.parametrize(("function", "alarm"), [
    ("command", "CommandHandler-Throttles"), ("query", "QueryHandler-Throttles"), ("projection", "ProjectionHandler-Throttles")])
def test_functions_that_lambda_does_not_run(system: System, alarms: Alarms, function: str, alarm: str) -> None:
    with no_concurrency(system, function):
        with pytest.raises(Throttled):
            system.invoke(system.name(function), {})
        alarms.fires(alarm, "AWS/Lambda", "Throttles", FunctionName=system.name(function))


def test_an_api_whose_function_fails(system: System, alarms: Alarms) -> None:
    api = http_api(system)
    with environment(system, "query", READ_MODEL_TABLE="there-is-no-such-table"):
        for _ in range(6):
            assert api.call("GET", "/accounts/account-123").status >= 500
    alarms.fires("HttpApi-5xx", "AWS/ApiGateway", "5xx", ApiId=api.identifier)


def test_events_that_the_bus_could_not_encrypt(system: System, alarms: Alarms) -> None:
    """No key fails on the local AWS, so one is put there."""
    url = system.outputs["bus_dead_letter_queue_url"]
    system.queue.send_message(QueueUrl=url, MessageBody="{}")
    alarms.fires("BusDeadLetterQueue-Depth", "AWS/SQS", "ApproximateNumberOfMessagesVisible", QueueName=url.rpartition("/")[2])
    system.queue.purge_queue(QueueUrl=url)


def test_unpublished_records_that_cannot_be_sent(system: System, alarms: Alarms) -> None:
    """With fewer tries than deployed, so that the records are given up at once."""
    [mapping] = system.functions.list_event_source_mappings(EventSourceArn=system.outputs["event_store_stream_arn"])["EventSourceMappings"]
    system.functions.update_event_source_mapping(UUID=mapping["UUID"], MaximumRetryAttempts=1)
    try:
        with no_right_to_send_dead_letters(system, "publisher"), environment(system, "publisher", EVENT_BUS_NAME=None):
            account = system.open_account()
            alarms.fires("EventPublisher-DestinationDeliveryFailures", "AWS/Lambda", "DestinationDeliveryFailures",
                         FunctionName=system.name("publisher"))
    finally:
        system.functions.update_event_source_mapping(UUID=mapping["UUID"], MaximumRetryAttempts=mapping["MaximumRetryAttempts"])
    assert system.read_model(account) == {}
    answer = system.invoke(system.name("publisher"), {"action": "republish", "aggregateId": account})
    assert answer["statusCode"] == 200
    system.projected(account, 1)


def test_a_rule_that_may_not_deliver(system: System, alarms: Alarms) -> None:
    rule, replay_rule = ({"EventBusName": system.outputs["event_bus_name"], "RuleName": system.outputs[f"financial_events_{name}_name"]}
                         for name in ("rule", "replay_rule"))
    with no_queue_policy(system, "projection_queue"):
        for _ in range(6):
            system.open_account()
        alarms.fires("EventBridge-FailedInvocations", "AWS/Events", "FailedInvocations", **rule)
        with no_queue_policy(system, "dead_letter_queue"):
            system.open_account()
            alarms.fires("EventBridge-FailedToReachDeadLetterQueue", "AWS/Events", "InvocationsFailedToBeSentToDlq", **rule)
    with no_queue_policy(system, "replay_queue"):
        archive.replay(system, datetime.now(UTC) - timedelta(hours=1))
        alarms.fires("EventBridgeReplay-FailedInvocations", "AWS/Events", "FailedInvocations", **replay_rule)


def test_long_durations(system: System, alarms: Alarms) -> None:
    """A service that takes connections and never answers, for all four functions at once: each says so before it is stopped."""
    account = system.open_account()
    rebuild = {"action": "rebuild", "accountId": account}
    with silent_service() as silent, \
            environment(system, "command", AWS_ENDPOINT_URL_DYNAMODB=silent), \
            environment(system, "query", AWS_ENDPOINT_URL_DYNAMODB=silent), \
            environment(system, "projection", AWS_ENDPOINT_URL_DYNAMODB=silent), \
            environment(system, "publisher", AWS_ENDPOINT_URL_EVENTBRIDGE=silent), ThreadPoolExecutor() as callers:
        calls = [
            callers.submit(fails, system, "command", transaction(account, 1)),
            callers.submit(fails, system, "query", {"queryType": "getAccountSummary", "accountId": account}),
            callers.submit(fails, system, "projection", rebuild),
            callers.submit(fails, system, "publisher", {"action": "republish", "aggregateId": account}),
        ]
        assert {call.result() for call in calls} <= {"DeadlineExceeded", "EventStoreUnavailable", "PublishFailed"}
    for alarm, function in (("CommandHandler", "command"), ("QueryHandler", "query"), ("ProjectionHandler", "projection"),
                            ("EventPublisher", "publisher")):
        alarms.fires(f"{alarm}-Duration", "AWS/Lambda", "Duration", FunctionName=system.name(function))


THROTTLES = {
    "EventStore-WriteThrottles": ("WriteThrottleEvents", "event_store_table_name", "transact_write_items", "ConditionCheck"),
    "EventStore-ReadThrottles": ("ReadThrottleEvents", "event_store_table_name", "transact_get_items", "Get"),
    "CommandJournal-WriteThrottles": ("WriteThrottleEvents", "command_journal_table_name", "transact_write_items", "ConditionCheck"),
    "CommandJournal-ReadThrottles": ("ReadThrottleEvents", "command_journal_table_name", "transact_get_items", "Get"),
    "ReadModel-WriteThrottles": ("WriteThrottleEvents", "read_model_table_name", "transact_write_items", "ConditionCheck"),
    "ReadModel-ReadThrottles": ("ReadThrottleEvents", "read_model_table_name", "transact_get_items", "Get"),
}


@pytest.mark.parametrize("name", THROTTLES)
def test_throttles(system: System, alarms: Alarms, name: str) -> None:
    """A hundred items that are not there cost 200 units, and change nothing, until the table has no more."""
    metric, output, operation, action = THROTTLES[name]
    table = system.outputs[output]
    keys = system.dynamodb.describe_table(TableName=table)["Table"]["KeySchema"]
    kinds = {"EventSequence": "N"}
    condition = {"ConditionExpression": "attribute_not_exists(Version)"} if action == "ConditionCheck" else {}
    items = [{action: {"TableName": table, **condition, "Key": {
        key["AttributeName"]: {kinds.get(key["AttributeName"], "S"): str(number)} for key in keys}}}
        for number in range(1, 101)]
    assert alarms.state(name) != "ALARM"
    with little_capacity(system, table):
        with pytest.raises(system.dynamodb.exceptions.TransactionCanceledException, match="ProvisionedThroughputExceeded"):
            for _ in range(1000):
                getattr(system.dynamodb, operation)(TransactItems=items)
        alarms.fires(name, "AWS/DynamoDB", metric, TableName=table)


def test_throttles_of_the_index_by_put_metric_data_because_only_events_would_use_it_up(
        system: System, alarms: Alarms) -> None:
    name, table = "EventStoreIndex-WriteThrottles", system.outputs["event_store_table_name"]
    assert alarms.state(name) != "ALARM"
    alarms.put(name)
    alarms.fires(name, "AWS/DynamoDB", "WriteThrottleEvents", TableName=table,
                 GlobalSecondaryIndexName="EventType-Timestamp-index")


def test_every_alarm_has_been_driven(system: System, alarms: Alarms) -> None:
    assert alarms.driven == set(system.outputs["alarm_names"])


def test_every_alarm_has_told_its_topic(system: System, alarms: Alarms, listener: str) -> None:
    told: set[str] = set()
    while messages := system.queue.receive_message(QueueUrl=listener, MaxNumberOfMessages=10).get("Messages"):
        news = [json.loads(json.loads(message["Body"])["Message"]) for message in messages]
        told |= {one["AlarmName"] for one in news if one["NewStateValue"] == "ALARM"}
    assert told == alarms.driven
