# Dimensions are those AWS publishes; missing data means nothing happened, which is no breach.
resource "aws_cloudwatch_metric_alarm" "event_store_write_throttles" {
  count = var.enable_cloudwatch_alarms ? 1 : 0

  alarm_name          = "EventStore-WriteThrottles-${local.suffix}"
  alarm_description   = "The event store refuses writes for lack of capacity"
  namespace           = "AWS/DynamoDB"
  metric_name         = "WriteThrottleEvents"
  dimensions          = { TableName = local.event_store_name }
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5
  evaluation_periods  = var.alarm_evaluation_periods
  period              = var.alarm_period_seconds
  treat_missing_data  = "notBreaching"
}

resource "aws_cloudwatch_metric_alarm" "command_handler_errors" {
  count = var.enable_cloudwatch_alarms ? 1 : 0

  alarm_name          = "CommandHandler-Errors-${local.suffix}"
  alarm_description   = "Command invocations fail"
  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  dimensions          = { FunctionName = local.functions.command.name }
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 10
  evaluation_periods  = var.alarm_evaluation_periods
  period              = var.alarm_period_seconds
  treat_missing_data  = "notBreaching"
}

resource "aws_cloudwatch_metric_alarm" "eventbridge_failed_invocations" {
  count = var.enable_cloudwatch_alarms ? 1 : 0

  alarm_name          = "EventBridge-FailedInvocations-${local.suffix}"
  alarm_description   = "The rule cannot deliver events to the projection"
  namespace           = "AWS/Events"
  metric_name         = "FailedInvocations"
  dimensions          = { EventBusName = local.bus_name, RuleName = local.rule_name }
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5
  evaluation_periods  = var.alarm_evaluation_periods
  period              = var.alarm_period_seconds
  treat_missing_data  = "notBreaching"
}
