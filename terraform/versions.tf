terraform {
  # 1.9 is the first release whose variable validations may refer to other variables.
  required_version = ">= 1.9, < 2.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

# No endpoints block and no skip flags: a run against another endpoint sets AWS_ENDPOINT_URL and
# credentials in the environment, and the configuration stays the one that goes to AWS.
provider "aws" {
  region = var.aws_region

  default_tags {
    tags = local.default_tags
  }
}
