# One role per function, each with exactly the actions and ARNs its code uses.
locals {
  index_arn = "${local.event_store_arn}/index/${local.index_name}"

  # TransactWriteItems and TransactGetItems are no IAM actions of their own: AWS asks for the
  # single-item action of each member.
  function_statements = {
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
        Action   = ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:PutItem"]
        Resource = [local.command_journal_arn]
      },
      {
        Sid      = "FoldedCopies"
        Effect   = "Allow"
        Action   = ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query"]
        Resource = [local.read_model_arn]
      },
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
        Action   = ["dynamodb:GetItem", "dynamodb:Query"]
        Resource = [local.event_store_arn]
      },
      {
        Sid      = "ListAccounts"
        Effect   = "Allow"
        Action   = ["dynamodb:Query"]
        Resource = [local.index_arn]
      },
      {
        Sid      = "WriteTheReadModel"
        Effect   = "Allow"
        Action   = ["dynamodb:BatchWriteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"]
        Resource = [local.read_model_arn]
      },
      local.dead_letter_statement,
    ]
    query = [
      {
        Sid      = "ReadEvents"
        Effect   = "Allow"
        Action   = ["dynamodb:GetItem", "dynamodb:Query"]
        Resource = [local.event_store_arn]
      },
      {
        Sid      = "ReadEventsByType"
        Effect   = "Allow"
        Action   = ["dynamodb:Query"]
        Resource = [local.index_arn]
      },
      {
        Sid      = "ReadTheReadModel"
        Effect   = "Allow"
        Action   = ["dynamodb:GetItem", "dynamodb:Query"]
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

  # Stated as a denial too, so that a policy added to a role later cannot give it.
  immutable_events_statement = {
    Sid    = "EventsAreNeverChanged"
    Effect = "Deny"
    Action = [
      "dynamodb:BatchWriteItem",
      "dynamodb:DeleteItem",
      "dynamodb:PartiQLDelete",
      "dynamodb:PartiQLInsert",
      "dynamodb:PartiQLUpdate",
      "dynamodb:UpdateItem",
    ]
    Resource = [local.event_store_arn]
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
  for_each = local.functions

  name = "${each.value.name}-policy"
  role = aws_iam_role.function[each.key].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      local.function_statements[each.key],
      [
        {
          Sid      = "OwnLogs"
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = ["${aws_cloudwatch_log_group.function[each.key].arn}:*"]
        },
        local.immutable_events_statement,
      ],
    )
  })
}
