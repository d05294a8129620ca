# What asynchronous commands were answered. No field of an invocation tells the function that nobody waits for its answer;
# Lambda knows, and sends each answer here: a refusal (400, 409, 422) is seen and counted by its statusCode.
resource "aws_sqs_queue" "command_answers" {
  count = var.enable_command_answers ? 1 : 0

  name                      = local.command_answers_name
  message_retention_seconds = var.dlq_message_retention_seconds
  sqs_managed_sse_enabled   = local.uses_customer_key ? null : true
  kms_master_key_id         = local.customer_key_arn

  tags = local.tags
}
