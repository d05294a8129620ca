# What the projection is fed from. A message says that an aggregate has at least this event; the projection reads the log.
locals {
  projection_feeds = {
    live = {
      description         = "Events to the projection as they happen"
      is_replay           = false
      rule_name           = local.rule_name
      rule_arn            = local.rule_arn
      queue_name          = local.projection_queue_name
      queue_arn           = local.projection_queue_arn
      maximum_concurrency = var.projection_maximum_concurrency
    }
    replay = {
      description         = "Replayed events to the projection"
      is_replay           = true
      rule_name           = local.replay_rule_name
      rule_arn            = local.replay_rule_arn
      queue_name          = local.replay_queue_name
      queue_arn           = local.replay_queue_arn
      maximum_concurrency = var.replay_maximum_concurrency
    }
  }
}

resource "aws_sqs_queue" "projection" {
  for_each = local.projection_feeds

  name = each.value.queue_name
  # Lambda's advice: six times the time-out, so that no message comes back while a batch that waits for room still has it.
  visibility_timeout_seconds = 6 * var.lambda_timeout
  # A message that is moved keeps its age, so it must have time left in the dead-letter queue.
  message_retention_seconds = max(60, floor(var.dlq_message_retention_seconds / 2))
  sqs_managed_sse_enabled   = local.uses_customer_key ? null : true
  kms_master_key_id         = local.customer_key_arn

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letter.arn
    maxReceiveCount     = var.projection_maximum_receive_count
  })

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "EventsOfTheRule"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = "sqs:SendMessage"
        Resource  = each.value.queue_arn
        Condition = { ArnEquals = { "aws:SourceArn" = each.value.rule_arn } }
      },
    ]
  })

  tags = local.tags
}

resource "aws_lambda_event_source_mapping" "projection" {
  for_each = local.projection_feeds

  event_source_arn                   = aws_sqs_queue.projection[each.key].arn
  function_name                      = local.invocation_arns.projection
  batch_size                         = var.projection_batch_size
  maximum_batching_window_in_seconds = var.projection_batching_window_seconds
  function_response_types            = ["ReportBatchItemFailures"]

  # A burst or a replay must not take the account's concurrency from commands.
  scaling_config {
    maximum_concurrency = each.value.maximum_concurrency
  }

  tags = local.tags

  # Lambda asks whether the role may read the queue when the mapping is made.
  depends_on = [aws_iam_role_policy.function]
}
