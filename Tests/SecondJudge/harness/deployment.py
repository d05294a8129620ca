"""The tables, the bus, the queue, the roles and their policies, as Terraform makes them."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from .paths import ARTIFACTS, TERRAFORM
from .server import REGION, Judge

SNAPSHOT_INTERVAL = 10
"""Low, so that a short log has snapshots."""

FUNCTIONS = ("command", "publisher", "projection", "query", "process")
_JUDGED = ("aws_iam_role_policy.function", "aws_lambda_function.this")
_TARGETS = (*_JUDGED, "aws_dynamodb_table.event_store", "aws_dynamodb_table.read_model", "aws_dynamodb_table.command_journal",
            "aws_cloudwatch_event_bus.this", "aws_sqs_queue.dead_letter")
_NOT_OURS = ("AWS_", "TF_VAR_", "TF_CLI_ARGS", "TF_WORKSPACE", "TF_DATA_DIR", "TF_LOG")


@dataclass
class Role:
    name: str
    policy_name: str
    policy: dict
    credentials: dict[str, str]


@dataclass
class Deployment:
    judge: Judge
    roles: dict[str, Role] = field(default_factory=dict)
    variables: dict[str, dict[str, str]] = field(default_factory=dict)
    """The environment of each function."""

    administrator: dict[str, str] = field(default_factory=dict)
    """A key that may do everything, once the judge is strict."""

    def client(self, service: str):
        return self.judge.client(service, self.administrator["key"], self.administrator["secret"])

    def put_policy(self, function: str, policy: dict) -> None:
        role = self.roles[function]
        self.client("iam").put_role_policy(RoleName=role.name, PolicyName=role.policy_name, PolicyDocument=json.dumps(policy))


def deploy(judge: Judge, directory: Path) -> Deployment:
    """Applies the functions and all that they and their policies refer to, and makes the judge strict."""
    deployment = Deployment(judge)
    for values in _resources(judge, directory):
        function = values["index"]
        if values["type"] == "aws_lambda_function":
            deployment.variables[function] = {
                **values["values"]["environment"][0]["variables"], "_HANDLER": values["values"]["handler"],
                "AWS_LAMBDA_FUNCTION_NAME": values["values"]["function_name"]}
        elif values["type"] == "aws_iam_role_policy":
            deployment.roles[function] = Role(
                values["values"]["role"], values["values"]["name"], json.loads(values["values"]["policy"]),
                _session(judge, values["values"]["role"]))
    deployment.administrator = _administrator(judge)
    judge.be_strict()
    return deployment


def _resources(judge: Judge, directory: Path) -> list[dict]:
    folder = directory / "terraform"
    shutil.copytree(TERRAFORM, folder, ignore=shutil.ignore_patterns(
        ".terraform", ".terraform.lock.hcl", "terraform.tfvars", "*.tfstate*", "*.auto.tfvars*"))
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_OURS)}
    environment = {**kept, **judge.environment(), "TF_IN_AUTOMATION": "1", "TF_INPUT": "0", "CHECKPOINT_DISABLE": "1",
                   "TF_VAR_artifacts_directory": str(ARTIFACTS), "TF_VAR_domain_file": str(ARTIFACTS / "domain.json")}

    def terraform(*arguments: str) -> str:
        finished = subprocess.run(["terraform", *arguments], cwd=folder, env=environment, text=True, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert finished.returncode == 0, f"terraform {' '.join(arguments)}:\n{finished.stdout}"
        return finished.stdout

    terraform("init", "-backend=false", "-no-color")
    terraform("apply", "-auto-approve", "-no-color", "-parallelism=30", "-var-file=terraform.tfvars.example",
              f"-var=snapshot_interval={SNAPSHOT_INTERVAL}", "-var=enable_transfers=true", *(f"-target=module.event_sourcing.{target}" for target in _TARGETS))
    state = json.loads(terraform("show", "-json"))
    return [resource for resource in state["values"]["root_module"]["child_modules"][0]["resources"]
            if f"{resource['type']}.{resource['name']}" in _JUDGED]


def _session(judge: Judge, role: str) -> dict[str, str]:
    arn = judge.client("iam").get_role(RoleName=role)["Role"]["Arn"]
    session = judge.client("sts").assume_role(RoleArn=arn, RoleSessionName="function")["Credentials"]
    return {"AWS_ACCESS_KEY_ID": session["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": session["SecretAccessKey"],
            "AWS_SESSION_TOKEN": session["SessionToken"], "AWS_REGION": REGION}


def _administrator(judge: Judge) -> dict[str, str]:
    iam = judge.client("iam")
    iam.create_user(UserName="administrator")
    everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    iam.put_user_policy(UserName="administrator", PolicyName="everything", PolicyDocument=json.dumps(everything))
    key = iam.create_access_key(UserName="administrator")["AccessKey"]
    return {"key": key["AccessKeyId"], "secret": key["SecretAccessKey"]}
