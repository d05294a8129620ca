# Who may do what: the policies as they would be sent.
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
  lambda_runtime   = "provided.al2023"
  resource_suffix  = "test"
  enable_transfers = true
}

run "exact_permissions" {
  command = plan

  assert {
    condition = jsonencode({
      for key, policy in aws_iam_role_policy.function : key => merge(flatten([
        for resource in distinct(flatten([for statement in jsondecode(policy.policy).Statement : statement.Resource])) : {
          (strcontains(resource, ":log-group:") ? "own logs" : trimprefix(resource, "arn:aws:")) = sort(flatten([
            for statement in jsondecode(policy.policy).Statement : statement.Action if statement.Effect == "Allow" && contains(statement.Resource, resource)
          ]))
        }
      ])...)
      }) == jsonencode({
      command = {
        "dynamodb:us-east-1:123456789012:table/event-store-test"     = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"]
        "dynamodb:us-east-1:123456789012:table/command-journal-test" = ["dynamodb:BatchGetItem", "dynamodb:PutItem"]
        "dynamodb:us-east-1:123456789012:table/read-model-test"      = ["dynamodb:GetItem", "dynamodb:Query"]
        "sqs:us-east-1:123456789012:event-sourcing-dlq-test"         = ["sqs:SendMessage"]
        "own logs"                                                   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      }
      publisher = {
        "dynamodb:us-east-1:123456789012:table/event-store-test/stream/*"                        = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"]
        "dynamodb:us-east-1:123456789012:table/event-store-test"                                 = ["dynamodb:Query"]
        "dynamodb:us-east-1:123456789012:table/event-store-test/index/EventType-Timestamp-index" = ["dynamodb:Query"]
        "events:us-east-1:123456789012:event-bus/event-sourcing-bus-test"                        = ["events:PutEvents"]
        "sqs:us-east-1:123456789012:event-sourcing-dlq-test"                                     = ["sqs:SendMessage"]
        "own logs"                                                                               = ["logs:CreateLogStream", "logs:PutLogEvents"]
      }
      process = {
        "dynamodb:us-east-1:123456789012:table/event-store-test"     = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"]
        "dynamodb:us-east-1:123456789012:table/command-journal-test" = ["dynamodb:BatchGetItem", "dynamodb:PutItem"]
        "dynamodb:us-east-1:123456789012:table/read-model-test"      = ["dynamodb:GetItem", "dynamodb:Query"]
        "sqs:us-east-1:123456789012:event-sourcing-process-test"     = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
        "sqs:us-east-1:123456789012:event-sourcing-process-dlq-test" = ["sqs:SendMessage"]
        "own logs"                                                   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      }
      projection = {
        "dynamodb:us-east-1:123456789012:table/event-store-test"                                 = ["dynamodb:Query"]
        "dynamodb:us-east-1:123456789012:table/event-store-test/index/EventType-Timestamp-index" = ["dynamodb:Query"]
        "dynamodb:us-east-1:123456789012:table/command-journal-test"                             = ["dynamodb:PutItem"]
        "dynamodb:us-east-1:123456789012:table/read-model-test"                                  = ["dynamodb:BatchGetItem", "dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem"]
        "sqs:us-east-1:123456789012:event-sourcing-projection-test"                              = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
        "sqs:us-east-1:123456789012:event-sourcing-replay-test"                                  = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:SendMessage"]
        "sqs:us-east-1:123456789012:event-sourcing-dlq-test"                                     = ["sqs:SendMessage"]
        "own logs"                                                                               = ["logs:CreateLogStream", "logs:PutLogEvents"]
      }
      query = {
        "dynamodb:us-east-1:123456789012:table/event-store-test"                                 = ["dynamodb:Query"]
        "dynamodb:us-east-1:123456789012:table/event-store-test/index/EventType-Timestamp-index" = ["dynamodb:Query"]
        "dynamodb:us-east-1:123456789012:table/command-journal-test"                             = ["dynamodb:GetItem"]
        "dynamodb:us-east-1:123456789012:table/read-model-test"                                  = ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query"]
        "own logs"                                                                               = ["logs:CreateLogStream", "logs:PutLogEvents"]
      }
    })
    error_message = "A role has more or less than its function uses."
  }
}
