"""Questions whose rule, queue or alarm has to be there for some time before they are asked."""

import json
import time
from datetime import UTC, datetime

from botocore.exceptions import ClientError
from harness.system import System, transaction, unique
from harness.waiting import wait_for

from .report import Answer
from .session import MINUTES, SLOW, Session

_AMOUNT = "999999999999999.9999"
"""The largest that the domain takes."""
_DIGITS = "0.12345678901234567890123456789012345678"
"""38 digits, as many as DynamoDB keeps."""
_PERIODS = 5 * MINUTES


def own_name(suffix: str) -> str:
    """Of the rule, the queue and the alarm that are made here and not by Terraform."""
    return f"sandbox-questions-{suffix}"


def prepare(session: Session) -> None:
    """A second listener of the bus, and an alarm on a metric that nobody writes."""
    system, name = session.system(), own_name(session.suffix)
    url = system.queue.create_queue(QueueName=name)["QueueUrl"]
    queue = system.queue.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    bus = system.outputs["event_bus_name"]
    rule = system.bus.put_rule(Name=name, EventBusName=bus, EventPattern=json.dumps({"source": [_source(system)]}))["RuleArn"]
    system.queue.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": queue,
        "Condition": {"ArnEquals": {"aws:SourceArn": rule}}}]})})
    system.bus.put_targets(Rule=name, EventBusName=bus, Targets=[{"Id": "queue", "Arn": queue}])
    metric = {"Metric": {"Namespace": "EventSourcing", "MetricName": "NeverWritten", "Dimensions": [{"Name": "function", "Value": name}]},
              "Period": 60, "Stat": "Sum"}
    system.cloudwatch.put_metric_alarm(
        AlarmName=name, EvaluationPeriods=1, ComparisonOperator="LessThanThreshold", Threshold=1, TreatMissingData="missing",
        Metrics=[{"Id": "never", "MetricStat": metric, "ReturnData": False}, {"Id": "filled", "Expression": "FILL(never, 0)", "ReturnData": True}])


def _source(system: System) -> str:
    pattern = system.bus.describe_rule(Name=system.outputs["financial_events_rule_name"], EventBusName=system.outputs["event_bus_name"])
    [source] = json.loads(pattern["EventPattern"])["source"]
    return source


def decimals(session: Session) -> None:
    """Where they arrive: in a queue behind a rule of its own, and in the read model."""
    system = session.system()
    account = system.open_account()
    payload = transaction(account, _AMOUNT).replace('"type":', f'"exact": {_DIGITS}, "type":')
    assert system.command(payload).status == 200
    body = wait_for(lambda: _received(system, session.suffix, account), "the event in the queue of the question", SLOW, pause=1)
    detail = body[body.index('"detail":'):]
    summary = system.projected(account, 2, SLOW)["AccountSummary"]
    trail = system.query({"queryType": "getAuditTrail", "accountId": account, "consistent": True}).text
    bus, model = _AMOUNT in detail and _DIGITS in detail, _AMOUNT in trail and _DIGITS in trail
    session.report.answer("decimals", Answer(
        f"A deposit of {_AMOUNT} with a number of 38 digits beside it, {_DIGITS}; read from a queue behind a rule of its own, and from the read model.",
        f"queue: {detail}\nBalance: {summary['Balance']}\naudit trail: {trail}",
        f"The bus {'carries every digit' if bus else 'does not carry every digit: whoever listens must read the log'}; "
        f"the read model, which is folded from the log, {'has every digit' if model else 'has NOT every digit'}."))
    assert model, trail


def _received(system: System, suffix: str, account: str) -> str | None:
    """The account's deposit, from what waits in the queue."""
    url = system.queue.get_queue_url(QueueName=own_name(suffix))["QueueUrl"]
    while found := system.queue.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1).get("Messages", []):
        for message in found:
            system.queue.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            if account in message["Body"] and "TransactionProcessed" in message["Body"]:
                return message["Body"]
    return None


def source(session: Session) -> None:
    """The caller says to be the event store, and then somebody else."""
    system, bus = session.system(), session.system().outputs["event_bus_name"]
    answers = {}
    for name in (_source(system), "sandbox"):
        entry = {"Source": name, "DetailType": "Question", "Detail": json.dumps({"mark": unique("question")}), "EventBusName": bus}
        try:
            answers[name] = json.dumps(system.bus.put_events(Entries=[entry])["Entries"])
        except ClientError as error:
            answers[name] = f"{error.response['Error']['Code']}: {error.response['Error']['Message']}"
    denied = [name for name, answer in answers.items() if "Denied" in answer or "NotAuthorized" in answer]
    verdicts = {(_source(system),): "Yes, and other sources are let in.", (): "No: whoever may put events may speak for the event store."}
    session.report.answer("source", Answer(
        f"PutEvents on {bus} by the caller, once with the event store's source and once with another one.",
        "\n".join(f"{name}: {answer}" for name, answer in answers.items()), verdicts.get(tuple(denied), f"Denied were: {', '.join(denied)}.")))


def fill(session: Session) -> None:
    """The alarm has been there since the beginning of the run."""
    system, name = session.system(), own_name(session.suffix)

    def alarm() -> dict:
        return system.cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"][0]

    made = alarm()["AlarmConfigurationUpdatedTimestamp"]
    wait_for(lambda: (datetime.now(UTC) - made).total_seconds() > _PERIODS, "the alarm's fifth period", SLOW, pause=1)
    found = alarm()
    verdicts = {"ALARM": "Zeros: the alarm took the filled value.", "INSUFFICIENT_DATA": "Nothing: there is no data point to go by.",
                "OK": "Something that is not below 1."}
    session.report.answer("fill", Answer(
        f"An alarm on FILL(never, 0) < 1 over a metric without any data point, made {time.time() - made.timestamp():.0f} s before.",
        f"{found['StateValue']}: {found['StateReason']}", verdicts[found["StateValue"]]))
