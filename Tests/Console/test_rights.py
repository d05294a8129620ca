"""A caller without rights: each panel says which one is missing, and no other panel suffers from it."""

import json
from collections.abc import Callable, Iterator

import pytest
from conftest import WORK
from driving.browser import go, opened, part
from driving.consoles import Console
from harness.local_aws import LocalAWS
from harness.system import System, unique
from playwright.sync_api import Browser, expect

ROOT = "arn:aws:iam::000000000000:root"
TRUST = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": ROOT}, "Action": "sts:AssumeRole"}]}
READING = ["lambda:InvokeFunction", "dynamodb:GetItem", "lambda:ListEventSourceMappings", "cloudwatch:GetMetricData", "cloudwatch:ListMetrics", "cloudwatch:DescribeAlarms",
           "sqs:GetQueueUrl", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:ChangeMessageVisibility"]
"""What the README says that looking takes."""
MISSING = {"Events by type": "lambda:InvokeFunction", "Commands by outcome": "cloudwatch:ListMetrics", "Lag": "cloudwatch:GetMetricData",
           "Alarms": "cloudwatch:DescribeAlarms", "Dead letters": "sqs:GetQueueUrl"}


@pytest.fixture
def start(aws: LocalAWS, system: System) -> Iterator[Callable[..., Console]]:
    """A console of a role with these rights only."""
    begun = []

    def begin(*rights: str) -> Console:
        iam, name = aws.client("iam"), unique("looker")
        arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
        if rights:
            iam.put_role_policy(RoleName=name, PolicyName="rights", PolicyDocument=json.dumps(
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": list(rights), "Resource": "*"}]}))
        session = aws.client("sts").assume_role(RoleArn=arn, RoleSessionName="test")["Credentials"]
        begun.append(Console(
            aws, WORK / f"{name}.log", "--suffix", "console", "--operate", AWS_ACCESS_KEY_ID=session["AccessKeyId"],
            AWS_SECRET_ACCESS_KEY=session["SecretAccessKey"], AWS_SESSION_TOKEN=session["SessionToken"]))
        return begun[-1]

    yield begin
    for console in begun:
        assert console.stop() == 0


def test_no_right_at_all(start: Callable[..., Console], browser: Browser, account: str) -> None:
    console = start()
    with opened(browser, console, "/flow") as page:
        for name, right in MISSING.items():
            notice = part(page, name).get_by_role("alert")
            expect(notice).to_contain_text("A right is missing")
            expect(notice).to_contain_text(f"Your credentials lack {right} on")
        for place, right in (("#depths", "sqs:GetQueueUrl"), ("#ages", "cloudwatch:GetMetricData"), ("#feeds", "lambda:ListEventSourceMappings")):
            expect(page.locator(place).get_by_role("alert")).to_contain_text(f"Your credentials lack {right}")
        go(page, f"/account/{account}")
        expect(page.locator("#account").get_by_role("alert")).to_contain_text("lambda:InvokeFunction on query-handler-console")
        page.get_by_role("searchbox").fill("anything")
        page.get_by_role("searchbox").press("Enter")
        expect(page.locator("#found").get_by_role("alert")).to_contain_text("lambda:InvokeFunction")


def test_an_operation_without_its_right(start: Callable[..., Console], browser: Browser) -> None:
    with opened(browser, start(*READING), "/flow") as page:
        page.get_by_role("button", name="Replay a time").click()
        page.get_by_role("dialog").get_by_role("button", name="Replay").click()
        row = page.locator('#operations tr[data-operation="replay"]')
        expect(row).to_contain_text("The right events:DescribeArchive on event-sourcing-bus-console-archive is missing")


def test_the_rights_of_the_page_are_enough_to_look(start: Callable[..., Console], browser: Browser, account: str) -> None:
    with opened(browser, start(*READING), f"/account/{account}") as page:
        expect(page.locator("#status")).to_have_text(f"{account} is shown")
        expect(page.locator(".notice")).to_have_count(0)
        go(page, "/flow")
        expect(page.locator("#status")).to_contain_text("Read at")
        expect(page.locator(".notice")).to_have_count(0)


def test_without_a_suffix_it_says_what_it_needs(aws: LocalAWS, system: System) -> None:
    with pytest.raises(AssertionError, match="there is no deployment in eu-west-1"):
        Console(aws, WORK / "elsewhere.log", "--region", "eu-west-1")
