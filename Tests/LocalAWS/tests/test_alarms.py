"""Alarms: description, dimensions, missing data, evaluation by the clock, metrics of queues."""

import json
import urllib.request
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from conftest import EVENTS_MAY_SEND, LocalAWS, Stage, allow, unique, wait_for


def put(stage: Stage, metric: str, **options) -> str:
    name = unique("alarm")
    base = {"Namespace": "Test", "Statistic": "Sum", "Period": 60, "EvaluationPeriods": 1, "Threshold": 1.0,
            "ComparisonOperator": "GreaterThanOrEqualToThreshold", "TreatMissingData": "notBreaching"}
    stage.cloudwatch.put_metric_alarm(AlarmName=name, MetricName=metric, **{**base, **options})
    return name


def state(stage: Stage, name: str) -> str:
    return stage.cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"][0]["StateValue"]


def becomes(stage: Stage, name: str, wanted: str) -> None:
    wait_for(lambda: state(stage, name) == wanted, f"{name} to be {wanted}")


def dimension(name: str, value: str) -> list[dict]:
    return [{"Name": name, "Value": value}]


def test_an_alarm_is_described_with_all_its_members(stage: Stage) -> None:
    options = {"AlarmDescription": "a & b", "Dimensions": dimension("A", "b"), "DatapointsToAlarm": 1, "Unit": "Count",
               "AlarmActions": ["arn:aws:sns:us-east-1:000000000000:t"], "ActionsEnabled": False, "OKActions": []}
    name = put(stage, "M", **options)
    described = stage.cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"][0]
    assert {key: described[key] for key in options} == options
    assert (described["TreatMissingData"], described["Period"]) == ("notBreaching", 60)


def test_the_query_protocol_gives_the_same_description(aws: LocalAWS, stage: Stage) -> None:
    name = unique("alarm")
    fields = {
        "Action": "PutMetricAlarm", "Version": "2010-08-01", "AlarmName": name, "AlarmDescription": "a <b>",
        "EvaluationPeriods": "1", "Threshold": "1", "ComparisonOperator": "GreaterThanThreshold",
        "InsufficientDataActions.member.1": "arn:aws:sns:us-east-1:000000000000:t",
        "Metrics.member.1.Id": "e", "Metrics.member.1.Expression": "a*2", "Metrics.member.1.ReturnData": "true",
        "Metrics.member.2.Id": "a", "Metrics.member.2.ReturnData": "false", "Metrics.member.2.MetricStat.Stat": "Sum",
        "Metrics.member.2.MetricStat.Period": "60", "Metrics.member.2.MetricStat.Metric.Namespace": "N",
        "Metrics.member.2.MetricStat.Metric.MetricName": "M"}
    query(aws, fields)
    described = stage.cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"][0]
    assert described["InsufficientDataActions"] == ["arn:aws:sns:us-east-1:000000000000:t"]
    assert described["Metrics"][1]["MetricStat"] == {"Metric": {"Namespace": "N", "MetricName": "M"}, "Period": 60,
                                                     "Stat": "Sum"}
    assert "Statistic" not in described and "Period" not in described
    text = query(aws, {"Action": "DescribeAlarms", "Version": "2010-08-01", "AlarmNames.member.1": name})
    found = ElementTree.fromstring(text).find(".//{*}MetricAlarms/{*}member")
    assert found.findtext("{*}AlarmDescription") == "a <b>"
    assert found.findtext("{*}TreatMissingData") == "missing"
    assert found.findtext("{*}Metrics/{*}member/{*}Expression") == "a*2"
    assert found.find("{*}Statistic") is None


def query(aws: LocalAWS, fields: dict[str, str]) -> bytes:
    request = AWSRequest("POST", aws.endpoint, {"Content-Type": "application/x-www-form-urlencoded"}, urlencode(fields))
    SigV4Auth(Credentials("test", "test"), "monitoring", "us-east-1").add_auth(request)
    prepared = urllib.request.Request(aws.endpoint, urlencode(fields).encode(), dict(request.headers))
    with urllib.request.urlopen(prepared, timeout=120) as answer:
        return answer.read()


def test_only_the_metric_with_the_alarms_dimensions_counts(stage: Stage) -> None:
    metric = unique("metric")
    mine = put(stage, metric, Dimensions=dimension("Table", "mine"))
    other = put(stage, metric, Dimensions=dimension("Table", "other"))
    none = put(stage, metric)
    stage.cloudwatch.put_metric_data(Namespace="Test", MetricData=[
        {"MetricName": metric, "Value": 5, "Dimensions": dimension("Table", "mine")}])
    becomes(stage, mine, "ALARM")
    becomes(stage, other, "OK")
    becomes(stage, none, "OK")


@pytest.mark.parametrize(("treatment", "wanted"), [
    ("missing", "INSUFFICIENT_DATA"), ("ignore", "INSUFFICIENT_DATA"), ("notBreaching", "OK"), ("breaching", "ALARM")])
def test_missing_data(stage: Stage, treatment: str, wanted: str) -> None:
    becomes(stage, put(stage, unique("metric"), TreatMissingData=treatment), wanted)


def test_the_clock_ends_an_alarm_without_new_data(stage: Stage) -> None:
    metric = unique("metric")
    name = put(stage, metric, Period=10)
    stage.cloudwatch.put_metric_data(Namespace="Test", MetricData=[{"MetricName": metric, "Value": 5}])
    becomes(stage, name, "ALARM")
    becomes(stage, name, "OK")


def test_as_many_periods_must_breach_as_the_alarm_says(stage: Stage) -> None:
    metric = unique("metric")
    both = put(stage, metric, EvaluationPeriods=2)
    one = put(stage, metric, EvaluationPeriods=2, DatapointsToAlarm=1)
    stage.cloudwatch.put_metric_data(Namespace="Test", MetricData=[{"MetricName": metric, "Value": 5}])
    becomes(stage, one, "ALARM")
    assert state(stage, both) == "OK"


def test_the_depth_of_a_queue_raises_an_alarm_and_tells_a_topic(stage: Stage) -> None:
    url, queue = stage.queue()
    told_url, told = stage.queue({**EVENTS_MAY_SEND, "Principal": {"Service": "sns.amazonaws.com"}})
    topic = stage.sns.create_topic(Name=unique("topic"))["TopicArn"]
    stage.sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=told)
    name = put(stage, "ApproximateNumberOfMessagesVisible", Namespace="AWS/SQS", Statistic="Maximum",
               Dimensions=dimension("QueueName", queue.rsplit(":", 1)[1]), AlarmActions=[topic])
    becomes(stage, name, "OK")
    stage.sqs.send_message(QueueUrl=url, MessageBody="x")
    becomes(stage, name, "ALARM")
    notice = json.loads(json.loads(stage.message(told_url)["Body"])["Message"])
    assert (notice["AlarmName"], notice["NewStateValue"]) == (name, "ALARM")


def test_errors_of_asynchronous_runs_raise_an_alarm(stage: Stage) -> None:
    _url, queue = stage.queue()
    function, _arn = stage.function(stage.role(allow("sqs:SendMessage", queue)), FAIL_IF="x")
    name = put(stage, "Errors", Namespace="AWS/Lambda", Threshold=3.0, Dimensions=dimension("FunctionName", function))
    stage.functions.invoke(FunctionName=function, InvocationType="Event", Payload=b'{"x": 1}')
    stage.wind(function, 60, 120)
    becomes(stage, name, "ALARM")
