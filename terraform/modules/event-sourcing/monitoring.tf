# Dimensions are those AWS publishes; missing data means that nothing happened, which is no breach.
locals {
  lambda_alarms = {
    CommandHandler-Errors = {
      description = "Command invocations fail: callers get a FunctionError instead of an answer"
      function    = "command", metric = "Errors", statistic = "Sum", threshold = 10
    }
    EventPublisher-Errors = {
      description = "The publisher fails: stored events do not reach the bus until it succeeds"
      function    = "publisher", metric = "Errors", statistic = "Sum", threshold = 5
    }
    ProjectionHandler-Errors = {
      description = "The projection ends without an answer, or an operator's call of it fails: its messages are handed over again"
      function    = "projection", metric = "Errors", statistic = "Sum", threshold = 0
    }
    QueryHandler-Errors = {
      description = "Query invocations fail"
      function    = "query", metric = "Errors", statistic = "Sum", threshold = 5
    }
    EventPublisher-IteratorAge = {
      description = "The publisher is behind the stream; after 20 hours it gives records up, after 24 the stream forgets"
      function    = "publisher", metric = "IteratorAge", statistic = "Maximum", threshold = var.lag_alarm_milliseconds
    }
    CommandHandler-AsyncEventsDropped = {
      description = "Asynchronous commands were given up: they failed to the end, or waited for too long"
      function    = "command", metric = "AsyncEventsDropped", statistic = "Sum", threshold = 0
    }
    CommandHandler-DestinationDeliveryFailures = {
      description = "Asynchronous commands that failed, or their answers, could not be sent to their queue either"
      function    = "command", metric = "DestinationDeliveryFailures", statistic = "Sum", threshold = 0
    }
    EventPublisher-DestinationDeliveryFailures = {
      description = "Stream records that could not be published could not be sent to the dead-letter queue either"
      function    = "publisher", metric = "DestinationDeliveryFailures", statistic = "Sum", threshold = 0
    }
    CommandHandler-Duration = {
      description = "Commands take more than 80 % of the time-out"
      function    = "command", metric = "Duration", statistic = "Maximum", threshold = local.long_duration
    }
    EventPublisher-Duration = {
      description = "Publishing a batch takes more than 80 % of the time-out"
      function    = "publisher", metric = "Duration", statistic = "Maximum", threshold = local.long_duration
    }
    ProjectionHandler-Duration = {
      description = "Projecting takes more than 80 % of the time-out"
      function    = "projection", metric = "Duration", statistic = "Maximum", threshold = local.long_duration
    }
    QueryHandler-Duration = {
      description = "Queries take more than 80 % of the time-out"
      function    = "query", metric = "Duration", statistic = "Maximum", threshold = local.long_duration
    }
  }

  long_duration = var.lambda_timeout * 1000 * 0.8

  # Errors does not count what was never run.
  throttle_alarms = { for function, subject in {
    command    = { name = "CommandHandler", description = "Lambda refuses commands for lack of concurrency: callers get 429" }
    publisher  = { name = "EventPublisher", description = "Lambda does not run the publisher for lack of concurrency: stored events wait in the stream" }
    projection = { name = "ProjectionHandler", description = "Lambda does not run the projection for lack of concurrency: what it refuses counts as received" }
    query      = { name = "QueryHandler", description = "Lambda refuses queries for lack of concurrency: callers get 429" }
    process    = { name = "ProcessHandler", description = "Lambda does not run the process for lack of concurrency: what it refuses counts as received" }
    } : "${subject.name}-Throttles" => {
    description = subject.description
    function    = function, metric = "Throttles", statistic = "Sum", threshold = 0
  } if contains(keys(local.functions), function) }

  table_alarms = {
    EventStore-WriteThrottles = {
      description = "The event store refuses writes for lack of capacity: commands slow down or fail"
      metric      = "WriteThrottleEvents", dimensions = { TableName = local.event_store_name }
    }
    EventStore-ReadThrottles = {
      description = "The event store refuses reads for lack of capacity"
      metric      = "ReadThrottleEvents", dimensions = { TableName = local.event_store_name }
    }
    EventStoreIndex-WriteThrottles = {
      description = "The index refuses writes, which throttles the event store itself: one event type may need more event_type_shards"
      metric      = "WriteThrottleEvents", dimensions = { TableName = local.event_store_name, GlobalSecondaryIndexName = local.index_name }
    }
    CommandJournal-WriteThrottles = {
      description = "The command journal refuses writes: one aggregate has more commands than a partition takes"
      metric      = "WriteThrottleEvents", dimensions = { TableName = local.command_journal_name }
    }
    CommandJournal-ReadThrottles = {
      description = "The command journal refuses reads: one aggregate has more commands than a partition takes"
      metric      = "ReadThrottleEvents", dimensions = { TableName = local.command_journal_name }
    }
    ReadModel-WriteThrottles = {
      description = "The read model refuses writes for lack of capacity: the projection falls behind"
      metric      = "WriteThrottleEvents", dimensions = { TableName = local.read_model_name }
    }
    ReadModel-ReadThrottles = {
      description = "The read model refuses reads for lack of capacity: queries and commands slow down"
      metric      = "ReadThrottleEvents", dimensions = { TableName = local.read_model_name }
    }
  }

  other_alarms = {
    EventBridge-FailedInvocations = {
      description = "The rule cannot deliver live events to the projection's queue"
      namespace   = "AWS/Events", metric = "FailedInvocations", statistic = "Sum", threshold = 5
      dimensions  = local.rule_dimensions.live
    }
    EventBridge-FailedToReachDeadLetterQueue = {
      description = "Live events that could not be delivered could not be sent to the dead-letter queue either"
      namespace   = "AWS/Events", metric = "InvocationsFailedToBeSentToDlq", statistic = "Sum", threshold = 0
      dimensions  = local.rule_dimensions.live
      # What is lost is told once.
      evaluation_periods = 1
    }
    EventBridgeReplay-FailedInvocations = {
      description = "The rule cannot deliver replayed events to their queue"
      namespace   = "AWS/Events", metric = "FailedInvocations", statistic = "Sum", threshold = 5
      dimensions  = local.rule_dimensions.replay
    }
    ProjectionQueue-Age = {
      description = "Live events wait for the projection: it is slow, stopped, or fails and is handed them again"
      namespace   = "AWS/SQS", metric = "ApproximateAgeOfOldestMessage", statistic = "Maximum", threshold = var.lag_alarm_milliseconds / 1000
      dimensions  = { QueueName = local.projection_queue_name }
    }
    ProjectionQueue-Depth = {
      description = "Many live events wait for the projection"
      namespace   = "AWS/SQS", metric = "ApproximateNumberOfMessagesVisible", statistic = "Maximum", threshold = var.projection_queue_alarm_messages
      dimensions  = { QueueName = local.projection_queue_name }
    }
    ReplayQueue-Age = {
      description = "A replay gets on slowly, or not at all"
      namespace   = "AWS/SQS", metric = "ApproximateAgeOfOldestMessage", statistic = "Maximum", threshold = var.replay_queue_alarm_seconds
      dimensions  = { QueueName = local.replay_queue_name }
    }
    ReplayQueue-Depth = {
      description = "A large replay waits for the projection"
      namespace   = "AWS/SQS", metric = "ApproximateNumberOfMessagesVisible", statistic = "Maximum", threshold = var.replay_queue_alarm_messages
      dimensions  = { QueueName = local.replay_queue_name }
    }
    DeadLetterQueue-Depth = {
      description = "Something could not be published, delivered or applied, and waits in the dead-letter queue"
      namespace   = "AWS/SQS", metric = "ApproximateNumberOfMessagesVisible", statistic = "Maximum", threshold = 0
      dimensions  = { QueueName = local.dead_letter_name }
      # One dead letter is news at once.
      evaluation_periods = 1
    }
    CommandHandler-Conflicts = {
      description = "Many commands meet each other on the same aggregate"
      namespace   = local.metric_namespace, metric = "Conflicts", statistic = "Sum", threshold = var.conflict_alarm_threshold
      dimensions  = { function = local.functions.command.name }
    }
    EventPublisher-PublishFailures = {
      description = "EventBridge refuses events of the publisher even after retries"
      namespace   = local.metric_namespace, metric = "PublishFailures", statistic = "Sum", threshold = 0
      dimensions  = { function = local.functions.publisher.name }
    }
    ProjectionHandler-Failures = {
      description = "Messages that the projection cannot do anything with now, or ever: they are handed over again, or put aside"
      namespace   = local.metric_namespace, metric = "ProjectionFailures", statistic = "Sum", threshold = 0
      dimensions  = { function = local.functions.projection.name }
    }
    ProjectionHandler-Lag = {
      description = "Events reach the read model late"
      namespace   = local.metric_namespace, metric = "ProjectionLagMilliseconds", statistic = "Maximum", threshold = var.lag_alarm_milliseconds
      dimensions  = { function = local.functions.projection.name }
    }
  }

  optional_alarms = merge(
    { for api in aws_apigatewayv2_api.this : "HttpApi-5xx" => {
      description = "Callers of the HTTP API get 5xx: a function failed, or took longer than 30 seconds"
      namespace   = "AWS/ApiGateway", metric = "5xx", statistic = "Sum", threshold = 5
      dimensions  = { ApiId = api.id }
    } },
    { for queue in aws_sqs_queue.bus_dead_letter : "BusDeadLetterQueue-Depth" => {
      description = "EventBridge could not encrypt or decrypt events with the customer-managed key"
      namespace   = "AWS/SQS", metric = "ApproximateNumberOfMessagesVisible", statistic = "Maximum", threshold = 0
      dimensions  = { QueueName = local.bus_dead_letter_name }
      # One event is news at once.
      evaluation_periods = 1
    } },
    { for pair in setproduct(keys(local.tables), var.replica_regions) : "${pair[0]}-ReplicationLatency-${pair[1]}" => {
      description = "What comes over to the replica in ${pair[1]} is late: a failover now would lose what has not come yet"
      namespace   = "AWS/DynamoDB", metric = "ReplicationLatency", statistic = "Maximum", threshold = var.lag_alarm_milliseconds
      dimensions  = { TableName = local.tables[pair[0]], ReceivingRegion = pair[1] }
    } },
  )

  tables = { EventStore = local.event_store_name, ReadModel = local.read_model_name, CommandJournal = local.command_journal_name }

  rule_dimensions = { for feed, way in local.projection_feeds : feed => { EventBusName = local.bus_name, RuleName = way.rule_name } }

  metric_namespace = "EventSourcing"

  alarms = merge(
    { for name, alarm in merge(local.lambda_alarms, local.throttle_alarms, local.process_lambda_alarms) : name => {
      description        = alarm.description
      namespace          = "AWS/Lambda"
      metric             = alarm.metric
      dimensions         = { FunctionName = local.functions[alarm.function].name }
      statistic          = alarm.statistic
      threshold          = alarm.threshold
      evaluation_periods = var.alarm_evaluation_periods
    } },
    { for name, alarm in local.table_alarms : name => {
      description        = alarm.description
      namespace          = "AWS/DynamoDB"
      metric             = alarm.metric
      dimensions         = alarm.dimensions
      statistic          = "Sum"
      threshold          = 5
      evaluation_periods = var.alarm_evaluation_periods
    } },
    { for name, alarm in merge(local.other_alarms, local.optional_alarms, local.process_alarms) : name => merge({ evaluation_periods = var.alarm_evaluation_periods }, alarm) },
  )

  alarm_actions = concat(aws_sns_topic.alarms[*].arn, compact([var.alarm_topic_arn]))
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = { for name, alarm in local.alarms : name => alarm if var.enable_cloudwatch_alarms }

  alarm_name          = "${each.key}-${local.suffix}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  evaluation_periods  = each.value.evaluation_periods
  period              = var.alarm_period_seconds
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = local.alarm_actions

  tags = local.tags
}

# CloudWatch may publish to a topic with a customer-managed key whose policy says so, but not to one
# with the key that SNS manages.
resource "aws_sns_topic" "alarms" {
  # checkov:skip=CKV_AWS_26:With the SNS-managed key CloudWatch could not publish; create_kms_key and kms_key_arn encrypt the topic.
  count = var.alarm_email != "" ? 1 : 0

  name              = "event-sourcing-alarms-${local.suffix}"
  kms_master_key_id = local.customer_key_arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AlarmsOfThisAccount"
      Effect    = "Allow"
      Principal = { Service = "cloudwatch.amazonaws.com" }
      Action    = "sns:Publish"
      Resource  = "arn:${local.partition}:sns:${local.region_prefix}:event-sourcing-alarms-${local.suffix}"
      Condition = { StringEquals = { "aws:SourceAccount" = local.account_id } }
    }]
  })

  tags = local.tags
}

resource "aws_sns_topic_subscription" "alarm_email" {
  count = var.alarm_email != "" ? 1 : 0

  topic_arn = aws_sns_topic.alarms[0].arn
  protocol  = "email"
  endpoint  = var.alarm_email
}
