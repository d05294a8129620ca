# The log: append-only, the only truth. Its stream is the outbox that the publisher reads.
resource "aws_dynamodb_table" "event_store" {
  # checkov:skip=CKV_AWS_119:A customer-managed key is the user's choice (create_kms_key, kms_key_arn); without one DynamoDB encrypts with a key that AWS owns.
  # checkov:skip=CKV2_AWS_16:Auto scaling is the user's choice (enable_autoscaling), off for the document's fixed capacity.
  name                        = local.event_store_name
  billing_mode                = var.billing_mode
  read_capacity               = local.capacity.event_store_read
  write_capacity              = local.capacity.event_store_write
  hash_key                    = "AggregateId"
  range_key                   = "EventSequence"
  deletion_protection_enabled = local.deletion_protection

  attribute {
    name = "AggregateId"
    type = "S"
  }

  attribute {
    name = "EventSequence"
    type = "N"
  }

  attribute {
    name = "EventType"
    type = "S"
  }

  attribute {
    name = "Timestamp"
    type = "S"
  }

  global_secondary_index {
    name            = local.index_name
    hash_key        = "EventType"
    range_key       = "Timestamp"
    projection_type = "ALL"
    read_capacity   = local.capacity.index_read
    write_capacity  = local.capacity.index_write
  }

  # Items are only ever inserted, so old images cost nothing; global tables insist on this view.
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

# No principal of any account may change or delete an event, whatever its own policies say, and nobody but those who execute
# commands may put one. The one exception writes what another region's table has already accepted.
resource "aws_dynamodb_resource_policy" "event_store" {
  resource_arn = aws_dynamodb_table.event_store.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "EventsAreNeverChanged"
        Effect    = "Deny"
        Principal = "*"
        Action    = local.event_changing_actions
        Resource  = local.event_store_arn
        Condition = { ArnNotLike = { "aws:PrincipalArn" = [local.replication_role_arn] } }
      },
      {
        # IAM cannot ask for the append's own condition, so at least only those may put who always send it.
        Sid       = "OnlyCommandsAppend"
        Effect    = "Deny"
        Principal = "*"
        Action    = ["dynamodb:PutItem"]
        Resource  = local.event_store_arn
        Condition = { ArnNotLike = { "aws:PrincipalArn" = concat([local.replication_role_arn], local.appending_role_arns) } }
      },
    ]
  })
}

locals {
  replication_role_arn = "arn:${local.partition}:iam::${local.account_id}:role/aws-service-role/replication.dynamodb.amazonaws.com/AWSServiceRoleForDynamoDBReplication"
  appending_role_arns  = [for key in ["command", "process"] : local.role_arns[key] if contains(keys(local.role_arns), key)]
}
