# Everything optional at once, with provisioned tables.
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

variables {
  lambda_runtime         = "provided.al2023"
  create_kms_key         = true
  enable_xray            = true
  enable_dashboard       = true
  enable_http_api        = true
  lambda_timeout         = 29
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
    condition     = { for key, config in aws_lambda_provisioned_concurrency_config.live : key => [config.qualifier, config.provisioned_concurrent_executions] } == { command = ["live", 2], projection = ["live", 1] }
    error_message = "Provisioned concurrency hangs on the alias that everybody calls."
  }

  assert {
    condition     = { for key, function in aws_lambda_function.this : key => function.reserved_concurrent_executions } == { command = 20, publisher = -1, process = -1, projection = -1, query = 0 }
    error_message = "Reserved concurrency is per function."
  }

  assert {
    condition     = alltrue([for permission in aws_lambda_permission.http_api : permission.qualifier == "live"])
    error_message = "A permission must be that of what is called."
  }

  assert {
    condition     = alltrue([for settings in aws_lambda_function_event_invoke_config.command : length(settings.destination_config[0].on_success) == 1])
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

  assert {
    condition     = aws_cloudwatch_event_bus.this.dead_letter_config != null && aws_sqs_queue.bus_dead_letter[0].sqs_managed_sse_enabled && aws_sqs_queue.bus_dead_letter[0].kms_master_key_id == null
    error_message = "What the key cannot encrypt must not wait in a queue under the same key."
  }

  assert {
    condition     = jsondecode(aws_sqs_queue.bus_dead_letter[0].policy).Statement[0].Condition == { ArnEquals = { "aws:SourceArn" = local.bus_arn } }
    error_message = "Only the bus may send to its dead-letter queue."
  }
}

run "bundles_from_a_bucket" {
  command = plan

  variables {
    artifacts_s3 = { bucket = "releases", prefix = "event-sourcing/1.2.0/", object_versions = { query = "v7" } }
  }

  assert {
    condition = { for key, function in aws_lambda_function.this : key => [function.s3_bucket, function.s3_key, coalesce(function.s3_object_version, "newest"), coalesce(function.filename, "none")] } == {
      command    = ["releases", "event-sourcing/1.2.0/command.zip", "newest", "none"]
      publisher  = ["releases", "event-sourcing/1.2.0/command.zip", "newest", "none"]
      process    = ["releases", "event-sourcing/1.2.0/command.zip", "newest", "none"]
      projection = ["releases", "event-sourcing/1.2.0/projection.zip", "newest", "none"]
      query      = ["releases", "event-sourcing/1.2.0/query.zip", "v7", "none"]
    }
    error_message = "A function must come from the bucket, in the version that is given."
  }
}

run "what_an_organisation_asks_for" {
  command = plan

  variables {
    create_kms_key               = false
    iam_permissions_boundary_arn = "arn:aws:iam::123456789012:policy/boundary"
    iam_path                     = "/ledger/functions/"
    vpc_subnet_ids               = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
    vpc_security_group_ids       = ["sg-0123456789abcdef0"]
  }

  assert {
    condition     = alltrue([for role in aws_iam_role.function : role.permissions_boundary == var.iam_permissions_boundary_arn && role.path == "/ledger/functions/"])
    error_message = "Each role needs the boundary and the path."
  }

  assert {
    condition     = alltrue([for function in aws_lambda_function.this : one(function.vpc_config).subnet_ids == toset(var.vpc_subnet_ids) && one(function.vpc_config).security_group_ids == toset(var.vpc_security_group_ids)])
    error_message = "Each function must run in the subnets."
  }

  assert {
    condition     = alltrue([for policy in aws_iam_role_policy.function : contains([for statement in jsondecode(policy.policy).Statement : statement.Sid], "NetworkInterfaces")])
    error_message = "A role without the right to make network interfaces cannot start in a VPC."
  }

  assert {
    condition     = strcontains(aws_dynamodb_resource_policy.event_store.policy, ":role/ledger/functions/command-handler-") && strcontains(aws_cloudwatch_event_bus_policy.this.policy, ":role/ledger/functions/event-publisher-")
    error_message = "The roles that may write must be named with their path."
  }
}

run "an_older_version_is_live" {
  command = plan

  variables {
    live_versions = { command = { version = "7" }, query = { version = "3", newest_share = 0.1 } }
  }

  # The newest version's number is known after the apply only.
  override_resource {
    target          = aws_lambda_function.this
    override_during = plan
    values          = { version = "9" }
  }

  assert {
    condition     = { for key, alias in aws_lambda_alias.live : key => [alias.function_version, try(alias.routing_config[0].additional_version_weights["9"], 0)] } == { command = ["7", 0], query = ["3", 0.1], publisher = ["9", 0], projection = ["9", 0], process = ["9", 0] }
    error_message = "Callers must get the version that live_versions names, and the newest in its share."
  }
}

run "http_api_with_tokens_and_browsers" {
  command = plan

  variables {
    http_api_jwt            = { issuer = "https://issuer.example.com", audience = ["ledger"], scopes = ["ledger/use"] }
    http_api_cors           = { allow_origins = ["https://app.example.com"] }
    http_api_domain         = { name = "api.example.com", certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/1" }
    http_api_throttle_burst = 7
  }

  assert {
    condition     = alltrue([for route in aws_apigatewayv2_route.this : route.authorization_type == "JWT" && route.authorization_scopes == toset(["ledger/use"])]) && one(aws_apigatewayv2_authorizer.jwt[0].jwt_configuration).issuer == "https://issuer.example.com"
    error_message = "Each route must ask for a token of the issuer with the scope."
  }

  assert {
    condition     = one(aws_apigatewayv2_api.this[0].cors_configuration).allow_origins == toset(["https://app.example.com"]) && aws_apigatewayv2_api.this[0].disable_execute_api_endpoint
    error_message = "Browsers of the origin must be let in, by the domain alone."
  }

  assert {
    condition     = output.http_api_endpoint == "https://api.example.com" && one(aws_apigatewayv2_stage.this[0].default_route_settings).throttling_burst_limit == 7
    error_message = "The API is at its domain, with its own burst."
  }
}

run "http_api_slower_than_its_functions" {
  command = plan

  variables {
    lambda_timeout = 30
  }

  expect_failures = [check.the_http_api_waits_for_its_functions]
}
