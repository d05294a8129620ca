"""What Terraform made, and that it can take it away again."""

import json
import subprocess

import pytest
from harness.system import System


def test_a_second_plan_changes_nothing(system: System) -> None:
    plan = system.terraform.plan()
    assert plan.status == 0, plan.output


def test_the_sample_payloads_work(system: System) -> None:
    opened = system.command(str(system.outputs["test_command_payload"]))
    assert opened.status in (200, 422), opened
    paid = system.command(str(system.outputs["test_transaction_payload"]))
    assert paid.status == 200 and paid.body["sequence"] == 2, paid
    system.projected("account-123", 2)
    asked = system.query(str(system.outputs["test_query_payload"]))
    assert asked.status == 200 and asked.body["AccountId"] == "account-123"
    assert '"Balance":100.5,' in asked.text or '"Balance":100.5}' in asked.text


def test_the_replay_command_is_accepted(system: System) -> None:
    finished = subprocess.run(["bash", "-c", str(system.outputs["replay_command"])], env=system.aws.environment(),
                              capture_output=True, text=True, timeout=240)
    assert finished.returncode == 0, finished.stderr
    assert json.loads(finished.stdout)["State"] in ("STARTING", "RUNNING", "COMPLETED")


def test_all_outputs_are_there(system: System) -> None:
    named = """event_bus_name event_bus_arn event_archive_name event_archive_arn event_store_table_name event_store_table_arn
    event_store_stream_arn read_model_table_name read_model_table_arn command_handler_function_name command_handler_function_arn
    projection_handler_function_name projection_handler_function_arn query_handler_function_name query_handler_function_arn
    event_publisher_function_name event_publisher_function_arn lambda_execution_role_name lambda_execution_role_arn
    lambda_role_arns dead_letter_queue_name dead_letter_queue_url dead_letter_queue_arn financial_events_rule_name
    financial_events_rule_arn cloudwatch_alarms_enabled event_store_write_throttles_alarm_name
    command_handler_errors_alarm_name eventbridge_failed_invocations_alarm_name aws_region aws_account_id resource_suffix
    environment test_command_payload test_query_payload testing_instructions replay_command""".split()
    assert [name for name in named if system.outputs.get(name) in (None, "")] == []


@pytest.mark.last(3)
def test_destroy(system: System) -> None:
    system.terraform.destroy()
    assert system.dynamodb.list_tables()["TableNames"] == []
    assert [bus["Name"] for bus in system.bus.list_event_buses()["EventBuses"]] == ["default"]
    assert system.functions.list_functions()["Functions"] == []
