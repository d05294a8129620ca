locals {
  is_from_s3 = var.artifacts_s3 != null

  # The build writes what it built for beside the bundles.
  built_architecture = try(trimspace(file("${var.artifacts_directory}/architecture")), null)

  # Processes that are switched on, by their nouns.
  process_environment = { for name in local.has_process ? [local.domain.process.noun.singular] : [] : "PROCESSES" => name }

  # Each function gets the environment it reads and nothing else.
  functions = merge(local.standing_functions, local.process_functions)

  standing_functions = {
    command = {
      name        = "command-handler-${local.suffix}"
      description = "Validates commands and appends their events to the event store"
      bundle      = "command"
      handler     = "command"
      environment = merge(local.process_environment, {
        EVENT_STORE_TABLE              = local.event_store_name
        READ_MODEL_TABLE               = local.read_model_name
        COMMAND_JOURNAL_TABLE          = local.command_journal_name
        COMMAND_JOURNAL_RETENTION_DAYS = tostring(var.command_journal_retention_days)
        EVENT_TYPE_SHARDS              = tostring(var.event_type_shards)
      })
    }
    publisher = {
      name        = "event-publisher-${local.suffix}"
      description = "Sends the event store's stream to the event bus"
      bundle      = "command"
      handler     = "publish"
      environment = merge(local.process_environment, {
        EVENT_STORE_TABLE     = local.event_store_name
        EVENT_STORE_TABLE_ARN = local.event_store_arn
        EVENT_BUS_NAME        = local.bus_name
        EVENT_TYPE_SHARDS     = tostring(var.event_type_shards)
        DEAD_LETTER_QUEUE_URL = aws_sqs_queue.dead_letter.url
      })
    }
    projection = {
      name        = "projection-handler-${local.suffix}"
      description = "Applies events to the read model"
      bundle      = "projection"
      handler     = "projection"
      environment = merge(local.process_environment, {
        EVENT_STORE_TABLE     = local.event_store_name
        READ_MODEL_TABLE      = local.read_model_name
        COMMAND_JOURNAL_TABLE = local.command_journal_name
        DEAD_LETTER_QUEUE_URL = aws_sqs_queue.dead_letter.url
        LAG_SECONDS           = tostring(var.projection_lag_seconds)
        REBUILD_QUEUE_URL     = aws_sqs_queue.projection["replay"].url
        SNAPSHOT_INTERVAL     = tostring(var.snapshot_interval)
        EVENT_TYPE_SHARDS     = tostring(var.event_type_shards)
      })
    }
    query = {
      name        = "query-handler-${local.suffix}"
      description = "Answers queries from the read model and the event store"
      bundle      = "query"
      handler     = "query"
      environment = merge(local.process_environment, {
        EVENT_STORE_TABLE     = local.event_store_name
        READ_MODEL_TABLE      = local.read_model_name
        COMMAND_JOURNAL_TABLE = local.command_journal_name
        EVENT_TYPE_SHARDS     = tostring(var.event_type_shards)
      })
    }
  }
}

resource "aws_lambda_function" "this" {
  # checkov:skip=CKV_AWS_50:Tracing is the user's choice (enable_xray): it is billed by the trace.
  # checkov:skip=CKV_AWS_115:Reserved concurrency is the user's choice (reserved_concurrency): any fixed number takes from the account's pool.
  # checkov:skip=CKV_AWS_116:Asynchronous failures go to the on-failure destination (aws_lambda_function_event_invoke_config), which carries the reason, as dead_letter_config does not.
  # checkov:skip=CKV_AWS_117:The functions talk to public AWS endpoints only and reach nothing inside a VPC; vpc_subnet_ids puts them into one.
  # checkov:skip=CKV_AWS_173:The environment holds table and bus names, no secrets; a customer-managed key is the user's choice (create_kms_key, kms_key_arn).
  # checkov:skip=CKV_AWS_272:Code signing needs a signing profile and an S3 upload of the account; the bundles are rebuilt from source and compared byte by byte.
  for_each = local.functions

  function_name = each.value.name
  # It says whether there is a key, because the plan must see it: the provider takes a key that is not made yet for none, finds nothing
  # changed, plans no new version, and fails in the apply when there is one ("inconsistent final plan").
  description                    = local.uses_customer_key ? "${each.value.description}, under a customer-managed key" : each.value.description
  role                           = aws_iam_role.function[each.key].arn
  runtime                        = var.lambda_runtime
  architectures                  = [var.architecture]
  handler                        = each.value.handler
  filename                       = local.is_from_s3 ? null : "${var.artifacts_directory}/${each.value.bundle}.zip"
  source_code_hash               = local.is_from_s3 ? null : try(filebase64sha256("${var.artifacts_directory}/${each.value.bundle}.zip"), null)
  s3_bucket                      = try(var.artifacts_s3.bucket, null)
  s3_key                         = local.is_from_s3 ? "${var.artifacts_s3.prefix}${each.value.bundle}.zip" : null
  s3_object_version              = try(var.artifacts_s3.object_versions[each.value.bundle], null)
  timeout                        = var.lambda_timeout
  memory_size                    = var.lambda_memory_size
  reserved_concurrent_executions = var.reserved_concurrency[each.key]
  publish                        = true
  kms_key_arn                    = local.customer_key_arn

  environment {
    variables = each.value.environment
  }

  # JSON makes Lambda hand AWS_LAMBDA_LOG_FORMAT and AWS_LAMBDA_LOG_LEVEL to the function.
  logging_config {
    log_format            = "JSON"
    application_log_level = var.log_level
    system_log_level      = var.system_log_level
    log_group             = aws_cloudwatch_log_group.function[each.key].name
  }

  tracing_config {
    mode = var.enable_xray ? "Active" : "PassThrough"
  }

  dynamic "vpc_config" {
    for_each = local.is_in_vpc ? [true] : []

    content {
      subnet_ids         = var.vpc_subnet_ids
      security_group_ids = var.vpc_security_group_ids
    }
  }

  tags = local.tags

  lifecycle {
    precondition {
      condition     = local.is_from_s3 ? true : fileexists("${var.artifacts_directory}/${each.value.bundle}.zip")
      error_message = "${coalesce(var.artifacts_directory, "artifacts_directory")}/${each.value.bundle}.zip is missing: run ./build.sh build first, or set artifacts_directory."
    }

    precondition {
      condition     = coalesce(local.built_architecture, var.architecture) == var.architecture
      error_message = "The bundles in ${coalesce(var.artifacts_directory, "artifacts_directory")} were built for ${coalesce(local.built_architecture, "an unknown processor")}, but architecture is ${var.architecture}: set architecture to what was built, or build for ${var.architecture}."
    }
  }

  # The policy first, so that the first invocation finds its permissions.
  depends_on = [aws_iam_role_policy.function]
}

locals {
  alias_name = "live"

  # Provisioned concurrency belongs to a version, so it hangs on the alias.
  warm_functions = toset([for key in keys(local.functions) : key if var.provisioned_concurrency[key] > 0])

  invocation_arns = { for key, alias in aws_lambda_alias.live : key => alias.arn }
}

# Everybody calls the alias: a version is code and configuration as they were published, so that callers can be given an older
# one, or the newest one share by share (live_versions), without a build.
resource "aws_lambda_alias" "live" {
  for_each = local.functions

  name             = local.alias_name
  description      = "What callers, the queues, the stream and the HTTP API call"
  function_name    = aws_lambda_function.this[each.key].function_name
  function_version = try(var.live_versions[each.key].version, aws_lambda_function.this[each.key].version)

  dynamic "routing_config" {
    for_each = [for name, live in var.live_versions : live.newest_share if name == each.key && live.newest_share > 0]

    content {
      additional_version_weights = { (aws_lambda_function.this[each.key].version) = routing_config.value }
    }
  }
}

resource "aws_lambda_provisioned_concurrency_config" "live" {
  for_each = local.warm_functions

  function_name                     = aws_lambda_alias.live[each.key].function_name
  qualifier                         = aws_lambda_alias.live[each.key].name
  provisioned_concurrent_executions = var.provisioned_concurrency[each.key]
}

# The outbox: every insert into the event store, in stream order, to the publisher.
resource "aws_lambda_event_source_mapping" "publisher" {
  event_source_arn                   = aws_dynamodb_table.event_store.stream_arn
  function_name                      = local.invocation_arns.publisher
  starting_position                  = "TRIM_HORIZON"
  batch_size                         = var.publisher_batch_size
  maximum_batching_window_in_seconds = var.publisher_batching_window_seconds
  parallelization_factor             = var.publisher_parallelization_factor
  maximum_retry_attempts             = var.publisher_maximum_retry_attempts
  maximum_record_age_in_seconds      = var.publisher_maximum_record_age_seconds
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

  tags = local.tags
}

# A command invoked asynchronously has nobody who waits for its answer. Where it fails, Lambda tries twice more (a command under
# a key is done once) and then puts it into the queue, with the error. A refusal is an answer, and so a success to Lambda.
# Lambda keeps settings for the alias, which callers should name, and for the function, which they may.
resource "aws_lambda_function_event_invoke_config" "command" {
  for_each = toset(["$LATEST", local.alias_name])

  function_name                = aws_lambda_function.this["command"].function_name
  qualifier                    = each.key == "$LATEST" ? null : each.key
  maximum_retry_attempts       = 2
  maximum_event_age_in_seconds = 21600

  destination_config {
    on_failure {
      destination = aws_sqs_queue.dead_letter.arn
    }

    dynamic "on_success" {
      for_each = aws_sqs_queue.command_answers

      content {
        destination = on_success.value.arn
      }
    }
  }

  # Lambda asks whether the role may send to the queues.
  depends_on = [aws_iam_role_policy.function, aws_lambda_alias.live]
}
