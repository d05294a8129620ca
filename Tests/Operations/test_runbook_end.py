"""What holds when all of the runbook has been run."""

from harness.deployment import Deployment
from operations.runbook import Runbook


def test_after_all_of_it_terraform_finds_nothing_to_change(deployment: Deployment) -> None:
    plan = deployment.plan()
    assert plan.status == 0, plan.output


def test_every_block_has_been_run(runbook: Runbook) -> None:
    assert runbook.ran == runbook.all
