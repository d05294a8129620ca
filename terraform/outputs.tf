# Made by .scripts/terraform-root.py from modules/event-sourcing.

output "alarm_names" {
  description = "Names of all alarms"
  value       = module.event_sourcing.alarm_names
}

output "alarm_topic_arn" {
  description = "ARN of the SNS topic made for alarm_email; null without"
  value       = module.event_sourcing.alarm_topic_arn
}

output "aws_account_id" {
  description = "Account of the deployment"
  value       = module.event_sourcing.aws_account_id
}

output "aws_region" {
  description = "Region of the deployment"
  value       = module.event_sourcing.aws_region
}

output "bus_dead_letter_queue_url" {
  description = "URL of the queue for events that the bus could not encrypt or decrypt; null without a customer-managed key"
  value       = module.event_sourcing.bus_dead_letter_queue_url
}

output "cloudwatch_alarms_enabled" {
  description = "Whether the alarms exist"
  value       = module.event_sourcing.cloudwatch_alarms_enabled
}

output "command_answers_queue_url" {
  description = "URL of the queue with the answers to asynchronous commands; null without"
  value       = module.event_sourcing.command_answers_queue_url
}

output "command_handler_errors_alarm_name" {
  description = "Name of the alarm on failed commands; null without alarms"
  value       = module.event_sourcing.command_handler_errors_alarm_name
}

output "command_handler_function_arn" {
  description = "ARN of the command function"
  value       = module.event_sourcing.command_handler_function_arn
}

output "command_handler_function_name" {
  description = "Name of the command function"
  value       = module.event_sourcing.command_handler_function_name
}

output "command_journal_table_arn" {
  description = "ARN of the command journal table"
  value       = module.event_sourcing.command_journal_table_arn
}

output "command_journal_table_name" {
  description = "Name of the command journal table"
  value       = module.event_sourcing.command_journal_table_name
}

output "dashboard_name" {
  description = "Name of the CloudWatch dashboard; null without"
  value       = module.event_sourcing.dashboard_name
}

output "dead_letter_queue_arn" {
  description = "ARN of the dead-letter queue"
  value       = module.event_sourcing.dead_letter_queue_arn
}

output "dead_letter_queue_name" {
  description = "Name of the dead-letter queue"
  value       = module.event_sourcing.dead_letter_queue_name
}

output "dead_letter_queue_url" {
  description = "URL of the dead-letter queue"
  value       = module.event_sourcing.dead_letter_queue_url
}

output "deletion_protection" {
  description = "Whether the tables refuse deletion and terraform destroy refuses to start"
  value       = module.event_sourcing.deletion_protection
}

output "environment" {
  description = "Stage of the deployment"
  value       = module.event_sourcing.environment
}

output "event_archive_arn" {
  description = "ARN of the bus archive: the event source of a replay"
  value       = module.event_sourcing.event_archive_arn
}

output "event_archive_name" {
  description = "Name of the bus archive"
  value       = module.event_sourcing.event_archive_name
}

output "event_bus_arn" {
  description = "ARN of the custom event bus"
  value       = module.event_sourcing.event_bus_arn
}

output "event_bus_name" {
  description = "Name of the custom event bus"
  value       = module.event_sourcing.event_bus_name
}

output "event_publisher_function_arn" {
  description = "ARN of the publisher function"
  value       = module.event_sourcing.event_publisher_function_arn
}

output "event_publisher_function_name" {
  description = "Name of the publisher function"
  value       = module.event_sourcing.event_publisher_function_name
}

output "event_store_policy" {
  description = "The event store's own policy, for whoever gives it to a replica"
  value       = module.event_sourcing.event_store_policy
}

output "event_store_stream_arn" {
  description = "ARN of the event store's stream, which the publisher reads"
  value       = module.event_sourcing.event_store_stream_arn
}

output "event_store_table_arn" {
  description = "ARN of the event store table"
  value       = module.event_sourcing.event_store_table_arn
}

output "event_store_table_name" {
  description = "Name of the event store table"
  value       = module.event_sourcing.event_store_table_name
}

output "event_store_write_throttles_alarm_name" {
  description = "Name of the alarm on throttled writes; null without alarms"
  value       = module.event_sourcing.event_store_write_throttles_alarm_name
}

output "eventbridge_failed_invocations_alarm_name" {
  description = "Name of the alarm on failed deliveries; null without alarms"
  value       = module.event_sourcing.eventbridge_failed_invocations_alarm_name
}

output "financial_events_replay_rule_arn" {
  description = "ARN of the rule that feeds the projection with replayed events: the filter of a replay"
  value       = module.event_sourcing.financial_events_replay_rule_arn
}

output "financial_events_replay_rule_name" {
  description = "Name of the rule that feeds the projection with replayed events"
  value       = module.event_sourcing.financial_events_replay_rule_name
}

output "financial_events_rule_arn" {
  description = "ARN of the rule that feeds the projection with live events"
  value       = module.event_sourcing.financial_events_rule_arn
}

output "financial_events_rule_name" {
  description = "Name of the rule that feeds the projection with live events"
  value       = module.event_sourcing.financial_events_rule_name
}

output "function_invocation_arns" {
  description = "What to invoke per function: its alias `live`"
  value       = module.event_sourcing.function_invocation_arns
}

output "http_api_domain_target" {
  description = "Name and hosted zone that the DNS record of http_api_domain points to; null without"
  value       = module.event_sourcing.http_api_domain_target
}

output "http_api_endpoint" {
  description = "URL of the HTTP API; null without"
  value       = module.event_sourcing.http_api_endpoint
}

output "http_api_execution_arn" {
  description = "ARN of the HTTP API for the policies of its callers (execute-api:Invoke on <this>/$default/POST/commands); null without"
  value       = module.event_sourcing.http_api_execution_arn
}

output "kms_key_arn" {
  description = "ARN of the customer-managed key in use; null without"
  value       = module.event_sourcing.kms_key_arn
}

output "lambda_execution_role_arn" {
  description = "ARN of the command function's role; lambda_role_arns has all four"
  value       = module.event_sourcing.lambda_execution_role_arn
}

output "lambda_execution_role_name" {
  description = "Name of the command function's role; lambda_role_arns has all four"
  value       = module.event_sourcing.lambda_execution_role_name
}

output "lambda_role_arns" {
  description = "ARN of each function's own role, by command, publisher, projection and query"
  value       = module.event_sourcing.lambda_role_arns
}

output "process_dead_letter_queue_arn" {
  description = "ARN of the process's dead-letter queue; null without"
  value       = module.event_sourcing.process_dead_letter_queue_arn
}

output "process_dead_letter_queue_name" {
  description = "Name of the process's dead-letter queue; null without"
  value       = module.event_sourcing.process_dead_letter_queue_name
}

output "process_dead_letter_queue_url" {
  description = "URL of the process's dead-letter queue; null without"
  value       = module.event_sourcing.process_dead_letter_queue_url
}

output "process_handler_function_arn" {
  description = "ARN of the process's function; null without"
  value       = module.event_sourcing.process_handler_function_arn
}

output "process_handler_function_name" {
  description = "Name of the process's function; null without"
  value       = module.event_sourcing.process_handler_function_name
}

output "process_queue_arn" {
  description = "ARN of the queue before the process; null without"
  value       = module.event_sourcing.process_queue_arn
}

output "process_queue_name" {
  description = "Name of the queue before the process; null without"
  value       = module.event_sourcing.process_queue_name
}

output "process_queue_url" {
  description = "URL of the queue before the process; null without"
  value       = module.event_sourcing.process_queue_url
}

output "process_rule_name" {
  description = "Name of the rule that feeds the process; null without"
  value       = module.event_sourcing.process_rule_name
}

output "projection_handler_function_arn" {
  description = "ARN of the projection function"
  value       = module.event_sourcing.projection_handler_function_arn
}

output "projection_handler_function_name" {
  description = "Name of the projection function"
  value       = module.event_sourcing.projection_handler_function_name
}

output "projection_queue_arn" {
  description = "ARN of the queue of live events before the projection"
  value       = module.event_sourcing.projection_queue_arn
}

output "projection_queue_name" {
  description = "Name of the queue of live events before the projection"
  value       = module.event_sourcing.projection_queue_name
}

output "projection_queue_url" {
  description = "URL of the queue of live events before the projection"
  value       = module.event_sourcing.projection_queue_url
}

output "query_handler_function_arn" {
  description = "ARN of the query function"
  value       = module.event_sourcing.query_handler_function_arn
}

output "query_handler_function_name" {
  description = "Name of the query function"
  value       = module.event_sourcing.query_handler_function_name
}

output "read_model_table_arn" {
  description = "ARN of the read model table"
  value       = module.event_sourcing.read_model_table_arn
}

output "read_model_table_name" {
  description = "Name of the read model table"
  value       = module.event_sourcing.read_model_table_name
}

output "replay_command" {
  description = "Shell command that replays the last 24 hours of the archive to the projection, and to nobody else"
  value       = module.event_sourcing.replay_command
}

output "replay_queue_arn" {
  description = "ARN of the queue of replayed events before the projection"
  value       = module.event_sourcing.replay_queue_arn
}

output "replay_queue_name" {
  description = "Name of the queue of replayed events before the projection"
  value       = module.event_sourcing.replay_queue_name
}

output "replay_queue_url" {
  description = "URL of the queue of replayed events before the projection"
  value       = module.event_sourcing.replay_queue_url
}

output "resource_suffix" {
  description = "Suffix of every resource name, given or made"
  value       = module.event_sourcing.resource_suffix
}

output "schema_registry_name" {
  description = "Name of the EventBridge schema registry; null without"
  value       = module.event_sourcing.schema_registry_name
}

output "test_command_payload" {
  description = "The domain's sample command that begins a log, as JSON text: terraform output -raw test_command_payload > command.json"
  value       = module.event_sourcing.test_command_payload
}

output "test_process_payload" {
  description = "The process's sample command that begins a run, as JSON text; null without"
  value       = module.event_sourcing.test_process_payload
}

output "test_query_payload" {
  description = "A query for the summary of what the samples make, as JSON text"
  value       = module.event_sourcing.test_query_payload
}

output "test_transaction_payload" {
  description = "The domain's sample command that goes on with that log, as JSON text"
  value       = module.event_sourcing.test_transaction_payload
}

output "testing_instructions" {
  description = "Shell commands that send the sample commands and ask what they made: terraform output -raw testing_instructions"
  value       = module.event_sourcing.testing_instructions
}
