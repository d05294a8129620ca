# Answers of commands by idempotency key, and each aggregate's write checkpoint. On-demand,
# because its load is that of the commands that carry a key, which no capacity variable knows.
resource "aws_dynamodb_table" "command_journal" {
  name         = local.command_journal_name
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "AggregateId"
  range_key    = "CommandId"

  attribute {
    name = "AggregateId"
    type = "S"
  }

  attribute {
    name = "CommandId"
    type = "S"
  }

  # The only table with a time to live: nothing else here may ever expire.
  ttl {
    attribute_name = "ExpiresAt"
    enabled        = true
  }
}
