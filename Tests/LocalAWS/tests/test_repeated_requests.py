"""A call that Terraform's SDK sends again although it was answered is carried out once."""

from concurrent.futures import ThreadPoolExecutor

import boto3
import pytest
from botocore.config import Config
from conftest import REGION, Stage, unique


def client(stage: Stage, agent: str, call: str):
    """All of its requests are attempts at one call."""
    made = boto3.client("events", endpoint_url=stage.aws.endpoint, region_name=REGION, aws_access_key_id="test",
                        aws_secret_access_key="test", config=Config(user_agent=agent, retries={"total_max_attempts": 1}))

    def name(request, **_others) -> None:
        # Not among the signed ones.
        request.headers["amz-sdk-invocation-id"] = call

    made.meta.events.register("before-send.eventbridge", name)
    return made


def test_a_creation_that_is_sent_again_has_the_answer_it_had(stage: Stage) -> None:
    terraform, bus = client(stage, "APN/1.0 HashiCorp/1.0 Terraform/1.11.4", unique("call")), unique("bus")
    first, second = terraform.create_event_bus(Name=bus), terraform.create_event_bus(Name=bus)
    assert first["EventBusArn"] == second["EventBusArn"]
    assert first["ResponseMetadata"]["RequestId"] == second["ResponseMetadata"]["RequestId"]


def test_attempts_at_the_same_time_are_carried_out_once(stage: Stage) -> None:
    call, bus = unique("call"), unique("bus")
    clients = [client(stage, "APN/1.0 HashiCorp/1.0", call) for _ in range(4)]
    with ThreadPoolExecutor(len(clients)) as pool:
        answers = list(pool.map(lambda each: each.create_event_bus(Name=bus), clients))
    assert len({answer["ResponseMetadata"]["RequestId"] for answer in answers}) == 1


def test_another_call_is_refused_as_aws_refuses_it(stage: Stage) -> None:
    bus = unique("bus")
    client(stage, "APN/1.0", unique("call")).create_event_bus(Name=bus)
    again = client(stage, "APN/1.0", unique("call"))
    with pytest.raises(again.exceptions.ResourceAlreadyExistsException):
        again.create_event_bus(Name=bus)


def test_a_call_that_failed_is_carried_out_again(stage: Stage) -> None:
    terraform, bus = client(stage, "APN/1.0", unique("call")), unique("bus")
    with pytest.raises(terraform.exceptions.ResourceNotFoundException):
        terraform.describe_event_bus(Name=bus)
    stage.aws.client("events").create_event_bus(Name=bus)
    assert terraform.describe_event_bus(Name=bus)["Name"] == bus


def test_who_is_not_terraform_is_carried_out_each_time(stage: Stage) -> None:
    other, bus = client(stage, "Boto3/1.0", unique("call")), unique("bus")
    other.create_event_bus(Name=bus)
    with pytest.raises(other.exceptions.ResourceAlreadyExistsException):
        other.create_event_bus(Name=bus)
