# One role per function, each with exactly the actions and ARNs its code uses.
locals {
  index_arn = "${local.event_store_arn}/index/${local.index_name}"

  # TransactWriteItems and TransactGetItems are no IAM actions of their own: AWS asks for the
  # single-item action of each member.
  function_statements = merge(local.standing_statements, { for name in keys(local.process_functions) : name => local.process_statements })

  standing_statements = {
    command = [
      {
        Sid      = "AppendAndLoadEvents"
        Effect   = "Allow"
        Action   = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"]
        Resource = [local.event_store_arn]
      },
      {
        Sid      = "CommandJournal"
        Effect   = "Allow"
        Action   = ["dynamodb:BatchGetItem", "dynamodb:PutItem"]
        Resource = [local.command_journal_arn]
      },
      {
        Sid      = "FoldedCopies"
        Effect   = "Allow"
        Action   = ["dynamodb:GetItem", "dynamodb:Query"]
        Resource = [local.read_model_arn]
      },
      merge(local.dead_letter_statement, {
        Resource = concat(local.dead_letter_statement.Resource, var.enable_command_answers ? [local.command_answers_arn] : [])
      }),
    ]
    publisher = [
      {
        Sid      = "ReadTheStream"
        Effect   = "Allow"
        Action   = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"]
        Resource = ["${local.event_store_arn}/stream/*"]
      },
      {
        Sid      = "ReadEventsToPublishAgain"
        Effect   = "Allow"
        Action   = ["dynamodb:Query"]
        Resource = [local.event_store_arn]
      },
      {
        Sid      = "FindEventsToPublishAgain"
        Effect   = "Allow"
        Action   = ["dynamodb:Query"]
        Resource = [local.index_arn]
      },
      {
        Sid      = "Publish"
        Effect   = "Allow"
        Action   = ["events:PutEvents"]
        Resource = [local.bus_arn]
      },
      local.dead_letter_statement,
    ]
    projection = [
      {
        Sid      = "ReadEvents"
        Effect   = "Allow"
        Action   = ["dynamodb:Query"]
        Resource = [local.event_store_arn]
      },
      {
        Sid      = "ListAggregates"
        Effect   = "Allow"
        Action   = ["dynamodb:Query"]
        Resource = [local.index_arn]
      },
      {
        Sid      = "ReplaceTheCheckpoint"
        Effect   = "Allow"
        Action   = ["dynamodb:PutItem"]
        Resource = [local.command_journal_arn]
      },
      {
        Sid      = "WriteTheReadModel"
        Effect   = "Allow"
        Action   = ["dynamodb:BatchGetItem", "dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem"]
        Resource = [local.read_model_arn]
      },
      {
        Sid      = "TakeMessages"
        Effect   = "Allow"
        Action   = local.queue_reading_actions
        Resource = [local.projection_queue_arn, local.replay_queue_arn]
      },
      {
        Sid      = "HandOnPartsOfARebuild"
        Effect   = "Allow"
        Action   = ["sqs:SendMessage"]
        Resource = [local.replay_queue_arn]
      },
      merge(local.dead_letter_statement, {
        Action = concat(
          local.dead_letter_statement.Action,
          var.enable_dlq_redrive ? local.queue_reading_actions : [],
        )
      }),
    ]
    query = [
      {
        Sid      = "ReadEvents"
        Effect   = "Allow"
        Action   = ["dynamodb:Query"]
        Resource = [local.event_store_arn]
      },
      {
        Sid      = "ReadEventsByType"
        Effect   = "Allow"
        Action   = ["dynamodb:Query"]
        Resource = [local.index_arn]
      },
      {
        Sid      = "CheckTheCheckpoint"
        Effect   = "Allow"
        Action   = ["dynamodb:GetItem"]
        Resource = [local.command_journal_arn]
      },
      {
        Sid      = "ReadTheReadModel"
        Effect   = "Allow"
        Action   = ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query"]
        Resource = [local.read_model_arn]
      },
    ]
  }

  dead_letter_statement = {
    Sid      = "DeadLetters"
    Effect   = "Allow"
    Action   = ["sqs:SendMessage"]
    Resource = [local.dead_letter_arn]
  }

  # What Lambda does with the rights of the function that it feeds.
  queue_reading_actions = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]

  # PutItem is not among them: an append is a PutItem, on the condition that its key is new.
  event_changing_actions = [
    "dynamodb:BatchWriteItem",
    "dynamodb:DeleteItem",
    "dynamodb:PartiQLDelete",
    "dynamodb:PartiQLInsert",
    "dynamodb:PartiQLUpdate",
    "dynamodb:UpdateItem",
  ]

  tracing_statement = {
    Sid      = "Traces"
    Effect   = "Allow"
    Action   = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
    Resource = ["*"]
  }

  # Only through the services that hold the data: a role can decrypt nothing by itself.
  key_statement = {
    Sid       = "CustomerManagedKey"
    Effect    = "Allow"
    Action    = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"]
    Resource  = [local.customer_key_arn]
    Condition = { StringEquals = { "kms:ViaService" = [for service in ["dynamodb", "lambda", "sqs"] : "${service}.${var.aws_region}.amazonaws.com"] } }
  }

  function_policies = {
    for key, statements in local.function_statements : key => {
      Version = "2012-10-17"
      Statement = concat(
        statements,
        [
          {
            Sid      = "OwnLogs"
            Effect   = "Allow"
            Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
            Resource = ["arn:${local.partition}:logs:${local.region_prefix}:log-group:${local.log_group_names[key]}:*"]
          },
          # A denial as well, so that a policy added to the role later cannot give it.
          {
            Sid      = "EventsAreNeverChanged"
            Effect   = "Deny"
            Action   = local.event_changing_actions
            Resource = [local.event_store_arn]
          },
        ],
        [for statement in [local.tracing_statement] : statement if var.enable_xray],
        [for statement in [local.key_statement] : statement if local.uses_customer_key],
      )
    }
  }
}

resource "aws_iam_role" "function" {
  for_each = local.functions

  name        = "${each.value.name}-role"
  description = "Execution role of ${each.value.name}"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "function" {
  # checkov:skip=CKV_AWS_355:The one statement on * is X-Ray's (enable_xray), whose actions take no resource.
  # checkov:skip=CKV_AWS_290:The same statement: X-Ray's actions take no resource and no condition.
  for_each = local.functions

  name   = "${each.value.name}-policy"
  role   = aws_iam_role.function[each.key].id
  policy = jsonencode(local.function_policies[each.key])
}
