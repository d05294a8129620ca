# What queries read: a fold of the log, which a rebuild or a replay can always make again.
resource "aws_dynamodb_table" "read_model" {
  # checkov:skip=CKV_AWS_119:A customer-managed key is the user's choice (create_kms_key, kms_key_arn); without one DynamoDB encrypts with a key that AWS owns.
  # checkov:skip=CKV2_AWS_16:Auto scaling is the user's choice (enable_autoscaling), off for the document's fixed capacity.
  name                        = local.read_model_name
  billing_mode                = var.billing_mode
  read_capacity               = local.capacity.read_model_read
  write_capacity              = local.capacity.read_model_write
  hash_key                    = local.domain.noun.idAttribute
  range_key                   = "ProjectionType"
  deletion_protection_enabled = local.deletion_protection

  attribute {
    name = local.domain.noun.idAttribute
    type = "S"
  }

  attribute {
    name = "ProjectionType"
    type = "S"
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
