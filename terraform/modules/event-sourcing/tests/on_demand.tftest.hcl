# Everything optional at once, with tables on demand and their replicas.
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
  enable_transfers       = true
  alarm_email            = "operations@example.com"
  alarm_topic_arn        = "arn:aws:sns:us-east-1:123456789012:operations"
}

run "on_demand_with_replicas" {
  command = plan

  variables {
    billing_mode         = "PAY_PER_REQUEST"
    replica_regions      = ["eu-west-1", "eu-west-2"]
    replica_kms_key_arns = { for region in ["eu-west-1", "eu-west-2"] : region => "arn:aws:kms:${region}:123456789012:key/11111111-1111-1111-1111-111111111111" }
  }

  assert {
    condition     = aws_dynamodb_table.event_store.billing_mode == "PAY_PER_REQUEST" && aws_dynamodb_table.read_model.billing_mode == "PAY_PER_REQUEST"
    error_message = "Both tables must be on demand."
  }

  assert {
    condition     = alltrue([for table in [aws_dynamodb_table.event_store, aws_dynamodb_table.read_model, aws_dynamodb_table.command_journal] : table.stream_enabled && table.stream_view_type == "NEW_AND_OLD_IMAGES"])
    error_message = "Replication runs on the stream of each table."
  }

  # Not the tables' replica blocks: the provider's own attributes make the set unknown in a plan.
  assert {
    condition     = local.replica_keys == { for region in ["eu-west-1", "eu-west-2"] : region => "arn:aws:kms:${region}:123456789012:key/11111111-1111-1111-1111-111111111111" }
    error_message = "A replica must be encrypted with the key of its own region."
  }

  assert {
    condition     = toset(keys(aws_schemas_schema.event_type)) == toset(["AccountCreated", "TransactionProcessed", "AccountClosed", "TransferRequested", "TransferDebited", "TransferCompleted", "TransferFailed"]) && alltrue([for schema in aws_schemas_schema.event_type : schema.type == "JSONSchemaDraft4" && jsondecode(schema.content)["$schema"] == "http://json-schema.org/draft-04/schema#"])
    error_message = "Each event type needs its JSON Schema."
  }

  assert {
    condition     = toset(keys(aws_apigatewayv2_route.this)) == toset(["POST /commands", "POST /queries", "GET /accounts/{id}", "GET /accounts/{id}/events", "GET /customers/{id}/accounts", "GET /transfers/{id}", "GET /transfers/{id}/events", "GET /accounts/{id}/transfers", "GET /health"]) && alltrue([for route in aws_apigatewayv2_route.this : route.authorization_type == "AWS_IAM"])
    error_message = "The HTTP API's routes differ from the contract, or one of them is open."
  }

  assert {
    condition     = alltrue([for integration in aws_apigatewayv2_integration.function : integration.payload_format_version == "2.0"])
    error_message = "The HTTP API must send payload format 2.0."
  }

  assert {
    condition     = alltrue([for function in aws_lambda_function.this : one(function.tracing_config).mode == "Active"])
    error_message = "enable_xray must switch active tracing on."
  }

  assert {
    condition     = aws_kms_key.this[0].enable_key_rotation && aws_kms_key.this[0].deletion_window_in_days == 30
    error_message = "The key must rotate, and must not vanish at once."
  }

  assert {
    condition = [
      for statement in jsondecode(aws_kms_key.this[0].policy).Statement : try(statement.Condition, null)
      if statement.Principal == { Service = "events.amazonaws.com" }
      ] == [
      null,
      { StringEquals = { "kms:EncryptionContext:aws:events:event-bus:arn" = "arn:aws:events:us-east-1:123456789012:event-bus/event-sourcing-bus-${local.suffix}" } },
      { StringEquals = { "kms:EncryptionContext:aws:sqs:arn" = [for queue in ["projection", "replay", "dlq", "process", "process-dlq"] : "arn:aws:sqs:us-east-1:123456789012:event-sourcing-${queue}-${local.suffix}"] } },
    ]
    error_message = "EventBridge must have the key for its bus, and for the queues without a condition on the source account."
  }

  assert {
    condition     = length(jsondecode(aws_cloudwatch_dashboard.this[0].dashboard_body).widgets) >= 12
    error_message = "The dashboard lost widgets."
  }

  assert {
    condition = alltrue([
      for name in ["ProcessSteps", "ProcessesStopped", "ProcessFailures", local.process_queue_name, local.process_dead_letter_name] :
      strcontains(aws_cloudwatch_dashboard.this[0].dashboard_body, name)
    ])
    error_message = "The dashboard must show the process: its steps, where it stopped, its failures and its queues."
  }

  assert {
    condition = alltrue([for name in concat(
      [for pair in setproduct(["EventStore", "ReadModel", "CommandJournal"], ["eu-west-1", "eu-west-2"]) : "${pair[0]}-ReplicationLatency-${pair[1]}"],
      [for function in ["CommandHandler", "EventPublisher", "ProjectionHandler", "QueryHandler", "ProcessHandler"] : "${function}-Throttles"],
      ["BusDeadLetterQueue-Depth", "CommandJournal-WriteThrottles", "CommandJournal-ReadThrottles", "CommandHandler-AsyncEventsDropped"],
    ) : contains(keys(local.alarms), name)])
    error_message = "What is switched on needs its alarms."
  }

  assert {
    condition     = one(aws_lambda_event_source_mapping.redrive[0].scaling_config).maximum_concurrency == 2 && contains(aws_lambda_event_source_mapping.redrive[0].function_response_types, "ReportBatchItemFailures")
    error_message = "The redrive must report failures one by one and leave room for live events."
  }
}
