# A function that is not called reports nothing, so no alarm on its own metrics can notice. These compare what went in with what
# came out: all expressions are over metrics of ours, because a mapping, a rule or a function that is switched off has none.
locals {
  silence_alarms = {
    EventPublisher-Silent = {
      description = "Events are stored, and none is published: the publisher's mapping, its function or its rights are gone. The stream forgets after 24 hours"
      entering = { for key, id in { command = "appended", process = "appended_by_process" } : id => [local.functions[key].name, "EventsAppended"]
      if contains(keys(local.functions), key) }
      leaving = { published = [local.functions.publisher.name, "EventsPublished"] }
      alive   = { failed = [local.functions.publisher.name, "PublishFailures"] }
      wait    = var.publisher_batching_window_seconds
    }
    ProjectionHandler-Silent = {
      description = "Events are published, and none reaches the projection: a rule, a mapping or the function is switched off"
      entering    = { published = [local.functions.publisher.name, "EventsPublished"] }
      leaving     = { arrived = [local.functions.projection.name, "EventsArrived"] }
      alive       = { failed = [local.functions.projection.name, "ProjectionFailures"] }
      wait        = var.projection_batching_window_seconds
    }
  }

  # What waits for its batch to fill leaves in the period after it came, if a period is longer than the wait.
  silence_period = { for name, alarm in local.silence_alarms : name => max(var.alarm_period_seconds, alarm.wait == 0 ? 0 : 60 * (ceil(alarm.wait / 60) + 1)) }

  # Out of an hour's periods: long enough that what leaves a moment after it came is not missed, short enough to be news.
  silence_periods = { for name, period in local.silence_period : name => max(2, min(12, floor(86400 / period))) }

  # While all is well two silent periods come seldom, without a wait for batches; with one every other period may be silent, and no more.
  silent_periods = { for name, alarm in local.silence_alarms : name => alarm.wait == 0 ? 2 : floor(local.silence_periods[name] / 2) + 1 }
}

resource "aws_cloudwatch_metric_alarm" "expression" {
  for_each = { for name, alarm in local.silence_alarms : name => alarm if var.enable_cloudwatch_alarms }

  alarm_name          = "${each.key}-${local.suffix}"
  alarm_description   = each.value.description
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  evaluation_periods  = local.silence_periods[each.key]
  datapoints_to_alarm = local.silent_periods[each.key]
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = local.alarm_actions

  # More has come in than gone out, and in this period there was no sign of life at all. What goes out twice, by a republish for
  # instance, hides as many that do not, for an hour at most. What has no datum counts as 0 between two series;
  # FILL is for a period in which nothing came in, and stands where there was something: what it makes of a metric that was
  # never written AWS does not say. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
  metric_query {
    id          = "silent"
    label       = each.key
    return_data = true
    expression = format(
      "(RUNNING_SUM(%s - %s) > 0) > (%s > 0)",
      join(" + ", [for id in keys(each.value.entering) : "FILL(${id}, 0)"]), join(" - ", keys(each.value.leaving)), join(" + ", keys(merge(each.value.leaving, each.value.alive))),
    )
  }

  dynamic "metric_query" {
    for_each = merge(each.value.entering, each.value.leaving, each.value.alive)

    content {
      id = metric_query.key

      metric {
        namespace   = local.metric_namespace
        metric_name = metric_query.value[1]
        dimensions  = { function = metric_query.value[0] }
        stat        = "Sum"
        period      = local.silence_period[each.key]
      }
    }
  }

  tags = local.tags
}
