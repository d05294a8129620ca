# One role per function, each with exactly the actions and ARNs its code uses.
locals {
  index_arn = "${local.event_store_arn}/index/${local.index_name}"

  is_in_vpc = length(var.vpc_subnet_ids) > 0

  role_names = { for key, function in local.functions : key => "${function.name}-${local.region}-role" }
  role_arns  = { for key, name in local.role_names : key => "arn:${local.partition}:iam::${local.account_id}:role${var.iam_path}${name}" }

  # TransactWriteItems and TransactGetItems are no IAM actions of their own: AWS asks for the
  # single-item action of each member.
  function_statements = {
    for key, statements in merge(local.standing_statements, { for name in keys(local.process_functions) : name => local.process_statements }) :
    key => concat([for statement in local.commanding_statements : statement if contains(["command", "process"], key)], statements)
  }

  # Whoever executes commands, a caller's or a process's.
  commanding_statements = [
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
  ]

  standing_statements = {
    command = [
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

  # Lambda makes the network interfaces with the rights of the function; none of these actions takes an ARN beforehand.
  network_statement = {
    Sid    = "NetworkInterfaces"
    Effect = "Allow"
    Action = [
      "ec2:AssignPrivateIpAddresses",
      "ec2:CreateNetworkInterface",
      "ec2:DeleteNetworkInterface",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSubnets",
      "ec2:UnassignPrivateIpAddresses",
    ]
    Resource = ["*"]
  }

  # Only through the services that hold the data: a role can decrypt nothing by itself.
  key_statement = {
    Sid       = "CustomerManagedKey"
    Effect    = "Allow"
    Action    = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"]
    Resource  = [local.customer_key_arn]
    Condition = { StringEquals = { "kms:ViaService" = [for service in ["dynamodb", "lambda", "sqs"] : "${service}.${local.region}.${data.aws_partition.current.dns_suffix}"] } }
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
        [for statement in [local.network_statement] : statement if local.is_in_vpc],
        [for statement in [local.key_statement] : statement if local.uses_customer_key],
      )
    }
  }
}

resource "aws_iam_role" "function" {
  for_each = local.functions

  # With the region: roles are the account's, and two regions may have the same suffix.
  name                 = local.role_names[each.key]
  path                 = var.iam_path
  permissions_boundary = var.iam_permissions_boundary_arn
  description          = "Execution role of ${each.value.name}"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })

  tags = local.tags
}

resource "aws_iam_role_policy" "function" {
  # checkov:skip=CKV_AWS_355:The statements on * are X-Ray's (enable_xray) and the network interfaces' (vpc_subnet_ids), whose actions take no resource.
  # checkov:skip=CKV_AWS_290:The same statements: their actions take no resource and no condition.
  for_each = local.functions

  name   = "${each.value.name}-policy"
  role   = aws_iam_role.function[each.key].id
  policy = jsonencode(local.function_policies[each.key])
}
