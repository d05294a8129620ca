# What queries read: a fold of the log, which a rebuild or a replay can always make again.
resource "aws_dynamodb_table" "read_model" {
  name           = local.read_model_name
  billing_mode   = var.billing_mode
  read_capacity  = local.provisioned ? var.read_model_read_capacity : null
  write_capacity = local.provisioned ? var.read_model_write_capacity : null
  hash_key       = "AccountId"
  range_key      = "ProjectionType"

  attribute {
    name = "AccountId"
    type = "S"
  }

  attribute {
    name = "ProjectionType"
    type = "S"
  }
}
