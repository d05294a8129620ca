"""`./build.sh sandbox` from its question to the end of the destroy."""

import json
import re
import shutil
from collections.abc import Callable

import pytest
from conftest import ACCOUNT, ROOT, Run, left, wound
from harness.local_aws import LocalAWS
from sandbox.report import QUESTIONS

Begin = Callable[..., Run]


def test_without_credentials_nothing_begins(begin: Begin) -> None:
    run = begin(ACCOUNT, AWS_ACCESS_KEY_ID="", AWS_SECRET_ACCESS_KEY="")
    assert run.finished() == 1
    assert "AWS takes no credentials of yours" in run.output and "aws sso login" in run.output
    assert not run.checkout.exists()


def test_another_answer_than_the_account_makes_nothing(aws: LocalAWS, begin: Begin) -> None:
    run = begin("yes")
    assert run.finished() == 1
    for shown in (ACCOUNT, "arn:aws:iam::000000000000:root", "us-east-1", "about 1 USD", "nothing was made"):
        assert shown in run.output, run.output
    assert not run.checkout.exists() and left(aws) == []


def user_without(aws: LocalAWS, *actions: str) -> dict[str, str]:
    """Credentials that lack some rights."""
    iam, name = aws.client("iam"), actions[0].replace(":", "-")
    iam.create_user(UserName=name)
    iam.put_user_policy(UserName=name, PolicyName="policy", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "Action": actions, "Resource": "*"}]}))
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}


def test_a_step_that_fails_is_the_last_one_and_all_is_destroyed(aws: LocalAWS, begin: Begin) -> None:
    run = begin(ACCOUNT, **user_without(aws, "events:StartReplay"))
    assert run.finished() == 1
    assert "AccessDenied" in run.output and "a step failed" in run.output and "All of it is destroyed" in run.output, run.output
    assert re.search(r"\| README.md: Replay, block 1 \| ended after", run.report)
    assert run.report.rstrip().splitlines()[-1].startswith("| README.md: Replay, block 1 "), "it went on"
    assert left(aws) == [] and not run.checkout.exists()


def test_what_cannot_be_destroyed_is_named_and_can_be_later(aws: LocalAWS, begin: Begin) -> None:
    """Of a deployment that did not come to its end either."""
    run = begin(ACCOUNT, **user_without(aws, "lambda:CreateFunction", "sqs:DeleteQueue"))
    assert run.finished() == 1
    assert "terraform apply failed" in run.output and "the sandbox could not be destroyed" in run.output, run.output
    assert re.search(r"queues: \S+-sandbox-", run.output) and "./build.sh sandbox --destroy" in run.output, run.output
    assert begin(ACCOUNT).finished() == 1, "another one would lose the state of the first"
    again = begin("", "--destroy")
    assert again.finished() == 0, again.output
    assert left(aws) == [] and not run.checkout.exists()


@pytest.mark.parametrize("moment", [r"\d\d of \d\d resources", r"\[3 of \d\d\]"], ids=["while-Terraform-makes-it", "in-a-step"])
def test_ctrl_c_destroys_what_there_is(aws: LocalAWS, begin: Begin, moment: str) -> None:
    """What Terraform has made by then, it has written down."""
    run = begin(ACCOUNT)
    run.says(moment)
    run.interrupt()
    assert run.finished() == 130
    assert "All of it is destroyed" in run.output
    assert left(aws) == [] and not run.checkout.exists()


@pytest.fixture
def terraform_folder() -> set[str]:
    return {str(path.relative_to(ROOT)) for path in (ROOT / "terraform").rglob("*")}


def test_everything(aws: LocalAWS, begin: Begin, terraform_folder: set[str]) -> None:
    run = begin(ACCOUNT)
    with wound(aws, run):
        status = run.finished()
    assert status == 0, run.output
    sections = dict(re.findall(r"^## (.*?)\n(.*?)(?=^## )", run.report, re.MULTILINE | re.DOTALL))
    for question in QUESTIONS.values():
        assert re.search(r"\*\*Done:\*\* .+\*\*Answered:\*\*\n\n```\n.+\*\*Verdict:\*\* \S+", sections[question], re.DOTALL), sections[question]
    assert len(re.findall(r"^\| .+ \| done in \d+ s \|$", run.report, re.MULTILINE)) == int(re.search(r"\[1 of (\d+)\]", run.output).group(1))
    assert left(aws) == [] and not run.checkout.exists()
    assert {str(path.relative_to(ROOT)) for path in (ROOT / "terraform").rglob("*")} == terraform_folder, "the user's folder was touched"
    shutil.copy(run.folder / "sandbox" / "report.md", run.folder / "report.md")
