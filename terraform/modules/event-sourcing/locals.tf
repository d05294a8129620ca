data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  account_id = data.aws_caller_identity.current.account_id
  partition  = data.aws_partition.current.partition
  region     = data.aws_region.current.name

  # Made from what tells two deployments apart, so that a second apply finds the same names.
  generated_suffix = join("-", [
    var.environment,
    substr(sha256(join("/", [local.account_id, local.region, var.environment])), 0, 8),
  ])
  suffix = var.resource_suffix != "" ? var.resource_suffix : local.generated_suffix

  is_production = contains(["prod", "production"], var.environment)

  tags = merge({
    Project     = "event-sourcing"
    Environment = var.environment
    ManagedBy   = "terraform"
  }, var.tags)

  # Names are made here, and ARNs from names, so that policies are complete in the first plan
  # and resources do not have to wait for each other.
  bus_name                 = "event-sourcing-bus-${local.suffix}"
  archive_name             = "${local.bus_name}-archive"
  rule_name                = "${local.event_topic}-events-rule"
  replay_rule_name         = "${local.event_topic}-events-replay-rule"
  event_store_name         = "event-store-${local.suffix}"
  read_model_name          = "read-model-${local.suffix}"
  command_journal_name     = "command-journal-${local.suffix}"
  projection_queue_name    = "event-sourcing-projection-${local.suffix}"
  replay_queue_name        = "event-sourcing-replay-${local.suffix}"
  dead_letter_name         = "event-sourcing-dlq-${local.suffix}"
  bus_dead_letter_name     = "event-sourcing-bus-dlq-${local.suffix}"
  command_answers_name     = "command-answers-${local.suffix}"
  process_rule_name        = "${local.event_topic}-process-rule"
  process_queue_name       = "event-sourcing-process-${local.suffix}"
  process_dead_letter_name = "event-sourcing-process-dlq-${local.suffix}"
  index_name               = "EventType-Timestamp-index"

  region_prefix           = "${local.region}:${local.account_id}"
  bus_arn                 = "arn:${local.partition}:events:${local.region_prefix}:event-bus/${local.bus_name}"
  rule_arn                = "arn:${local.partition}:events:${local.region_prefix}:rule/${local.bus_name}/${local.rule_name}"
  replay_rule_arn         = "arn:${local.partition}:events:${local.region_prefix}:rule/${local.bus_name}/${local.replay_rule_name}"
  event_store_arn         = "arn:${local.partition}:dynamodb:${local.region_prefix}:table/${local.event_store_name}"
  read_model_arn          = "arn:${local.partition}:dynamodb:${local.region_prefix}:table/${local.read_model_name}"
  command_journal_arn     = "arn:${local.partition}:dynamodb:${local.region_prefix}:table/${local.command_journal_name}"
  projection_queue_arn    = "arn:${local.partition}:sqs:${local.region_prefix}:${local.projection_queue_name}"
  replay_queue_arn        = "arn:${local.partition}:sqs:${local.region_prefix}:${local.replay_queue_name}"
  dead_letter_arn         = "arn:${local.partition}:sqs:${local.region_prefix}:${local.dead_letter_name}"
  process_rule_arn        = "arn:${local.partition}:events:${local.region_prefix}:rule/${local.bus_name}/${local.process_rule_name}"
  process_queue_arn       = "arn:${local.partition}:sqs:${local.region_prefix}:${local.process_queue_name}"
  process_dead_letter_arn = "arn:${local.partition}:sqs:${local.region_prefix}:${local.process_dead_letter_name}"
  bus_dead_letter_arn     = "arn:${local.partition}:sqs:${local.region_prefix}:${local.bus_dead_letter_name}"
  command_answers_arn     = "arn:${local.partition}:sqs:${local.region_prefix}:${local.command_answers_name}"
}
