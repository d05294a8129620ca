# Texts to paste into a shell. The samples are literal JSON, because jsonencode would turn 100.50 into 100.5.
locals {
  sample_account     = "account-123"
  sample_create      = "{\"aggregateId\":\"account-123\",\"eventType\":\"AccountCreated\",\"eventData\":{\"accountId\":\"account-123\",\"customerId\":\"customer-456\",\"accountType\":\"checking\",\"createdAt\":\"2024-01-15T10:00:00Z\"}}"
  sample_transaction = "{\"aggregateId\":\"account-123\",\"eventType\":\"TransactionProcessed\",\"eventData\":{\"transactionId\":\"tx-789\",\"amount\":100.50,\"type\":\"deposit\",\"timestamp\":\"2024-01-15T10:30:00Z\"}}"
  sample_query       = "{\"queryType\":\"getAccountSummary\",\"accountId\":\"account-123\"}"
}

output "test_command_payload" {
  description = "A command that opens an account, as JSON text: terraform output -raw test_command_payload > command.json"
  value       = local.sample_create
}

output "test_transaction_payload" {
  description = "A command that pays into that account, as JSON text"
  value       = local.sample_transaction
}

output "test_query_payload" {
  description = "A query for that account's summary, as JSON text"
  value       = local.sample_query
}

output "testing_instructions" {
  description = "Shell commands that open an account, pay in and ask for the balance: terraform output -raw testing_instructions"
  value       = <<-EOT
    # Run in the terraform folder; works with aws CLI 1 and 2.
    terraform output -raw test_command_payload > command.json
    terraform output -raw test_transaction_payload > transaction.json
    terraform output -raw test_query_payload > query.json

    # 1. Open an account, then pay 100.50 in.
    aws lambda invoke --region ${var.aws_region} --function-name "${local.functions.command.name}" --payload fileb://command.json answer.json && cat answer.json && echo
    aws lambda invoke --region ${var.aws_region} --function-name "${local.functions.command.name}" --payload fileb://transaction.json answer.json && cat answer.json && echo

    # 2. The events in the event store.
    aws dynamodb query --region ${var.aws_region} --table-name "${local.event_store_name}" --key-condition-expression "AggregateId = :id" --expression-attribute-values '{":id":{"S":"${local.sample_account}"}}'

    # 3. The balance, from the read model.
    aws lambda invoke --region ${var.aws_region} --function-name "${local.functions.query.name}" --payload fileb://query.json answer.json && cat answer.json && echo
  EOT
}

output "replay_command" {
  description = "Shell command that replays the last 24 hours of the archive to the projection, and to nobody else"
  # Epoch seconds: the one arithmetic that GNU and BSD date share, and the CLI takes them as times.
  value = join(" ", [
    "aws events start-replay",
    "--region ${var.aws_region}",
    "--replay-name \"replay-$(date -u +%Y%m%d%H%M%S)\"",
    "--event-source-arn \"${aws_cloudwatch_event_archive.this.arn}\"",
    "--event-start-time \"$(( $(date +%s) - 86400 ))\"",
    "--event-end-time \"$(date +%s)\"",
    "--destination '${jsonencode({ Arn = aws_cloudwatch_event_bus.this.arn, FilterArns = [aws_cloudwatch_event_rule.projection["replay"].arn] })}'",
  ])
}
