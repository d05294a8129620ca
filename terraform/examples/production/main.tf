# A ledger that people rely on: protected data under a key of its own, releases from a bucket, alarms that reach somebody, an HTTP
# API for callers with tokens, and the bounds that an organisation asks for.
terraform {
  required_version = ">= 1.10, < 2.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

provider "aws" {
  region = "eu-central-1"
}

variable "release" {
  description = "Prefix of the release in the bucket, as the build pipeline has put it there"
  type        = string
  default     = "event-sourcing/1.0.0/"
}

variable "domain_file" {
  description = "domain.json of the same release"
  type        = string
  default     = "../../../dist/domain.json"
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds all roles of the account; null: none"
  type        = string
  default     = null
}

module "ledger" {
  source = "../../modules/event-sourcing"

  environment     = "prod"
  resource_suffix = "ledger"
  tags            = { Owner = "payments" }

  artifacts_s3   = { bucket = "example-releases", prefix = var.release }
  domain_file    = var.domain_file
  lambda_runtime = "provided.al2023"
  lambda_timeout = 29

  billing_mode            = "PAY_PER_REQUEST"
  provisioned_concurrency = { command = 2, query = 2 }

  create_kms_key               = true
  iam_path                     = "/ledger/"
  iam_permissions_boundary_arn = var.permissions_boundary_arn

  alarm_topic_arn  = "arn:aws:sns:eu-central-1:123456789012:operations"
  enable_dashboard = true
  enable_xray      = true

  enable_http_api = true
  http_api_jwt    = { issuer = "https://login.example.com/", audience = ["ledger"] }
  http_api_cors   = { allow_origins = ["https://app.example.com"] }
}

output "api" {
  description = "Where callers with a token send commands and queries"
  value       = module.ledger.http_api_endpoint
}
