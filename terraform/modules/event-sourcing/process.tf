# A process across aggregates (enable_transfers): a rule feeds a queue, the queue the function that takes each run on. What it
# cannot do goes to a queue of its own, because what the projection failed on is mended in another way.
locals {
  process_functions = { for name in local.has_process ? ["process"] : [] : name => {
    name        = "process-handler-${local.suffix}"
    description = "Takes each run of the process as far as it goes"
    bundle      = "command"
    handler     = "process"
    environment = merge(local.process_environment, {
      EVENT_STORE_TABLE     = local.event_store_name
      READ_MODEL_TABLE      = local.read_model_name
      COMMAND_JOURNAL_TABLE = local.command_journal_name
      EVENT_TYPE_SHARDS     = tostring(var.event_type_shards)
      LAG_SECONDS           = tostring(var.projection_lag_seconds)
      DEAD_LETTER_QUEUE_URL = aws_sqs_queue.process_dead_letter[0].url
    })
  } }

  # Beside those of whoever executes commands.
  process_statements = [
    {
      Sid      = "TakeMessages"
      Effect   = "Allow"
      Action   = local.queue_reading_actions
      Resource = [local.process_queue_arn]
    },
    {
      Sid      = "DeadLetters"
      Effect   = "Allow"
      Action   = ["sqs:SendMessage"]
      Resource = [local.process_dead_letter_arn]
    },
  ]

  process_routes = merge({}, [for process in try([local.domain.process], []) : merge(
    { "GET /${process.noun.listMember}/{id}" = "query", "GET /${process.noun.listMember}/{id}/events" = "query" },
    { for view in process.views : "GET ${view.route}" => "query" },
  ) if local.has_process]...)

  process_lambda_alarms = { for name, alarm in {
    ProcessHandler-Errors = {
      description = "The process's function ends without an answer: its messages are handed over again"
      metric      = "Errors", statistic = "Sum", threshold = 0
    }
    ProcessHandler-Duration = {
      description = "Taking runs of the process on takes more than 80 % of the time-out"
      metric      = "Duration", statistic = "Maximum", threshold = local.long_duration
    }
  } : name => merge(alarm, { function = "process" }) if local.has_process }

  process_alarms = { for name, alarm in {
    EventBridgeProcess-FailedInvocations = {
      description = "The rule cannot deliver events to the process's queue"
      namespace   = "AWS/Events", metric = "FailedInvocations", statistic = "Sum", threshold = 5
      dimensions  = { EventBusName = local.bus_name, RuleName = local.process_rule_name }
    }
    EventBridgeProcess-FailedToReachDeadLetterQueue = {
      description = "Events for the process could be put neither into its queue nor into its dead-letter queue: runs that nothing begins"
      namespace   = "AWS/Events", metric = "InvocationsFailedToBeSentToDlq", statistic = "Sum", threshold = 0
      dimensions  = { EventBusName = local.bus_name, RuleName = local.process_rule_name }
      # What is lost is told once, and no later event brings it along.
      evaluation_periods = 1
    }
    ProcessQueue-Age = {
      description = "Runs wait for the process: it is slow, stopped, or fails and is handed them again"
      namespace   = "AWS/SQS", metric = "ApproximateAgeOfOldestMessage", statistic = "Maximum", threshold = var.lag_alarm_milliseconds / 1000
      dimensions  = { QueueName = local.process_queue_name }
    }
    ProcessDeadLetterQueue-Depth = {
      description = "A run could not be taken on, and waits in the process's dead-letter queue"
      namespace   = "AWS/SQS", metric = "ApproximateNumberOfMessagesVisible", statistic = "Maximum", threshold = 0
      dimensions  = { QueueName = local.process_dead_letter_name }
      # One dead letter is news at once.
      evaluation_periods = 1
    }
    Process-Stopped = {
      description = "A run has stopped where it cannot go on by itself, and waits for an operator"
      namespace   = local.metric_namespace, metric = "ProcessesStopped", statistic = "Sum", threshold = 0
      dimensions  = { function = "process-handler-${local.suffix}" }
      # It is told when it stops, and hardly again.
      evaluation_periods = 1
    }
  } : name => alarm if local.has_process }

  process_widgets = [for widget in [
    {
      title = "Runs of the process: steps, and those that stopped", statistic = "Sum"
      metrics = [for name in ["ProcessSteps", "ProcessesStopped", "DeadLetters"] : [
      local.metric_namespace, name, "function", "process-handler-${local.suffix}"]]
    },
    {
      title = "Failures of the process by reason", statistic = "Sum"
      # Reasons are whatever the process reports, so the widget searches for them.
      metrics = [[{ expression = "SEARCH('{${local.metric_namespace},function,reason} MetricName=\"ProcessFailures\" function=\"process-handler-${local.suffix}\"', 'Sum', ${var.alarm_period_seconds})", label = "", id = "processFailures" }]]
    },
    {
      title = "Queue before the process, and its dead letters", statistic = "Maximum"
      metrics = [
        ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", local.process_queue_name, { label = "waiting" }],
        ["AWS/SQS", "ApproximateNumberOfMessagesNotVisible", "QueueName", local.process_queue_name, { label = "in work, or failed" }],
        ["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", local.process_queue_name, { yAxis = "right", label = "age" }],
        ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", local.process_dead_letter_name, { label = "dead letters" }],
      ]
    },
  ] : widget if local.has_process]
}

# Live events only: what a replay sends again is for the read model. Whoever wants a run taken on sends it here, or resumes it.
resource "aws_cloudwatch_event_rule" "process" {
  count = local.has_process ? 1 : 0

  name           = local.process_rule_name
  description    = "Events after which the process has something to do"
  event_bus_name = aws_cloudwatch_event_bus.this.name

  event_pattern = jsonencode({
    source        = [local.event_source]
    "detail-type" = local.domain.process.drivingTypes
    "replay-name" = [{ exists = false }]
  })

  tags = local.tags
}

resource "aws_cloudwatch_event_target" "process" {
  count = local.has_process ? 1 : 0

  rule           = aws_cloudwatch_event_rule.process[0].name
  event_bus_name = aws_cloudwatch_event_bus.this.name
  target_id      = "process"
  arn            = aws_sqs_queue.process[0].arn

  retry_policy {
    maximum_event_age_in_seconds = 86400
    maximum_retry_attempts       = 185
  }

  dead_letter_config {
    arn = aws_sqs_queue.process_dead_letter[0].arn
  }
}

resource "aws_sqs_queue" "process" {
  count = local.has_process ? 1 : 0

  name = local.process_queue_name
  # Lambda's advice: six times the time-out, so that no message comes back while a batch that waits for room still has it.
  visibility_timeout_seconds = 6 * var.lambda_timeout
  # A message that is moved keeps its age, so it must have time left in the dead-letter queue.
  message_retention_seconds = max(60, floor(var.dlq_message_retention_seconds / 2))
  sqs_managed_sse_enabled   = local.uses_customer_key ? null : true
  kms_master_key_id         = local.customer_key_arn

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.process_dead_letter[0].arn
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
        Resource  = local.process_queue_arn
        Condition = { ArnEquals = { "aws:SourceArn" = local.process_rule_arn } }
      },
    ]
  })

  tags = local.tags
}

resource "aws_sqs_queue" "process_dead_letter" {
  count = local.has_process ? 1 : 0

  name                       = local.process_dead_letter_name
  message_retention_seconds  = var.dlq_message_retention_seconds
  visibility_timeout_seconds = var.dlq_visibility_timeout_seconds
  sqs_managed_sse_enabled    = local.uses_customer_key ? null : true
  kms_master_key_id          = local.customer_key_arn

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [local.process_queue_arn]
  })

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "UndeliveredEventsOfTheRule"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = "sqs:SendMessage"
        Resource  = local.process_dead_letter_arn
        Condition = { ArnEquals = { "aws:SourceArn" = local.process_rule_arn } }
      },
    ]
  })

  tags = local.tags
}

resource "aws_lambda_event_source_mapping" "process" {
  count = local.has_process ? 1 : 0

  event_source_arn        = aws_sqs_queue.process[0].arn
  function_name           = local.invocation_arns.process
  batch_size              = var.process_batch_size
  function_response_types = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = var.process_maximum_concurrency
  }

  tags = local.tags

  # Lambda asks whether the role may read the queue when the mapping is made.
  depends_on = [aws_iam_role_policy.function]
}
