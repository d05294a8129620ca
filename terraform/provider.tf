# Where the system lives. No endpoints block and no skip flags: a run against another endpoint sets AWS_ENDPOINT_URL and
# credentials in the environment, and the configuration stays the one that goes to AWS.
provider "aws" {
  region = var.aws_region
}

variable "aws_region" {
  description = "AWS region of every resource, e.g. us-east-1"
  type        = string
  default     = "us-east-1"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}$", var.aws_region))
    error_message = "aws_region must be a region code such as us-east-1, eu-central-1 or us-gov-west-1."
  }
}
