# The least that a root needs: a provider, and where the build left its files.
terraform {
  required_version = ">= 1.9, < 2.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

provider "aws" {
  region = "us-east-1"
}

variable "artifacts_directory" {
  description = "Folder that ./build.sh build has filled"
  type        = string
  default     = "../../../dist"
}

module "ledger" {
  source = "../../modules/event-sourcing"

  artifacts_directory = var.artifacts_directory
  lambda_runtime      = "provided.al2023"
}

output "functions" {
  description = "What to invoke, by command, publisher, projection and query"
  value       = module.ledger.function_invocation_arns
}
