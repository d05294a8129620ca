# Of the process (enable_transfers).
output "process_handler_function_name" {
  description = "Name of the process's function; null without"
  value       = try(aws_lambda_function.this["process"].function_name, null)
}

output "process_handler_function_arn" {
  description = "ARN of the process's function; null without"
  value       = try(aws_lambda_function.this["process"].arn, null)
}

output "process_rule_name" {
  description = "Name of the rule that feeds the process; null without"
  value       = one(aws_cloudwatch_event_rule.process[*].name)
}

output "process_queue_name" {
  description = "Name of the queue before the process; null without"
  value       = one(aws_sqs_queue.process[*].name)
}

output "process_queue_url" {
  description = "URL of the queue before the process; null without"
  value       = one(aws_sqs_queue.process[*].url)
}

output "process_queue_arn" {
  description = "ARN of the queue before the process; null without"
  value       = one(aws_sqs_queue.process[*].arn)
}

output "process_dead_letter_queue_name" {
  description = "Name of the process's dead-letter queue; null without"
  value       = one(aws_sqs_queue.process_dead_letter[*].name)
}

output "process_dead_letter_queue_url" {
  description = "URL of the process's dead-letter queue; null without"
  value       = one(aws_sqs_queue.process_dead_letter[*].url)
}

output "process_dead_letter_queue_arn" {
  description = "ARN of the process's dead-letter queue; null without"
  value       = one(aws_sqs_queue.process_dead_letter[*].arn)
}

output "test_process_payload" {
  description = "The process's sample command that begins a run, as JSON text; null without"
  value       = local.has_process ? local.domain.process.sample.commands[0] : null
}
