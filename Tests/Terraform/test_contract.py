"""The names and defaults that users of the document know: added to, never changed."""

import hcl2
import pytest
from harness.configuration import plain, root_blocks
from harness.paths import TERRAFORM

VARIABLES = {
    "aws_region": "us-east-1", "environment": "dev", "resource_suffix": "", "event_store_read_capacity": 10,
    "event_store_write_capacity": 10, "event_store_gsi_read_capacity": 5, "event_store_gsi_write_capacity": None,
    "read_model_read_capacity": 5, "read_model_write_capacity": 5, "lambda_timeout": 30, "lambda_memory_size": 128,
    "lambda_runtime": "provided.al2", "event_archive_retention_days": 365, "dlq_message_retention_seconds": 1209600,
    "dlq_visibility_timeout_seconds": 300, "enable_cloudwatch_alarms": True, "alarm_evaluation_periods": 2,
    "alarm_period_seconds": 300,
    # Of the later issues.
    "command_journal_retention_days": 30, "event_type_shards": 1, "snapshot_interval": 100, "enable_dlq_redrive": False,
    "enable_http_api": False, "enable_schema_registry": False, "enable_xray": False, "domain_file": "../dist/domain.json",
    "projection_batch_size": 10, "projection_batching_window_seconds": 0, "projection_maximum_concurrency": 5,
    "replay_maximum_concurrency": 2, "projection_maximum_receive_count": 20, "publisher_maximum_record_age_seconds": 72000,
}

OUTPUTS = """
event_bus_name event_bus_arn event_archive_name event_archive_arn event_store_table_name event_store_table_arn event_store_stream_arn
read_model_table_name read_model_table_arn command_handler_function_name command_handler_function_arn
projection_handler_function_name projection_handler_function_arn query_handler_function_name query_handler_function_arn
event_publisher_function_name event_publisher_function_arn lambda_execution_role_name lambda_execution_role_arn lambda_role_arns
dead_letter_queue_name dead_letter_queue_url dead_letter_queue_arn financial_events_rule_name financial_events_rule_arn
financial_events_replay_rule_name financial_events_replay_rule_arn projection_queue_name projection_queue_url projection_queue_arn
replay_queue_name replay_queue_url replay_queue_arn
cloudwatch_alarms_enabled event_store_write_throttles_alarm_name command_handler_errors_alarm_name
eventbridge_failed_invocations_alarm_name aws_region aws_account_id resource_suffix environment test_command_payload
test_query_payload testing_instructions replay_command
""".split()


@pytest.mark.parametrize("name", VARIABLES)
def test_default(name: str) -> None:
    assert root_blocks("variable")[name]["default"] == VARIABLES[name]


@pytest.mark.parametrize("name", OUTPUTS)
def test_output_exists(name: str) -> None:
    assert name in root_blocks("output")


def test_the_sample_file_sets_defaults_but_for_the_runtime_that_has_no_future() -> None:
    sample = {name: value for name, value in plain(hcl2.loads((TERRAFORM / "terraform.tfvars.example").read_text())).items()}
    # Its default is the table's own, which the sample spells out.
    expected = {**VARIABLES, "event_store_gsi_write_capacity": VARIABLES["event_store_write_capacity"], "lambda_runtime": "provided.al2023"}
    assert sample == {name: expected[name] for name in sample}
    assert set(sample) == set(list(VARIABLES)[:18])
