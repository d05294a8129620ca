# A ledger whose tables have replicas in a second region, for a failover or a move (README.md): the policy that keeps events from
# being changed does not go over to a replica, so this root puts it there.
terraform {
  required_version = ">= 1.9, < 2.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

locals {
  home    = "eu-central-1"
  replica = "eu-west-1"
}

provider "aws" {
  region = local.home
}

provider "aws" {
  alias  = "replica"
  region = local.replica
}

variable "artifacts_directory" {
  description = "Folder that ./build.sh build has filled"
  type        = string
  default     = "../../../dist"
}

module "ledger" {
  source = "../../modules/event-sourcing"

  environment         = "prod"
  resource_suffix     = "two-regions"
  artifacts_directory = var.artifacts_directory
  lambda_runtime      = "provided.al2023"
  billing_mode        = "PAY_PER_REQUEST"
  replica_regions     = [local.replica]
  alarm_email         = "operations@example.com"
}

# Protection against deletion has no argument for replicas in this provider: README.md, "Replicas", has the call.
resource "aws_dynamodb_resource_policy" "replica" {
  provider = aws.replica

  resource_arn = replace(module.ledger.event_store_table_arn, ":${local.home}:", ":${local.replica}:")
  policy       = replace(module.ledger.event_store_policy, ":${local.home}:", ":${local.replica}:")
}

output "functions" {
  description = "What to invoke in the home region"
  value       = module.ledger.function_invocation_arns
}
