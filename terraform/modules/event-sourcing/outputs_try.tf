# Texts to paste into a shell. The samples are JSON text in the domain's file already, because jsonencode would turn 100.50 into 100.5.
output "test_command_payload" {
  description = "The domain's sample command that begins a log, as JSON text: terraform output -raw test_command_payload > command.json"
  value       = local.domain.sample.commands[0]
}

output "test_transaction_payload" {
  description = "The domain's sample command that goes on with that log, as JSON text"
  value       = local.domain.sample.commands[1]
}

output "test_query_payload" {
  description = "A query for the summary of what the samples make, as JSON text"
  value       = local.domain.sample.query
}

output "testing_instructions" {
  description = "Shell commands that send the sample commands and ask what they made: terraform output -raw testing_instructions"
  value       = <<-EOT
    # Run in the terraform folder; works with aws CLI 1 and 2.
    terraform output -raw test_command_payload > command.json
    terraform output -raw test_transaction_payload > transaction.json
    terraform output -raw test_query_payload > query.json

    # 1. Two commands: ${local.event_types[0]}, then ${local.event_types[1]}.
    aws lambda invoke --region ${local.region} --function-name "${local.functions.command.name}:${local.alias_name}" --payload fileb://command.json answer.json && cat answer.json && echo
    aws lambda invoke --region ${local.region} --function-name "${local.functions.command.name}:${local.alias_name}" --payload fileb://transaction.json answer.json && cat answer.json && echo

    # 2. The events in the event store.
    aws dynamodb query --region ${local.region} --table-name "${local.event_store_name}" --key-condition-expression "AggregateId = :id" --expression-attribute-values '${jsonencode({ ":id" = { S = local.domain.sample.aggregateId } })}'

    # 3. What they add up to, from the read model.
    aws lambda invoke --region ${local.region} --function-name "${local.functions.query.name}:${local.alias_name}" --payload fileb://query.json answer.json && cat answer.json && echo
  EOT
}

output "replay_command" {
  description = "Shell command that replays the last 24 hours of the archive to the projection, and to nobody else"
  # Epoch seconds: the one arithmetic that GNU and BSD date share, and the CLI takes them as times.
  value = join(" ", [
    "aws events start-replay",
    "--region ${local.region}",
    "--replay-name \"replay-$(date -u +%Y%m%d%H%M%S)\"",
    "--event-source-arn \"${aws_cloudwatch_event_archive.this.arn}\"",
    "--event-start-time \"$(( $(date +%s) - 86400 ))\"",
    "--event-end-time \"$(date +%s)\"",
    "--destination '${jsonencode({ Arn = aws_cloudwatch_event_bus.this.arn, FilterArns = [aws_cloudwatch_event_rule.projection["replay"].arn] })}'",
  ])
}
