locals {
  own_metric = { for key, function in local.functions : key => ["function", function.name] }

  dashboard_widgets = concat(local.standing_widgets, local.process_widgets)

  # Title, unit of the left axis, and what is drawn: namespace, name, dimension pairs, options.
  standing_widgets = [
    {
      title = "Commands by outcome", statistic = "Sum"
      # Outcomes are whatever the command function reports, so the widget searches for them.
      metrics = [[{ expression = "SEARCH('{${local.metric_namespace},function,outcome} MetricName=\"CommandsByOutcome\" function=\"${local.functions.command.name}\"', 'Sum', ${var.alarm_period_seconds})", label = "", id = "outcomes" }]]
    },
    {
      title   = "Append latency (ms)", statistic = "p99"
      metrics = [for statistic in ["p50", "p99", "Maximum"] : concat([local.metric_namespace, "AppendLatencyMilliseconds"], local.own_metric.command, [{ stat = statistic, label = statistic }])]
    },
    {
      title   = "Publish lag (ms): stored to bus", statistic = "p99"
      metrics = [for statistic in ["p50", "p99", "Maximum"] : concat([local.metric_namespace, "PublishLagMilliseconds"], local.own_metric.publisher, [{ stat = statistic, label = statistic }])]
    },
    {
      title   = "Projection lag (ms): stored to read model", statistic = "p99"
      metrics = [for statistic in ["p50", "p99", "Maximum"] : concat([local.metric_namespace, "ProjectionLagMilliseconds"], local.own_metric.projection, [{ stat = statistic, label = statistic }])]
    },
    {
      title = "Events appended, published, arrived and projected", statistic = "Sum"
      metrics = [
        concat([local.metric_namespace, "EventsAppended"], local.own_metric.command),
        concat([local.metric_namespace, "EventsPublished"], local.own_metric.publisher),
        concat([local.metric_namespace, "PublishFailures"], local.own_metric.publisher),
        concat([local.metric_namespace, "EventsArrived"], local.own_metric.projection),
        concat([local.metric_namespace, "EventsProjected"], local.own_metric.projection),
        concat([local.metric_namespace, "ReplayedEvents"], local.own_metric.projection),
      ]
    },
    {
      title = "Duplicates, conflicts and gaps healed", statistic = "Sum"
      metrics = [
        concat([local.metric_namespace, "Duplicates"], local.own_metric.command, [{ label = "repeated commands" }]),
        concat([local.metric_namespace, "Duplicates"], local.own_metric.projection, [{ label = "repeated events" }]),
        concat([local.metric_namespace, "Conflicts"], local.own_metric.command, [{ label = "command conflicts" }]),
        concat([local.metric_namespace, "OrphanedKeys"], local.own_metric.command, [{ label = "journal entries without their events" }]),
        concat([local.metric_namespace, "GapsHealed"], local.own_metric.projection, [{ label = "gaps healed" }]),
      ]
    },
    {
      title = "Projection failures by reason", statistic = "Sum"
      # Reasons are whatever the projection reports, so the widget searches for them.
      metrics = [[{ expression = "SEARCH('{${local.metric_namespace},function,reason} MetricName=\"ProjectionFailures\" function=\"${local.functions.projection.name}\"', 'Sum', ${var.alarm_period_seconds})", label = "", id = "reasons" }]]
    },
    {
      title = "Dead letters", statistic = "Maximum"
      metrics = [
        ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", local.dead_letter_name, { label = "waiting" }],
        ["AWS/SQS", "NumberOfMessagesSent", "QueueName", local.dead_letter_name, { stat = "Sum", label = "sent" }],
        concat([local.metric_namespace, "DeadLetters"], local.own_metric.publisher, [{ stat = "Sum", label = "by the publisher itself" }]),
        concat([local.metric_namespace, "DeadLetters"], local.own_metric.projection, [{ stat = "Sum", label = "by the projection itself" }]),
        ["AWS/Lambda", "AsyncEventsDropped", "FunctionName", local.functions.command.name, { stat = "Sum", label = "asynchronous commands that failed" }],
      ]
    },
    {
      title = "Queues before the projection: messages, and age of the oldest (s)", statistic = "Maximum"
      metrics = concat([for feed, way in local.projection_feeds : [
        ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", way.queue_name, { label = "${feed}: waiting" }],
        ["AWS/SQS", "ApproximateNumberOfMessagesNotVisible", "QueueName", way.queue_name, { label = "${feed}: in work, or failed" }],
        ["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", way.queue_name, { yAxis = "right", label = "${feed}: age" }],
      ]]...)
    },
    {
      title   = "Invocation errors", statistic = "Sum"
      metrics = [for function in values(local.functions) : ["AWS/Lambda", "Errors", "FunctionName", function.name]]
    },
    {
      title = "Event store: capacity used against throttles", statistic = "Sum"
      metrics = [
        ["AWS/DynamoDB", "ConsumedWriteCapacityUnits", "TableName", local.event_store_name],
        ["AWS/DynamoDB", "ConsumedReadCapacityUnits", "TableName", local.event_store_name],
        ["AWS/DynamoDB", "WriteThrottleEvents", "TableName", local.event_store_name, { yAxis = "right" }],
        ["AWS/DynamoDB", "ReadThrottleEvents", "TableName", local.event_store_name, { yAxis = "right" }],
        ["AWS/DynamoDB", "WriteThrottleEvents", "TableName", local.event_store_name, "GlobalSecondaryIndexName", local.index_name, { yAxis = "right", label = "index WriteThrottleEvents" }],
      ]
    },
    {
      title = "Read model: capacity used against throttles", statistic = "Sum"
      metrics = [
        ["AWS/DynamoDB", "ConsumedWriteCapacityUnits", "TableName", local.read_model_name],
        ["AWS/DynamoDB", "ConsumedReadCapacityUnits", "TableName", local.read_model_name],
        ["AWS/DynamoDB", "WriteThrottleEvents", "TableName", local.read_model_name, { yAxis = "right" }],
        ["AWS/DynamoDB", "ReadThrottleEvents", "TableName", local.read_model_name, { yAxis = "right" }],
      ]
    },
    {
      title   = "Duration (ms)", statistic = "p99"
      metrics = [for function in values(local.functions) : ["AWS/Lambda", "Duration", "FunctionName", function.name]]
    },
    {
      title   = "Cold starts", statistic = "Sum"
      metrics = [for key in keys(local.functions) : concat([local.metric_namespace, "ColdStarts"], local.own_metric[key])]
    },
  ]
}

resource "aws_cloudwatch_dashboard" "this" {
  count = var.enable_dashboard ? 1 : 0

  # With the region: dashboards are the account's.
  dashboard_name = "event-sourcing-${local.suffix}-${local.region}"

  dashboard_body = jsonencode({
    widgets = [
      for index, widget in local.dashboard_widgets : {
        type   = "metric"
        x      = 12 * (index % 2)
        y      = 6 * floor(index / 2)
        width  = 12
        height = 6
        properties = {
          title   = widget.title
          region  = local.region
          view    = "timeSeries"
          stacked = false
          period  = var.alarm_period_seconds
          stat    = widget.statistic
          metrics = widget.metrics
        }
      }
    ]
  })
}
