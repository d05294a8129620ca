# One queue for whatever could not be delivered or applied: the rule's failed deliveries, the
# projection's failed events and the publisher's exhausted stream records.
resource "aws_sqs_queue" "dead_letter" {
  name                       = local.dead_letter_name
  message_retention_seconds  = var.dlq_message_retention_seconds
  visibility_timeout_seconds = var.dlq_visibility_timeout_seconds
  sqs_managed_sse_enabled    = true

  # Part of the queue, not a resource of its own: the provider waits 25 s for each, and there is
  # no moment in which the rule could find a queue that refuses it.
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "UndeliveredEventsOfTheRule"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = "sqs:SendMessage"
        Resource  = local.dead_letter_arn
        Condition = { ArnEquals = { "aws:SourceArn" = local.rule_arn } }
      },
    ]
  })
}
