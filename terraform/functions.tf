locals {
  artifacts = startswith(var.artifacts_directory, "/") ? var.artifacts_directory : "${path.module}/${var.artifacts_directory}"

  # Each function gets the environment it reads and nothing else.
  functions = {
    command = {
      name        = "command-handler-${local.suffix}"
      description = "Validates commands and appends their events to the event store"
      bundle      = "command"
      handler     = "command"
      environment = {
        EVENT_STORE_TABLE              = local.event_store_name
        READ_MODEL_TABLE               = local.read_model_name
        COMMAND_JOURNAL_TABLE          = local.command_journal_name
        COMMAND_JOURNAL_RETENTION_DAYS = tostring(var.command_journal_retention_days)
        EVENT_TYPE_SHARDS              = tostring(var.event_type_shards)
      }
    }
    publisher = {
      name        = "event-publisher-${local.suffix}"
      description = "Sends the event store's stream to the event bus"
      bundle      = "command"
      handler     = "publish"
      environment = {
        EVENT_STORE_TABLE     = local.event_store_name
        EVENT_STORE_TABLE_ARN = local.event_store_arn
        EVENT_BUS_NAME        = local.bus_name
      }
    }
    projection = {
      name        = "projection-handler-${local.suffix}"
      description = "Applies events to the read model"
      bundle      = "projection"
      handler     = "projection"
      environment = {
        EVENT_STORE_TABLE = local.event_store_name
        READ_MODEL_TABLE  = local.read_model_name
        SNAPSHOT_INTERVAL = tostring(var.snapshot_interval)
        EVENT_TYPE_SHARDS = tostring(var.event_type_shards)
      }
    }
    query = {
      name        = "query-handler-${local.suffix}"
      description = "Answers queries from the read model and the event store"
      bundle      = "query"
      handler     = "query"
      environment = {
        EVENT_STORE_TABLE = local.event_store_name
        READ_MODEL_TABLE  = local.read_model_name
        EVENT_TYPE_SHARDS = tostring(var.event_type_shards)
      }
    }
  }
}

resource "aws_lambda_function" "this" {
  for_each = local.functions

  function_name    = each.value.name
  description      = each.value.description
  role             = aws_iam_role.function[each.key].arn
  runtime          = var.lambda_runtime
  architectures    = [var.architecture]
  handler          = each.value.handler
  filename         = "${local.artifacts}/${each.value.bundle}.zip"
  source_code_hash = try(filebase64sha256("${local.artifacts}/${each.value.bundle}.zip"), null)
  timeout          = var.lambda_timeout
  memory_size      = var.lambda_memory_size

  environment {
    variables = each.value.environment
  }

  lifecycle {
    precondition {
      condition     = fileexists("${local.artifacts}/${each.value.bundle}.zip")
      error_message = "${local.artifacts}/${each.value.bundle}.zip is missing: run ./build.sh build first, or set artifacts_directory."
    }
  }

  # Lambda would make the log group itself, without a retention, on the first invocation.
  depends_on = [aws_cloudwatch_log_group.function, aws_iam_role_policy.function]
}

# The outbox: every insert into the event store, in stream order, to the publisher.
resource "aws_lambda_event_source_mapping" "publisher" {
  event_source_arn                   = aws_dynamodb_table.event_store.stream_arn
  function_name                      = aws_lambda_function.this["publisher"].arn
  starting_position                  = "TRIM_HORIZON"
  batch_size                         = 100
  maximum_batching_window_in_seconds = 0
  parallelization_factor             = 1
  maximum_retry_attempts             = 10
  maximum_record_age_in_seconds      = 86400
  bisect_batch_on_function_error     = true
  function_response_types            = ["ReportBatchItemFailures"]

  filter_criteria {
    filter {
      pattern = jsonencode({ eventName = ["INSERT"] })
    }
  }

  destination_config {
    on_failure {
      destination_arn = aws_sqs_queue.dead_letter.arn
    }
  }
}

resource "aws_lambda_function_event_invoke_config" "projection" {
  function_name                = aws_lambda_function.this["projection"].function_name
  maximum_retry_attempts       = 2
  maximum_event_age_in_seconds = 21600

  destination_config {
    on_failure {
      destination = aws_sqs_queue.dead_letter.arn
    }
  }
}
