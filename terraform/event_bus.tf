resource "aws_cloudwatch_event_bus" "this" {
  name               = local.bus_name
  description        = "Financial events of the event store"
  kms_key_identifier = local.customer_key_arn
}

# The provider of this series cannot give the archive a customer-managed key of its own; it is
# encrypted with a key that AWS owns (README.md, "Keys", has the one CLI call that changes it).
resource "aws_cloudwatch_event_archive" "this" {
  name             = local.archive_name
  description      = "Every financial event of ${local.bus_name}, for replays"
  event_source_arn = aws_cloudwatch_event_bus.this.arn
  retention_days   = var.event_archive_retention_days

  event_pattern = jsonencode({ source = [local.event_source] })
}

resource "aws_cloudwatch_event_rule" "financial_events" {
  name           = local.rule_name
  description    = "Financial events to the projection"
  event_bus_name = aws_cloudwatch_event_bus.this.name

  event_pattern = jsonencode({
    source        = [local.event_source]
    "detail-type" = local.event_types
  })
}

resource "aws_cloudwatch_event_target" "projection" {
  rule           = aws_cloudwatch_event_rule.financial_events.name
  event_bus_name = aws_cloudwatch_event_bus.this.name
  target_id      = "projection"
  arn            = local.invocation_arns.projection

  # Only failed deliveries: an error inside the function is the function's own retries and
  # its own on-failure destination (functions.tf).
  retry_policy {
    maximum_event_age_in_seconds = 86400
    maximum_retry_attempts       = 185
  }

  dead_letter_config {
    arn = aws_sqs_queue.dead_letter.arn
  }

  # The rule would otherwise be live before it may call the function.
  depends_on = [aws_lambda_permission.financial_events]
}

resource "aws_lambda_permission" "financial_events" {
  statement_id  = "financial-events-rule"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.this["projection"].function_name
  qualifier     = local.qualifiers.projection
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.financial_events.arn
}
