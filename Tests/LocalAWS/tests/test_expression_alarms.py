"""Alarms on expressions: evaluation, missing data, description in each protocol, and what is refused."""

from xml.etree import ElementTree

import pytest
from botocore.exceptions import ClientError
from conftest import LocalAWS, Stage, unique
from test_alarms import becomes, query, state

FALLEN_SILENT = "IF(FILL(appended, 0) > 0 AND FILL(published, 0) == 0, 1, 0)"


def metric(identifier: str, name: str, period: int = 60, **options: object) -> dict:
    """A query of the sums of a metric of a table."""
    return {"Id": identifier, "ReturnData": False, "MetricStat": {
        "Metric": {"Namespace": "Test", "MetricName": name, "Dimensions": [{"Name": "Table", "Value": "t"}]},
        "Period": period, "Stat": "Sum"}, **options}


def expression(text: str, identifier: str = "e", watched: bool = True) -> dict:
    return {"Id": identifier, "Expression": text, "Label": "A & B", "ReturnData": watched}


def put(stage: Stage, *queries: dict, **options: object) -> str:
    name = unique("alarm")
    stage.cloudwatch.put_metric_alarm(**{
        "AlarmName": name, "Metrics": list(queries), "EvaluationPeriods": 1, "Threshold": 1.0,
        "ComparisonOperator": "GreaterThanOrEqualToThreshold", "TreatMissingData": "notBreaching", **options})
    return name


def publish(stage: Stage, name: str, value: float = 1) -> None:
    stage.cloudwatch.put_metric_data(Namespace="Test", MetricData=[
        {"MetricName": name, "Value": value, "Dimensions": [{"Name": "Table", "Value": "t"}]}])


def test_an_expression_raises_an_alarm_and_ends_it(stage: Stage) -> None:
    appended, published = unique("appended"), unique("published")
    name = put(stage, expression(FALLEN_SILENT), metric("appended", appended), metric("published", published))
    becomes(stage, name, "OK")
    publish(stage, published, 0)
    publish(stage, appended)
    becomes(stage, name, "ALARM")
    publish(stage, published)
    becomes(stage, name, "OK")


def test_fill_gives_nothing_where_a_metric_has_no_data_at_all(stage: Stage) -> None:
    appended, published = unique("appended"), unique("published")
    queries = metric("appended", appended), metric("published", published)
    filled = put(stage, expression("IF(FILL(published, 0) == 0, 1, 0)"), *queries)
    compared = put(stage, expression("IF(appended > published, 1, 0)"), *queries)
    publish(stage, appended)
    becomes(stage, compared, "ALARM")
    assert state(stage, filled) == "OK"


@pytest.mark.parametrize(("treatment", "wanted"), [
    ("missing", "INSUFFICIENT_DATA"), ("ignore", "INSUFFICIENT_DATA"), ("notBreaching", "OK"), ("breaching", "ALARM")])
def test_an_expression_without_data_points_is_missing_data(stage: Stage, treatment: str, wanted: str) -> None:
    becomes(stage, put(stage, expression("m + 1"), metric("m", unique("metric")), TreatMissingData=treatment), wanted)


def test_as_many_periods_must_breach_as_the_alarm_says(stage: Stage) -> None:
    name = unique("metric")
    queries = expression("2 * sum"), expression("m", "sum", watched=False), metric("m", name)
    both = put(stage, *queries, EvaluationPeriods=2)
    one = put(stage, *queries, EvaluationPeriods=2, DatapointsToAlarm=1)
    publish(stage, name, 0.5)
    becomes(stage, one, "ALARM")
    assert state(stage, both) == "OK"


def test_a_metric_alone_can_be_watched(stage: Stage) -> None:
    name = unique("metric")
    alarm = put(stage, metric("m", name, ReturnData=True))
    publish(stage, name)
    becomes(stage, alarm, "ALARM")


def test_the_queries_are_described_as_they_were_put(aws: LocalAWS, stage: Stage) -> None:
    queries = [expression("m * 2"), metric("m", "M")]
    queries[1]["MetricStat"]["Unit"] = "Count"
    name = put(stage, *queries)
    [described] = stage.cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"]
    assert described["Metrics"] == queries
    assert not {"MetricName", "Namespace", "Period", "Statistic", "ExtendedStatistic", "Unit"} & set(described)
    text = query(aws, {"Action": "DescribeAlarms", "Version": "2010-08-01", "AlarmNames.member.1": name})
    watched, used = ElementTree.fromstring(text).findall(".//{*}MetricAlarms/{*}member/{*}Metrics/{*}member")
    assert [watched.findtext("{*}" + each) for each in ("Id", "Expression", "Label", "ReturnData")] == ["e", "m * 2", "A & B", "true"]
    assert used.findtext("{*}ReturnData") == "false"
    assert [used.findtext("{*}MetricStat/{*}" + each) for each in ("Period", "Stat", "Unit")] == ["60", "Sum", "Count"]
    assert used.findtext("{*}MetricStat/{*}Metric/{*}Dimensions/{*}member/{*}Value") == "t"


M = metric("m", "M")


@pytest.mark.parametrize(("queries", "options", "message"), [
    ([expression("m +"), M], {}, "Error in expression 'e'"),
    ([expression("m + other"), M], {}, "'other' is no id"),
    ([expression("MAX(m)"), M], {}, "a single time series is expected"),
    ([expression("METRICS()"), M], {}, "a single time series is expected"),
    ([expression("SEARCH('{A,B} x', 'Sum')"), M], {}, "Error in expression 'e'"),
    ([expression("f"), expression("e", "f", watched=False), M], {}, "refers to itself"),
    ([expression("m", watched=False), M], {}, "Exactly one element"),
    ([expression("m"), metric("m", "M", ReturnData=True)], {}, "Exactly one element"),
    ([expression("m", "E"), M], {}, "must begin with a lower-case letter"),
    ([expression("m", "e-1"), M], {}, "must begin with a lower-case letter"),
    ([expression("m"), M, M], {}, "must be unique"),
    ([expression("m"), {**M, "Expression": "1"}], {}, "and not both"),
    ([expression("m"), {"Id": "m", "ReturnData": False}], {}, "must be set"),
    ([expression("m1"), *(metric(f"m{number}", "M") for number in range(11))], {}, "10 metrics and 10 expressions"),
    ([expression("m"), M, *(expression("m", f"e{number}", watched=False) for number in range(10))], {}, "10 metrics and 10 expressions"),
    ([expression("TIME_SERIES(1)")], {}, "An alarm has a metric"),
    ([expression("m + n"), M, metric("n", "N", period=120)], {}, "one period"),
    ([expression("m"), metric("m", "M", period=90)], {}, "a multiple of 60"),
    ([expression("m"), M], {"MetricName": "M"}, "MetricName should not be set"),
    ([expression("m"), M], {"Statistic": "Sum"}, "Statistic should not be set"),
    ([expression("m"), M], {"Period": 60}, "Period should not be set"),
    ([], {}, "Either MetricName or Metrics"),
])
def test_what_is_refused(stage: Stage, queries: list[dict], options: dict, message: str) -> None:
    with pytest.raises(ClientError, match=message) as refusal:
        put(stage, *queries, **options)
    assert refusal.value.response["Error"]["Code"] == "ValidationError"


def test_a_refused_change_leaves_the_alarm_as_it_was(stage: Stage) -> None:
    name = put(stage, expression("m"), M)
    with pytest.raises(ClientError, match="ValidationError"):
        put(stage, expression("m +"), M, AlarmName=name)
    [described] = stage.cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"]
    assert described["Metrics"][0]["Expression"] == "m"
