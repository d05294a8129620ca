# Names, shapes and defaults that callers rely on, with no variable set.
mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }

  mock_data "aws_region" {
    defaults = { name = "us-east-1" }
  }
}

run "defaults" {
  command = plan

  # The default runtime is the document's; the warning about its end is expected.
  expect_failures = [check.lambda_runtime_has_a_future]

  assert {
    condition     = output.resource_suffix == "dev-${substr(sha256("123456789012/us-east-1/dev"), 0, 8)}"
    error_message = "The made suffix must come from account, region and environment alone."
  }

  assert {
    condition = [
      aws_dynamodb_table.event_store.hash_key, aws_dynamodb_table.event_store.range_key,
      aws_dynamodb_table.read_model.hash_key, aws_dynamodb_table.read_model.range_key,
      aws_dynamodb_table.command_journal.hash_key, aws_dynamodb_table.command_journal.range_key,
    ] == ["AggregateId", "EventSequence", "AccountId", "ProjectionType", "AggregateId", "CommandId"]
    error_message = "A table's key differs from the contract."
  }

  assert {
    condition = [
      aws_dynamodb_table.event_store.read_capacity, aws_dynamodb_table.event_store.write_capacity,
      one(aws_dynamodb_table.event_store.global_secondary_index).read_capacity,
      one(aws_dynamodb_table.event_store.global_secondary_index).write_capacity,
      aws_dynamodb_table.read_model.read_capacity, aws_dynamodb_table.read_model.write_capacity,
    ] == [10, 10, 5, 10, 5, 5]
    error_message = "The default capacities differ from the contract, or the index is slower than its table."
  }

  assert {
    condition     = aws_dynamodb_table.command_journal.billing_mode == "PAY_PER_REQUEST" && one(aws_dynamodb_table.command_journal.ttl).attribute_name == "ExpiresAt"
    error_message = "The journal must be on demand, with ExpiresAt as its time to live."
  }

  assert {
    condition     = !anytrue([for setting in aws_dynamodb_table.event_store.ttl : setting.enabled]) && !anytrue([for setting in aws_dynamodb_table.read_model.ttl : setting.enabled])
    error_message = "Events must never expire."
  }

  assert {
    condition     = aws_dynamodb_table.event_store.stream_enabled && aws_dynamodb_table.event_store.stream_view_type == "NEW_AND_OLD_IMAGES"
    error_message = "The event store needs its stream: it is the outbox."
  }

  assert {
    condition = { for feed, rule in aws_cloudwatch_event_rule.projection : rule.name => jsondecode(rule.event_pattern) } == {
      for name, is_replay in { "financial-events-rule" = false, "financial-events-replay-rule" = true } : name => {
        source                                         = ["event-sourcing.financial"]
        "detail-type"                                  = ["AccountCreated", "TransactionProcessed", "AccountClosed"]
        "replay-name"                                  = [{ exists = is_replay }]
      }
    }
    error_message = "A rule's pattern differs from the contract."
  }

  assert {
    condition = { for feed, queue in aws_sqs_queue.projection : feed => [queue.name, queue.visibility_timeout_seconds, queue.message_retention_seconds, queue.sqs_managed_sse_enabled] } == {
      live   = ["event-sourcing-projection-${output.resource_suffix}", 180, 604800, true]
      replay = ["event-sourcing-replay-${output.resource_suffix}", 180, 604800, true]
    }
    error_message = "A queue before the projection differs from the contract, or a moved message would be forgotten at once."
  }

  assert {
    condition = { for feed, mapping in aws_lambda_event_source_mapping.projection : feed => [mapping.batch_size, coalesce(mapping.maximum_batching_window_in_seconds, 0), one(mapping.scaling_config).maximum_concurrency, join(",", mapping.function_response_types)] } == {
      live   = [10, 0, 5, "ReportBatchItemFailures"]
      replay = [10, 0, 2, "ReportBatchItemFailures"]
    }
    error_message = "The projection must take small batches at once, report failures one by one, and leave room for commands."
  }

  assert {
    condition = { for key, function in aws_lambda_function.this : function.function_name => function.handler } == {
      "command-handler-${output.resource_suffix}"    = "command"
      "event-publisher-${output.resource_suffix}"    = "publish"
      "projection-handler-${output.resource_suffix}" = "projection"
      "query-handler-${output.resource_suffix}"      = "query"
    }
    error_message = "A function's name or handler differs from the contract."
  }

  assert {
    condition     = alltrue([for function in aws_lambda_function.this : function.timeout == 30 && function.memory_size == 128 && function.runtime == "provided.al2" && tolist(function.architectures) == tolist(["x86_64"])])
    error_message = "The functions' defaults differ from the contract."
  }

  assert {
    condition     = alltrue([for settings in aws_lambda_function_event_invoke_config.command : length(settings.destination_config[0].on_failure) == 1 && length(settings.destination_config[0].on_success) == 0]) && length(aws_sqs_queue.command_answers) == 0
    error_message = "An asynchronous command that fails must not vanish; its answer is kept only where asked for."
  }

  assert {
    condition     = aws_cloudwatch_event_archive.this.retention_days == 365 && aws_sqs_queue.dead_letter.message_retention_seconds == 1209600 && aws_sqs_queue.dead_letter.visibility_timeout_seconds == 300
    error_message = "Archive or queue defaults differ from the contract."
  }

  assert {
    condition = {
      for name in ["EventStore-WriteThrottles", "CommandHandler-Errors", "EventBridge-FailedInvocations"] : aws_cloudwatch_metric_alarm.this[name].alarm_name => aws_cloudwatch_metric_alarm.this[name].threshold
      } == {
      "EventStore-WriteThrottles-${output.resource_suffix}"     = 5
      "CommandHandler-Errors-${output.resource_suffix}"         = 10
      "EventBridge-FailedInvocations-${output.resource_suffix}" = 5
    }
    error_message = "The document's three alarms differ from the contract."
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.this : alarm.treat_missing_data == "notBreaching" && alarm.period == 300 && length(alarm.dimensions) > 0])
    error_message = "Each alarm needs dimensions, and missing data must not breach."
  }

  assert {
    condition = (
      length(aws_kms_key.this) + length(aws_apigatewayv2_api.this) + length(aws_schemas_registry.this) + length(aws_cloudwatch_dashboard.this) +
      length(aws_appautoscaling_target.this) + length(aws_sns_topic.alarms) + length(aws_lambda_provisioned_concurrency_config.live) + length(aws_sqs_queue.bus_dead_letter) + length(aws_lambda_event_source_mapping.redrive) + length(aws_sqs_queue.process)
    ) == 0
    error_message = "Something optional is made by default."
  }

  assert {
    condition     = toset(keys(aws_lambda_alias.live)) == toset(keys(aws_lambda_function.this)) && alltrue([for alias in aws_lambda_alias.live : alias.name == "live" && length(alias.routing_config) == 0]) && alltrue([for function in aws_lambda_function.this : function.publish])
    error_message = "Each function needs a version and the alias that everybody calls."
  }

  assert {
    condition     = toset(keys(aws_lambda_function_event_invoke_config.command)) == toset(["$LATEST", "live"])
    error_message = "Asynchronous commands must be answered for, whether the function or its alias is called."
  }

  assert {
    condition     = { for key, role in aws_iam_role.function : key => role.name } == { for key, function in aws_lambda_function.this : key => "${function.function_name}-us-east-1-role" }
    error_message = "Roles are the account's: without the region in their names two regions would collide."
  }

  assert {
    condition     = alltrue([for table in [aws_dynamodb_table.event_store, aws_dynamodb_table.read_model, aws_dynamodb_table.command_journal] : table.stream_enabled && table.stream_view_type == "NEW_AND_OLD_IMAGES"])
    error_message = "All tables keep their streams, so that replicas can be added and taken back."
  }

  assert {
    condition = { for name, alarm in aws_cloudwatch_metric_alarm.expression : name => one([for query in alarm.metric_query : query.expression if coalesce(query.return_data, false)]) } == {
      EventPublisher-Silent    = "(RUNNING_SUM(FILL(appended, 0) - published) > 0) > (failed + published > 0)"
      ProjectionHandler-Silent = "(RUNNING_SUM(FILL(published, 0) - arrived) > 0) > (arrived + failed > 0)"
    }
    error_message = "A function that is not called reports nothing: somebody must notice what does not come out."
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.expression : alarm.evaluation_periods == 12 && alarm.datapoints_to_alarm == 2 && alltrue([for query in alarm.metric_query : one(query.metric).period == 300 if !coalesce(query.return_data, false)])])
    error_message = "Two of an hour's periods without anything coming out are silence."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.publisher.maximum_retry_attempts == -1 && contains(aws_lambda_event_source_mapping.publisher.function_response_types, "ReportBatchItemFailures")
    error_message = "The publisher gives events up while the stream still has them."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.publisher.maximum_record_age_in_seconds == 20 * 3600
    error_message = "Records must be given up while the stream still has them for some hours."
  }

  assert {
    condition     = !output.deletion_protection && length(terraform_data.deletion_protection) == 0
    error_message = "dev must be destroyable."
  }

  assert {
    condition     = alltrue([for table in [aws_dynamodb_table.event_store, aws_dynamodb_table.read_model, aws_dynamodb_table.command_journal] : one(table.point_in_time_recovery).enabled])
    error_message = "Point-in-time recovery is on by default."
  }

  assert {
    condition     = jsondecode(output.test_command_payload).eventType == "AccountCreated" && strcontains(output.test_transaction_payload, "\"amount\":100.50") && jsondecode(output.test_query_payload).queryType == "getAccountSummary"
    error_message = "The sample payloads differ from the contract."
  }
}

run "given_suffix" {
  command = plan

  variables {
    resource_suffix = "abcdefghijklmnopqrstu"
    lambda_runtime  = "provided.al2023"
  }

  assert {
    condition     = output.event_archive_name == "event-sourcing-bus-abcdefghijklmnopqrstu-archive" && length(output.event_archive_name) == 48
    error_message = "21 characters of suffix must fit the archive's 48."
  }
}

run "another_region" {
  command = plan

  variables {
    environment    = "production"
    lambda_runtime = "provided.al2023"
    alarm_email    = "operations@example.com"
  }

  override_data {
    target = data.aws_region.current
    values = { name = "ap-southeast-2" }
  }

  assert {
    condition     = alltrue([for role in aws_iam_role.function : length(role.name) <= 64 && endswith(role.name, "-ap-southeast-2-role")])
    error_message = "The longest names of roles must fit IAM's 64 characters."
  }

  assert {
    condition     = startswith(output.resource_suffix, "production-") && length(output.event_archive_name) <= 48
    error_message = "The made suffix of the longest environment must fit the archive's name."
  }

  assert {
    condition     = output.deletion_protection && length(terraform_data.deletion_protection) == 1 && alltrue([for table in [aws_dynamodb_table.event_store, aws_dynamodb_table.read_model, aws_dynamodb_table.command_journal] : table.deletion_protection_enabled])
    error_message = "production must be protected against deletion."
  }
}

run "production_without_anyone_to_tell" {
  command = plan

  variables {
    environment    = "prod"
    lambda_runtime = "provided.al2023"
  }

  expect_failures = [check.alarms_reach_somebody]
}

# An event that waits for its batch makes the period it came in a silent one, and every other one at most.
run "waiting_for_batches_is_not_silence" {
  command = plan

  variables {
    lambda_runtime                     = "provided.al2023"
    publisher_batching_window_seconds  = 300
    projection_batching_window_seconds = 20
  }

  assert {
    condition = jsonencode({ for name, alarm in aws_cloudwatch_metric_alarm.expression : name => [alarm.evaluation_periods, alarm.datapoints_to_alarm, distinct([for query in alarm.metric_query : one(query.metric).period if !coalesce(query.return_data, false)])] }) == jsonencode({
      EventPublisher-Silent    = [12, 7, [360]]
      ProjectionHandler-Silent = [12, 7, [300]]
    })
    error_message = "What waits for its batch to fill must not raise an alarm of silence."
  }
}

run "warns_of_alarms_on_empty_periods" {
  command = plan

  variables {
    lambda_runtime       = "provided.al2023"
    alarm_period_seconds = 30
  }

  expect_failures = [check.alarm_periods_hold_data]
}

run "index_slower_than_its_table" {
  command = plan

  variables {
    event_store_write_capacity     = 20
    event_store_gsi_write_capacity = 5
    lambda_runtime                 = "provided.al2023"
  }

  expect_failures = [check.index_keeps_up_with_its_table]

  assert {
    condition     = one(aws_dynamodb_table.event_store.global_secondary_index).write_capacity == 20
    error_message = "The index must be as fast as its table."
  }
}

run "short_lived_dead_letters" {
  command = plan

  variables {
    dlq_message_retention_seconds = 3600
    lambda_runtime                = "provided.al2023"
  }

  expect_failures = [check.dead_letters_outlive_a_weekend]
}

run "missing_bundles" {
  command = plan

  variables {
    artifacts_directory = "./tests"
    lambda_runtime      = "provided.al2023"
  }

  expect_failures = [aws_lambda_function.this, check.bundles_say_what_they_were_built_for]
}

run "a_reservation_below_what_the_queues_ask_for" {
  command = plan

  variables {
    reserved_concurrency = { projection = 6 }
    lambda_runtime       = "provided.al2023"
  }

  expect_failures = [check.the_projection_has_the_concurrency_of_its_queues]
}

run "another_partition" {
  command = plan

  variables {
    kms_key_arn    = "arn:aws-cn:kms:cn-north-1:123456789012:key/11111111-1111-1111-1111-111111111111"
    lambda_runtime = "provided.al2023"
  }

  override_data {
    target = data.aws_region.current
    values = { name = "cn-north-1" }
  }

  override_data {
    target = data.aws_partition.current
    values = { partition = "aws-cn", dns_suffix = "amazonaws.com.cn" }
  }

  assert {
    condition     = local.key_statement.Condition.StringEquals["kms:ViaService"] == [for service in ["dynamodb", "lambda", "sqs"] : "${service}.cn-north-1.amazonaws.com.cn"]
    error_message = "A key is used through the services of the partition."
  }

  assert {
    condition     = alltrue([for policy in [local.function_policies["command"]] : alltrue([for statement in policy.Statement : alltrue([for resource in statement.Resource : startswith(resource, "arn:aws-cn:")])])])
    error_message = "ARNs are of the partition."
  }
}

run "principals_of_another_partition" {
  command = plan

  variables {
    create_kms_key = true
    lambda_runtime = "provided.al2023"
  }

  override_data {
    target = data.aws_region.current
    values = { name = "eusc-de-east-1" }
  }

  override_data {
    target = data.aws_partition.current
    values = { partition = "aws-eusc", dns_suffix = "amazonaws.eu" }
  }

  assert {
    condition     = contains([for statement in jsondecode(aws_kms_key.this[0].policy).Statement : try(statement.Principal.Service, "")], "logs.eusc-de-east-1.amazonaws.eu")
    error_message = "The logs' principal is of the partition."
  }
}
