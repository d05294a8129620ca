"""Apply, plan and destroy on the local AWS: for the document's variables, for everything on, and in production."""

import json
import re
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from harness.configuration import blocks
from harness.local_aws import LocalAWS, wait_for
from harness.paths import CALLS
from harness.variable_sets import DOCUMENT, EVERYTHING, ONLY_ON_AWS, PRODUCTION, REPLICAS
from harness.workspace import CALL, Workspace, variables

DEPLOYED = {"document": DOCUMENT, "everything": EVERYTHING, "production": PRODUCTION}


@pytest.fixture(scope="module")
def deployments(aws: LocalAWS, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Workspace]]:
    """All three at once: nearly all of their time is the provider's own waiting. The tests destroy them."""
    made = {name: Workspace(tmp_path_factory.mktemp(name), aws.environment()) for name in DEPLOYED}
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda name: made[name].apply(*DEPLOYED[name]), made))
    yield made


def test_what_only_aws_has_can_be_planned(planning: Workspace) -> None:
    planned = planning.planned(*ONLY_ON_AWS)
    assert len([address for address in planned if address.startswith("aws_appautoscaling_")]) == 12
    assert len([address for address in planned if address.startswith("aws_schemas_")]) == 8


def test_replicas_under_a_key_can_be_planned(planning: Workspace) -> None:
    planned = planning.planned(*REPLICAS)
    for table in ("event_store", "read_model", "command_journal"):
        [replica] = planned[f"aws_dynamodb_table.{table}"]["replica"]
        assert replica["region_name"] == "eu-west-1" and ":eu-west-1:" in replica["kms_key_arn"]


@pytest.mark.parametrize("name", DEPLOYED)
def test_a_second_plan_changes_nothing(deployments: dict[str, Workspace], name: str) -> None:
    again = deployments[name].plan(*DEPLOYED[name])
    assert again.status == 0, again.output


def test_with_everything_on_no_output_is_null(deployments: dict[str, Workspace]) -> None:
    """Terraform leaves null out of its outputs."""
    assert set(blocks("output")) - set(deployments["everything"].outputs()) == {"schema_registry_name"}


def test_the_api_has_its_own_domain_and_no_other(aws: LocalAWS, deployments: dict[str, Workspace]) -> None:
    apis, outputs = aws.client("apigatewayv2"), deployments["everything"].outputs()
    [mapping] = apis.get_api_mappings(DomainName="api.example.com")["Items"]
    assert apis.get_api(ApiId=mapping["ApiId"])["DisableExecuteApiEndpoint"] and outputs["http_api_endpoint"] == "https://api.example.com"
    [configuration] = apis.get_domain_name(DomainName="api.example.com")["DomainNameConfigurations"]
    assert outputs["http_api_domain_target"] == {"name": configuration["ApiGatewayDomainName"], "zone": configuration["HostedZoneId"]}


def test_each_rule_fills_its_queue_and_the_queues_feed_the_warm_alias(aws: LocalAWS, deployments: dict[str, Workspace]) -> None:
    outputs = deployments["everything"].outputs()
    assert outputs["function_invocation_arns"]["projection"].endswith(":live")
    for rule, queue in (("financial_events_rule", "projection_queue"), ("financial_events_replay_rule", "replay_queue")):
        [target] = aws.client("events").list_targets_by_rule(
            Rule=outputs[f"{rule}_name"], EventBusName=outputs["event_bus_name"])["Targets"]
        assert target["Arn"] == outputs[f"{queue}_arn"]
        [mapping] = aws.client("lambda").list_event_source_mappings(EventSourceArn=outputs[f"{queue}_arn"])["EventSourceMappings"]
        assert mapping["FunctionArn"] == outputs["function_invocation_arns"]["projection"]


def test_every_alarm_fires_on_its_own_metric(aws: LocalAWS, deployments: dict[str, Workspace]) -> None:
    """By PutMetricData under the alarm's own name and dimensions; real faults are the end-to-end tests' business."""
    cloudwatch, outputs = aws.client("cloudwatch"), deployments["everything"].outputs()
    alarms = cloudwatch.describe_alarms(AlarmNames=outputs["alarm_names"], MaxRecords=100)["MetricAlarms"]
    assert len(alarms) == len(outputs["alarm_names"]) > 20
    for alarm in alarms:
        assert alarm["AlarmActions"] == alarm["OKActions"] == [outputs["alarm_topic_arn"]]
        if "MetricName" in alarm:
            breach(cloudwatch, alarm)
    wait_for(lambda: silent(cloudwatch, [alarm["AlarmName"] for alarm in alarms if "MetricName" in alarm]) == set(), "ALARM of all alarms")


@pytest.mark.parametrize(("name", "period"), [("document", 300), ("everything", 60)])
def test_silence_fires(aws: LocalAWS, deployments: dict[str, Workspace], name: str, period: int) -> None:
    """What came in some periods ago and has not come out; it ends as soon as something does. With everything on there is a process, which
    appends too, and has not yet."""
    cloudwatch = aws.client("cloudwatch")
    suffix = deployments[name].outputs()["resource_suffix"]
    names = {f"{function}-Silent-{suffix}" for function in ("EventPublisher", "ProjectionHandler")}

    def put(function: str, metric: str) -> None:
        cloudwatch.put_metric_data(Namespace="EventSourcing", MetricData=[{
            "MetricName": metric, "Dimensions": [{"Name": "function", "Value": f"{function}-{suffix}"}], "Value": 2,
            "Timestamp": datetime.now(UTC) - timedelta(seconds=3 * period + 1)}])

    def quiet() -> set[str]:
        return silent(cloudwatch, sorted(names))

    assert quiet() == names
    put("command-handler", "EventsAppended")
    wait_for(lambda: quiet() == {f"ProjectionHandler-Silent-{suffix}"}, "nothing is published")
    put("event-publisher", "EventsPublished")
    wait_for(lambda: quiet() == {f"EventPublisher-Silent-{suffix}"}, "nothing is projected")
    put("projection-handler", "EventsArrived")
    wait_for(lambda: quiet() == names, "the end of both")


def test_production_refuses_to_be_destroyed_until_it_is_released(deployments: dict[str, Workspace]) -> None:
    production = deployments["production"]
    refused = production.destroy(*PRODUCTION, accepted=None)
    assert refused.status == 1
    assert f"{CALL}terraform_data.deletion_protection[0] has lifecycle.prevent_destroy set" in refused.text
    assert production.plan(*PRODUCTION).status == 0, "the refusal must leave everything in place"

    production.run("state", "rm", f"{CALL}terraform_data.deletion_protection[0]")
    tables = production.destroy(*PRODUCTION, f"-target={CALL}aws_dynamodb_table.event_store", accepted=None)
    assert tables.status == 1 and "protected against deletion" in tables.text, "DynamoDB itself must refuse too"

    released = [*PRODUCTION, *variables(deletion_protection=False)]
    production.apply(*released)
    assert "Destroy complete!" in production.destroy(*released).output


def test_document_gets_a_key_of_its_own(deployments: dict[str, Workspace]) -> None:
    """The functions' versions are planned although nobody knows the key yet."""
    document, keyed = deployments["document"], [*DOCUMENT, *variables(create_kms_key=True)]
    document.apply(*keyed)
    assert document.plan(*keyed).status == 0


def test_document_moves_to_on_demand_in_place_and_is_destroyed(deployments: dict[str, Workspace]) -> None:
    document = deployments["document"]
    on_demand = [*DOCUMENT, *variables(billing_mode="PAY_PER_REQUEST", create_kms_key=True)]
    # No plan after it: MiniStack keeps reporting the index's old capacity, which AWS reports as 0.
    assert "0 added, 2 changed, 0 destroyed" in document.apply(*on_demand).output
    assert "Destroy complete!" in document.destroy(*on_demand).output
    assert json.loads((document.directory / "terraform.tfstate").read_text())["resources"] == []


def test_everything_is_changed_in_place(deployments: dict[str, Workspace]) -> None:
    """A new build, and settings that a day's work changes."""
    with zipfile.ZipFile(deployments["everything"].bundles / "query.zip", "w") as bundle:
        bundle.writestr("bootstrap", "#!/bin/sh\nexit 2\n")
    changed = deployments["everything"].apply(*EVERYTHING, *variables(
        tags={"Owner": "somebody"}, lambda_memory_size=256, log_retention_days=30, event_archive_retention_days=30,
        dlq_message_retention_seconds=604800, alarm_evaluation_periods=3, projection_batch_size=5, publisher_batch_size=10,
        http_api_throttle_requests_per_second=7, command_journal_retention_days=7)).output
    assert re.search(r"0 added, [1-9]\d* changed, 0 destroyed", changed), changed


def test_everything_is_destroyed(deployments: dict[str, Workspace]) -> None:
    assert "Destroy complete!" in deployments["everything"].destroy(*EVERYTHING).output


def breach(cloudwatch, alarm: dict) -> None:
    """One bad datum in each of the alarm's periods."""
    now = datetime.now(UTC)
    for number in range(alarm["EvaluationPeriods"]):
        cloudwatch.put_metric_data(Namespace=alarm["Namespace"], MetricData=[{
            "MetricName": alarm["MetricName"], "Dimensions": alarm["Dimensions"], "Value": alarm["Threshold"] + 1,
            "Timestamp": now - timedelta(seconds=alarm["Period"] * number + 1)}])


def silent(cloudwatch, names: list[str]) -> set[str]:
    """The alarms that do not fire."""
    alarms = cloudwatch.describe_alarms(AlarmNames=names, MaxRecords=100)["MetricAlarms"]
    return {alarm["AlarmName"] for alarm in alarms if alarm["StateValue"] != "ALARM"}


def test_the_page_names_what_a_deployer_needs(deployments: dict[str, Workspace]) -> None:
    """Comes last: by now everything has been applied, planned, changed and destroyed."""
    assert deployments["everything"].calls() == json.loads(CALLS.read_text()), "write it to .scripts/deployer_calls.json"
