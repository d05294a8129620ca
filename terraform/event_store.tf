# The log: append-only, the only truth. Its stream is the outbox that the publisher reads.
resource "aws_dynamodb_table" "event_store" {
  name           = local.event_store_name
  billing_mode   = var.billing_mode
  read_capacity  = local.provisioned ? var.event_store_read_capacity : null
  write_capacity = local.provisioned ? var.event_store_write_capacity : null
  hash_key       = "AggregateId"
  range_key      = "EventSequence"

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
    read_capacity   = local.provisioned ? var.event_store_gsi_read_capacity : null
    write_capacity  = local.provisioned ? local.index_write_capacity : null
  }

  # Items are only ever inserted, so old images cost nothing; global tables insist on this view.
  stream_enabled   = true
  stream_view_type = "NEW_AND_OLD_IMAGES"
}

locals {
  provisioned = var.billing_mode == "PROVISIONED"

  # Every event is written to the index too: a slower index would throttle the table.
  index_write_capacity = max(var.event_store_write_capacity, coalesce(var.event_store_gsi_write_capacity, 1))
}
