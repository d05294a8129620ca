# A customer-managed key is optional: without one, DynamoDB and EventBridge encrypt with keys that
# AWS owns, and SQS and the logs with keys that their service manages.
locals {
  uses_customer_key = var.create_kms_key || var.kms_key_arn != ""
  customer_key_arn  = var.create_kms_key ? aws_kms_key.this[0].arn : (var.kms_key_arn != "" ? var.kms_key_arn : null)

  # Where EventBridge sends events.
  event_queue_arns = concat(
    [local.projection_queue_arn, local.replay_queue_arn, local.dead_letter_arn],
    local.has_process ? [local.process_queue_arn, local.process_dead_letter_arn] : [],
  )

  # A replica is encrypted with a key of its own region, of the same kind as the table's.
  replica_keys = { for region in var.replica_regions : region => local.uses_customer_key ? var.replica_kms_key_arns[region] : null }
}

resource "aws_kms_key" "this" {
  count = var.create_kms_key ? 1 : 0

  description             = "Event sourcing data of ${local.suffix}"
  enable_key_rotation     = true
  deletion_window_in_days = 30

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        # Without it nobody could manage the key; the functions' roles get their share in iam.tf.
        Sid       = "AccountDecidesByIam"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Sid       = "LogGroupsOfThisSystem"
        Effect    = "Allow"
        Principal = { Service = "logs.${local.region}.${data.aws_partition.current.dns_suffix}" }
        Action    = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]
        Resource  = "*"
        Condition = { ArnLike = { "kms:EncryptionContext:aws:logs:arn" = "arn:${local.partition}:logs:${local.region_prefix}:log-group:/aws/*-${local.suffix}" } }
      },
      {
        Sid       = "EventBridgeKnowsTheKey"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = ["kms:DescribeKey"]
        Resource  = "*"
      },
      {
        # By the encryption context alone, as AWS's example for archives has it: their calls name no source.
        # ReEncrypt is what EventBridge asks for to give an archive the key (README.md, "Keys").
        # https://docs.aws.amazon.com/eventbridge/latest/userguide/encryption-archives.html
        Sid       = "BusAndItsArchive"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey", "kms:ReEncrypt*"]
        Resource  = "*"
        Condition = { StringEquals = { "kms:EncryptionContext:aws:events:event-bus:arn" = local.bus_arn } }
      },
      {
        # A statement of its own: where EventBridge sends to another service's encrypted resource, the source
        # account may be absent, and the event would be lost. The queue's own name is always there.
        Sid       = "EventsToTheQueues"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = "*"
        Condition = { StringEquals = { "kms:EncryptionContext:aws:sqs:arn" = local.event_queue_arns } }
      },
      {
        Sid       = "AlarmsToTheTopic"
        Effect    = "Allow"
        Principal = { Service = "cloudwatch.amazonaws.com" }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey*"]
        Resource  = "*"
        Condition = { StringEquals = { "aws:SourceAccount" = local.account_id } }
      },
    ]
  })

  tags = local.tags
}

resource "aws_kms_alias" "this" {
  count = var.create_kms_key ? 1 : 0

  name          = "alias/event-sourcing-${local.suffix}"
  target_key_id = aws_kms_key.this[0].key_id
}
