"""The module as other roots call it: the examples, and several of it at once."""

import json
from pathlib import Path

import pytest
from harness.local_aws import LocalAWS
from harness.paths import TERRAFORM
from harness.workspace import Workspace

EXAMPLES = sorted(path.name for path in (TERRAFORM / "examples").iterdir())
SEVERAL = """
module "ledger" {
  source   = "./modules/event-sourcing"
  for_each = toset(["first", "second"])

  resource_suffix     = each.key
  artifacts_directory = "%s"
  lambda_runtime      = "provided.al2023"
}
"""


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_can_be_planned(aws: LocalAWS, tmp_path: Path, name: str) -> None:
    """Without the bucket of its states, which only its users have."""
    example = Workspace(tmp_path, aws.environment(), f"examples/{name}", without=("backend.tf",))
    plan = example.plan("-out=planned")
    assert plan.status == 2, plan.output
    shown = json.loads(example.run("show", "-json", "planned").output)
    assert {change["change"]["actions"][0] for change in shown["resource_changes"]} <= {"create", "read"}
    assert "Warning" not in plan.text


def test_two_of_it_in_one_root_share_no_name(aws: LocalAWS, tmp_path: Path) -> None:
    root = Workspace(tmp_path, aws.environment())
    for file in ("main.tf", "outputs.tf", "variables.tf"):
        (root.directory / file).unlink()
    (root.directory / "main.tf").write_text(SEVERAL % root.bundles)
    root.run("init", "-backend=false", "-no-color")
    root.plan("-out=planned")
    modules = json.loads(root.run("show", "-json", "planned").output)["planned_values"]["root_module"]["child_modules"]
    assert sorted(module["address"] for module in modules) == ['module.ledger["first"]', 'module.ledger["second"]']
    first, second = ({name(resource) for resource in module["resources"]} - {None} for module in modules)
    assert len(first) == len(second) > 60 and not first & second


def name(resource: dict) -> tuple[str, str] | None:
    """What has to be the only one of its kind; a rule's name counts on its own bus."""
    values = resource["values"]
    found = next((values[key] for key in ("function_name", "alarm_name", "dashboard_name", "name") if isinstance(values.get(key), str)), None)
    if resource["type"] in ("aws_cloudwatch_event_rule", "aws_lambda_alias") or found is None:
        return None
    return resource["type"], found
