# Everything optional at once, with provisioned tables.
mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
}

variables {
  lambda_runtime         = "provided.al2023"
  create_kms_key         = true
  enable_xray            = true
  enable_dashboard       = true
  enable_http_api        = true
  enable_schema_registry = true
  enable_dlq_redrive     = true
  enable_command_answers = true
  enable_transfers       = true
  alarm_email            = "operations@example.com"
  alarm_topic_arn        = "arn:aws:sns:us-east-1:123456789012:operations"
}

run "provisioned_with_autoscaling" {
  command = plan

  variables {
    enable_autoscaling                 = true
    autoscaling_maximum_write_capacity = 400
  }

  override_data {
    target = data.aws_dynamodb_tables.existing[0]
    values = { names = [] }
  }

  assert {
    condition     = toset(keys(aws_appautoscaling_target.this)) == toset(["event_store_read", "event_store_write", "index_read", "index_write", "read_model_read", "read_model_write"])
    error_message = "Tables and index must scale, for reads and for writes."
  }

  assert {
    condition     = aws_appautoscaling_target.this["index_write"].min_capacity == 10 && aws_appautoscaling_target.this["index_write"].max_capacity == 400 && aws_appautoscaling_target.this["event_store_read"].max_capacity == 100
    error_message = "The bounds of auto scaling are wrong."
  }

  assert {
    condition     = aws_appautoscaling_target.this["index_write"].scalable_dimension == "dynamodb:index:WriteCapacityUnits" && endswith(aws_appautoscaling_target.this["index_write"].resource_id, "/index/EventType-Timestamp-index")
    error_message = "The index scales under its own dimension."
  }

  assert {
    condition     = aws_appautoscaling_policy.this["event_store_read"].target_tracking_scaling_policy_configuration[0].predefined_metric_specification[0].predefined_metric_type == "DynamoDBReadCapacityUtilization" && aws_appautoscaling_policy.this["event_store_read"].target_tracking_scaling_policy_configuration[0].target_value == 70
    error_message = "Auto scaling aims at the utilisation of the capacity."
  }

  assert {
    condition     = aws_dynamodb_table.event_store.write_capacity == 10
    error_message = "A new table starts with its minimum."
  }
}

run "autoscaling_is_not_undone" {
  command = plan

  variables {
    resource_suffix                    = "scaled"
    enable_autoscaling                 = true
    autoscaling_maximum_write_capacity = 400
  }

  override_data {
    target = data.aws_dynamodb_tables.existing[0]
    values = { names = ["another-table", "event-store-scaled", "read-model-scaled"] }
  }

  override_data {
    target = data.aws_dynamodb_table.existing["event-store-scaled"]
    values = {
      read_capacity  = 3
      write_capacity = 250
      global_secondary_index = [{
        name               = "EventType-Timestamp-index"
        hash_key           = "EventType"
        range_key          = "Timestamp"
        projection_type    = "ALL"
        non_key_attributes = []
        read_capacity      = 7
        write_capacity     = 5000
      }]
    }
  }

  override_data {
    target = data.aws_dynamodb_table.existing["read-model-scaled"]
    values = { read_capacity = 60, write_capacity = 5, global_secondary_index = [] }
  }

  assert {
    condition = [
      aws_dynamodb_table.event_store.read_capacity, aws_dynamodb_table.event_store.write_capacity,
      one(aws_dynamodb_table.event_store.global_secondary_index).read_capacity, one(aws_dynamodb_table.event_store.global_secondary_index).write_capacity,
      aws_dynamodb_table.read_model.read_capacity, aws_dynamodb_table.read_model.write_capacity,
    ] == [10, 250, 7, 400, 60, 5]
    error_message = "The plan must keep what auto scaling set, within the bounds."
  }
}

run "warm_functions" {
  command = plan

  variables {
    provisioned_concurrency = { command = 2, projection = 1 }
    reserved_concurrency    = { command = 20, query = 0 }
  }

  assert {
    condition     = toset(keys(aws_lambda_alias.live)) == toset(["command", "projection"]) && aws_lambda_provisioned_concurrency_config.live["command"].provisioned_concurrent_executions == 2
    error_message = "Functions with provisioned concurrency need an alias, others must have none."
  }

  assert {
    condition     = { for key, function in aws_lambda_function.this : key => [function.publish, function.reserved_concurrent_executions] } == { command = [true, 20], publisher = [false, -1], process = [false, -1], projection = [true, -1], query = [false, 0] }
    error_message = "Versions are published where an alias needs them; reserved concurrency is per function."
  }

  assert {
    condition     = aws_lambda_permission.http_api["command"].qualifier == "live" && aws_lambda_permission.http_api["query"].qualifier == null
    error_message = "A permission must be that of what is called."
  }

  assert {
    condition     = toset(keys(aws_lambda_function_event_invoke_config.command)) == toset(["$LATEST", "live"]) && alltrue([for settings in aws_lambda_function_event_invoke_config.command : length(settings.destination_config[0].on_success) == 1])
    error_message = "Asynchronous commands must be answered for, whether the function or its alias is called."
  }
}

run "existing_key" {
  command = plan

  variables {
    create_kms_key = false
    kms_key_arn    = "arn:aws:kms:us-east-1:123456789012:key/11111111-1111-1111-1111-111111111111"
  }

  assert {
    condition     = length(aws_kms_key.this) == 0
    error_message = "No key must be made beside the given one."
  }

  assert {
    condition = toset(concat(
      [for table in [aws_dynamodb_table.event_store, aws_dynamodb_table.read_model, aws_dynamodb_table.command_journal] : one(table.server_side_encryption).kms_key_arn],
      [for queue in aws_sqs_queue.projection : queue.kms_master_key_id],
      [aws_sqs_queue.process[0].kms_master_key_id, aws_sqs_queue.process_dead_letter[0].kms_master_key_id],
      [aws_sqs_queue.dead_letter.kms_master_key_id, aws_cloudwatch_event_bus.this.kms_key_identifier, aws_sns_topic.alarms[0].kms_master_key_id],
      [for group in aws_cloudwatch_log_group.function : group.kms_key_id],
      [for group in aws_cloudwatch_log_group.http_api : group.kms_key_id],
      [for function in aws_lambda_function.this : function.kms_key_arn],
    )) == toset([var.kms_key_arn])
    error_message = "Something is not encrypted with the given key."
  }
}
