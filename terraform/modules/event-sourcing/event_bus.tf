resource "aws_cloudwatch_event_bus" "this" {
  name               = local.bus_name
  description        = "Events of the event store: ${local.event_source}"
  kms_key_identifier = local.customer_key_arn

  # With a customer-managed key, EventBridge accepts events that it may then be unable to encrypt or decrypt.
  dynamic "dead_letter_config" {
    for_each = aws_sqs_queue.bus_dead_letter

    content {
      arn = dead_letter_config.value.arn
    }
  }

  tags = local.tags
}

# Not encrypted with the customer-managed key: what comes here comes because that key did not serve.
resource "aws_sqs_queue" "bus_dead_letter" {
  count = local.uses_customer_key ? 1 : 0

  name                       = local.bus_dead_letter_name
  message_retention_seconds  = var.dlq_message_retention_seconds
  visibility_timeout_seconds = var.dlq_visibility_timeout_seconds
  sqs_managed_sse_enabled    = true

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "EventsThatTheBusCannotEncrypt"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = "sqs:SendMessage"
        Resource  = local.bus_dead_letter_arn
        Condition = { ArnEquals = { "aws:SourceArn" = local.bus_arn } }
      },
    ]
  })

  tags = local.tags
}

# Who may put events on the bus is everybody's own policy; who may say that the event store sends them is this one's.
resource "aws_cloudwatch_event_bus_policy" "this" {
  event_bus_name = aws_cloudwatch_event_bus.this.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "OnlyThePublisherSpeaksForTheEventStore"
        Effect    = "Deny"
        Principal = "*"
        Action    = "events:PutEvents"
        Resource  = local.bus_arn
        Condition = {
          "ForAnyValue:StringEquals" = { "events:source" = [local.event_source] }
          ArnNotEquals               = { "aws:PrincipalArn" = [local.role_arns["publisher"]] }
        }
      },
    ]
  })
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

  tags = local.tags
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
