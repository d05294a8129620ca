# One queue for whatever could not be done: the rules' failed deliveries, the projection's letters and the messages it had too
# often, the publisher's letters and exhausted stream records, and asynchronous commands that failed.
resource "aws_sqs_queue" "dead_letter" {
  name                       = local.dead_letter_name
  message_retention_seconds  = var.dlq_message_retention_seconds
  visibility_timeout_seconds = var.dlq_visibility_timeout_seconds
  sqs_managed_sse_enabled    = local.uses_customer_key ? null : true
  kms_master_key_id          = local.customer_key_arn

  # Only the queues before it may move messages here; senders are judged by their own policies.
  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [local.projection_queue_arn, local.replay_queue_arn]
  })

  # Part of the queue, not a resource of its own: the provider waits 25 s for each, and there is
  # no moment in which a rule could find a queue that refuses it.
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "UndeliveredEventsOfTheRules"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = "sqs:SendMessage"
        Resource  = local.dead_letter_arn
        Condition = { ArnEquals = { "aws:SourceArn" = [local.rule_arn, local.replay_rule_arn] } }
      },
    ]
  })

  tags = local.tags
}

# Second chances, off by default: an operator looks first, and switches this on to drain the queue.
resource "aws_lambda_event_source_mapping" "redrive" {
  count = var.enable_dlq_redrive ? 1 : 0

  event_source_arn        = aws_sqs_queue.dead_letter.arn
  function_name           = local.invocation_arns.projection
  batch_size              = 10
  function_response_types = ["ReportBatchItemFailures"]

  # Dead letters must not crowd out live events.
  scaling_config {
    maximum_concurrency = 2
  }

  tags = local.tags

  # Lambda asks whether the role may read the queue when the mapping is made.
  depends_on = [aws_iam_role_policy.function]
}
