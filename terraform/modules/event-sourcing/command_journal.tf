# Answers of commands by idempotency key, and each aggregate's write checkpoint. On-demand,
# because its load is that of the commands that carry a key, which no capacity variable knows.
resource "aws_dynamodb_table" "command_journal" {
  # checkov:skip=CKV_AWS_119:A customer-managed key is the user's choice (create_kms_key, kms_key_arn); without one DynamoDB encrypts with a key that AWS owns.
  name                        = local.command_journal_name
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "AggregateId"
  range_key                   = "CommandId"
  deletion_protection_enabled = local.deletion_protection

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

  # Replication runs on the stream, and DynamoDB refuses to switch off that of a table with replicas: so that they can be taken
  # back, it is always on. A stream that nobody reads costs nothing.
  stream_enabled   = true
  stream_view_type = "NEW_AND_OLD_IMAGES"

  point_in_time_recovery {
    enabled = var.enable_point_in_time_recovery
  }

  dynamic "server_side_encryption" {
    for_each = local.uses_customer_key ? [local.customer_key_arn] : []

    content {
      enabled     = true
      kms_key_arn = server_side_encryption.value
    }
  }

  dynamic "replica" {
    for_each = local.replica_keys

    content {
      region_name            = replica.key
      kms_key_arn            = replica.value
      point_in_time_recovery = var.enable_point_in_time_recovery
    }
  }

  tags = local.tags
}
