output "event_bus_name" {
  description = "Name of the custom event bus"
  value       = aws_cloudwatch_event_bus.this.name
}

output "event_bus_arn" {
  description = "ARN of the custom event bus"
  value       = aws_cloudwatch_event_bus.this.arn
}

output "event_archive_name" {
  description = "Name of the bus archive"
  value       = aws_cloudwatch_event_archive.this.name
}

output "event_archive_arn" {
  description = "ARN of the bus archive: the event source of a replay"
  value       = aws_cloudwatch_event_archive.this.arn
}

output "event_store_table_name" {
  description = "Name of the event store table"
  value       = aws_dynamodb_table.event_store.name
}

output "event_store_table_arn" {
  description = "ARN of the event store table"
  value       = aws_dynamodb_table.event_store.arn
}

output "event_store_policy" {
  description = "The event store's own policy, for whoever gives it to a replica"
  value       = aws_dynamodb_resource_policy.event_store.policy
}

output "event_store_stream_arn" {
  description = "ARN of the event store's stream, which the publisher reads"
  value       = aws_dynamodb_table.event_store.stream_arn
}

output "read_model_table_name" {
  description = "Name of the read model table"
  value       = aws_dynamodb_table.read_model.name
}

output "read_model_table_arn" {
  description = "ARN of the read model table"
  value       = aws_dynamodb_table.read_model.arn
}

output "command_journal_table_name" {
  description = "Name of the command journal table"
  value       = aws_dynamodb_table.command_journal.name
}

output "command_journal_table_arn" {
  description = "ARN of the command journal table"
  value       = aws_dynamodb_table.command_journal.arn
}

output "command_handler_function_name" {
  description = "Name of the command function"
  value       = aws_lambda_function.this["command"].function_name
}

output "command_handler_function_arn" {
  description = "ARN of the command function"
  value       = aws_lambda_function.this["command"].arn
}

output "event_publisher_function_name" {
  description = "Name of the publisher function"
  value       = aws_lambda_function.this["publisher"].function_name
}

output "event_publisher_function_arn" {
  description = "ARN of the publisher function"
  value       = aws_lambda_function.this["publisher"].arn
}

output "projection_handler_function_name" {
  description = "Name of the projection function"
  value       = aws_lambda_function.this["projection"].function_name
}

output "projection_handler_function_arn" {
  description = "ARN of the projection function"
  value       = aws_lambda_function.this["projection"].arn
}

output "query_handler_function_name" {
  description = "Name of the query function"
  value       = aws_lambda_function.this["query"].function_name
}

output "query_handler_function_arn" {
  description = "ARN of the query function"
  value       = aws_lambda_function.this["query"].arn
}

output "lambda_execution_role_name" {
  description = "Name of the command function's role; lambda_role_arns has all four"
  value       = aws_iam_role.function["command"].name
}

output "lambda_execution_role_arn" {
  description = "ARN of the command function's role; lambda_role_arns has all four"
  value       = aws_iam_role.function["command"].arn
}

output "lambda_role_arns" {
  description = "ARN of each function's own role, by command, publisher, projection and query"
  value       = { for key, role in aws_iam_role.function : key => role.arn }
}

output "command_answers_queue_url" {
  description = "URL of the queue with the answers to asynchronous commands; null without"
  value       = one(aws_sqs_queue.command_answers[*].url)
}

output "bus_dead_letter_queue_url" {
  description = "URL of the queue for events that the bus could not encrypt or decrypt; null without a customer-managed key"
  value       = one(aws_sqs_queue.bus_dead_letter[*].url)
}

output "dead_letter_queue_name" {
  description = "Name of the dead-letter queue"
  value       = aws_sqs_queue.dead_letter.name
}

output "dead_letter_queue_url" {
  description = "URL of the dead-letter queue"
  value       = aws_sqs_queue.dead_letter.url
}

output "dead_letter_queue_arn" {
  description = "ARN of the dead-letter queue"
  value       = aws_sqs_queue.dead_letter.arn
}

output "financial_events_rule_name" {
  description = "Name of the rule that feeds the projection with live events"
  value       = aws_cloudwatch_event_rule.projection["live"].name
}

output "financial_events_rule_arn" {
  description = "ARN of the rule that feeds the projection with live events"
  value       = aws_cloudwatch_event_rule.projection["live"].arn
}

output "financial_events_replay_rule_name" {
  description = "Name of the rule that feeds the projection with replayed events"
  value       = aws_cloudwatch_event_rule.projection["replay"].name
}

output "financial_events_replay_rule_arn" {
  description = "ARN of the rule that feeds the projection with replayed events: the filter of a replay"
  value       = aws_cloudwatch_event_rule.projection["replay"].arn
}

output "projection_queue_name" {
  description = "Name of the queue of live events before the projection"
  value       = aws_sqs_queue.projection["live"].name
}

output "projection_queue_url" {
  description = "URL of the queue of live events before the projection"
  value       = aws_sqs_queue.projection["live"].url
}

output "projection_queue_arn" {
  description = "ARN of the queue of live events before the projection"
  value       = aws_sqs_queue.projection["live"].arn
}

output "replay_queue_name" {
  description = "Name of the queue of replayed events before the projection"
  value       = aws_sqs_queue.projection["replay"].name
}

output "replay_queue_url" {
  description = "URL of the queue of replayed events before the projection"
  value       = aws_sqs_queue.projection["replay"].url
}

output "replay_queue_arn" {
  description = "ARN of the queue of replayed events before the projection"
  value       = aws_sqs_queue.projection["replay"].arn
}

output "cloudwatch_alarms_enabled" {
  description = "Whether the alarms exist"
  value       = var.enable_cloudwatch_alarms
}

output "event_store_write_throttles_alarm_name" {
  description = "Name of the alarm on throttled writes; null without alarms"
  value       = try(aws_cloudwatch_metric_alarm.this["EventStore-WriteThrottles"].alarm_name, null)
}

output "command_handler_errors_alarm_name" {
  description = "Name of the alarm on failed commands; null without alarms"
  value       = try(aws_cloudwatch_metric_alarm.this["CommandHandler-Errors"].alarm_name, null)
}

output "eventbridge_failed_invocations_alarm_name" {
  description = "Name of the alarm on failed deliveries; null without alarms"
  value       = try(aws_cloudwatch_metric_alarm.this["EventBridge-FailedInvocations"].alarm_name, null)
}

output "aws_region" {
  description = "Region of the deployment"
  value       = local.region
}

output "aws_account_id" {
  description = "Account of the deployment"
  value       = local.account_id
}

output "resource_suffix" {
  description = "Suffix of every resource name, given or made"
  value       = local.suffix
}

output "environment" {
  description = "Stage of the deployment"
  value       = var.environment
}

output "alarm_names" {
  description = "Names of all alarms"
  value       = sort([for alarm in concat(values(aws_cloudwatch_metric_alarm.this), values(aws_cloudwatch_metric_alarm.expression)) : alarm.alarm_name])
}

output "alarm_topic_arn" {
  description = "ARN of the SNS topic made for alarm_email; null without"
  value       = one(aws_sns_topic.alarms[*].arn)
}

output "dashboard_name" {
  description = "Name of the CloudWatch dashboard; null without"
  value       = one(aws_cloudwatch_dashboard.this[*].dashboard_name)
}

output "function_invocation_arns" {
  description = "What to invoke per function: its alias `live`"
  value       = local.invocation_arns
}

output "http_api_endpoint" {
  description = "URL of the HTTP API; null without"
  value       = length(aws_apigatewayv2_domain_name.this) > 0 ? "https://${var.http_api_domain.name}" : one(aws_apigatewayv2_api.this[*].api_endpoint)
}

output "http_api_execution_arn" {
  description = "ARN of the HTTP API for the policies of its callers (execute-api:Invoke on <this>/$default/POST/commands); null without"
  value       = one(aws_apigatewayv2_api.this[*].execution_arn)
}

output "http_api_domain_target" {
  description = "Name and hosted zone that the DNS record of http_api_domain points to; null without"
  value       = one([for domain in aws_apigatewayv2_domain_name.this : { name = domain.domain_name_configuration[0].target_domain_name, zone = domain.domain_name_configuration[0].hosted_zone_id }])
}

output "kms_key_arn" {
  description = "ARN of the customer-managed key in use; null without"
  value       = local.customer_key_arn
}

output "schema_registry_name" {
  description = "Name of the EventBridge schema registry; null without"
  value       = one(aws_schemas_registry.this[*].name)
}

output "deletion_protection" {
  description = "Whether the tables refuse deletion and terraform destroy refuses to start"
  value       = local.deletion_protection
}
