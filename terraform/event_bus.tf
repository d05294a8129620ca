resource "aws_cloudwatch_event_bus" "this" {
  name               = local.bus_name
  description        = "Events of the event store: ${local.event_source}"
  kms_key_identifier = local.customer_key_arn
}

# The provider of this series cannot give the archive a customer-managed key of its own; it is
# encrypted with a key that AWS owns (README.md, "Keys", has the one CLI call that changes it).
resource "aws_cloudwatch_event_archive" "this" {
  name             = local.archive_name
  description      = "Every event of ${local.bus_name}, for replays"
  event_source_arn = aws_cloudwatch_event_bus.this.arn
  retention_days   = var.event_archive_retention_days

  event_pattern = jsonencode({ source = [local.event_source] })
}

# One rule for what happens now and one for what the archive sends again, each to a queue of its own: a replay of a
# million events stands behind no live one. A replay names the second rule, so that nobody else hears of it.
resource "aws_cloudwatch_event_rule" "projection" {
  for_each = local.projection_feeds

  name           = each.value.rule_name
  description    = each.value.description
  event_bus_name = aws_cloudwatch_event_bus.this.name

  event_pattern = jsonencode({
    source        = [local.event_source]
    "detail-type" = local.event_types
    "replay-name" = [{ exists = each.value.is_replay }]
  })
}

resource "aws_cloudwatch_event_target" "projection" {
  for_each = local.projection_feeds

  rule           = aws_cloudwatch_event_rule.projection[each.key].name
  event_bus_name = aws_cloudwatch_event_bus.this.name
  target_id      = "projection"
  arn            = aws_sqs_queue.projection[each.key].arn

  # Deliveries that fail: what the queue has is the queue's affair.
  retry_policy {
    maximum_event_age_in_seconds = 86400
    maximum_retry_attempts       = 185
  }

  dead_letter_config {
    arn = aws_sqs_queue.dead_letter.arn
  }
}
