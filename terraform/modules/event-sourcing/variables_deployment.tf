# Where the bundles come from, which version is live, and what an organisation asks of roles and networks.

variable "artifacts_directory" {
  description = "Folder with command.zip, projection.zip, query.zip and architecture, as the build leaves them; null where artifacts_s3 has them"
  type        = string
  default     = null

  validation {
    condition     = var.artifacts_s3 != null || try(length(var.artifacts_directory), 0) > 0
    error_message = "artifacts_directory must name the folder with the zip files, unless artifacts_s3 says where they are."
  }
}

variable "artifacts_s3" {
  description = "Bucket of the region with the zip files, instead of a folder: <prefix>command.zip and so on, with a version of the object where the bucket keeps versions. A new release is a new prefix or version"
  type = object({
    bucket          = string
    prefix          = optional(string, "")
    object_versions = optional(map(string), {})
  })
  default = null

  validation {
    condition     = var.artifacts_s3 == null ? true : can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.artifacts_s3.bucket))
    error_message = "artifacts_s3: bucket must be the name of an S3 bucket, 3 to 63 lower-case letters, digits, dots and hyphens."
  }

  validation {
    condition     = var.artifacts_s3 == null ? true : alltrue([for name in keys(var.artifacts_s3.object_versions) : contains(["command", "projection", "query"], name)])
    error_message = "artifacts_s3: object_versions has versions for command, projection and query."
  }
}

variable "domain_file" {
  description = "What the build says of the domain: names, event types, schemas, samples; null: domain.json in artifacts_directory"
  type        = string
  default     = null

  validation {
    condition     = var.domain_file == null ? true : can(jsondecode(file(var.domain_file)).noun.idAttribute)
    error_message = "${coalesce(var.domain_file, "domain.json")} is missing, or no description of a domain: run ./build.sh build first, which writes it beside the bundles, or set domain_file."
  }
}

variable "live_versions" {
  description = "Published version that callers of a function get instead of the newest, and the share of them that gets the newest all the same, from 0 to 1: { command = { version = \"7\", newest_share = 0.1 } }"
  type = map(object({
    version      = string
    newest_share = optional(number, 0)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for name, live in var.live_versions : contains(["command", "publisher", "projection", "query", "process"], name) && can(regex("^[0-9]+$", live.version))
    ])
    error_message = "live_versions must have a published version, a whole number, for any of command, publisher, projection, query and process."
  }

  validation {
    condition     = alltrue([for live in values(var.live_versions) : live.newest_share >= 0 && live.newest_share <= 1])
    error_message = "live_versions: newest_share must be from 0 to 1."
  }
}

variable "iam_permissions_boundary_arn" {
  description = "ARN of the policy that bounds what the functions' roles may ever do; null: none"
  type        = string
  default     = null

  validation {
    condition     = var.iam_permissions_boundary_arn == null ? true : can(regex("^arn:[a-z-]+:iam::([0-9]{12}|aws):policy/.+$", var.iam_permissions_boundary_arn))
    error_message = "iam_permissions_boundary_arn must be the ARN of a policy, arn:aws:iam::<account>:policy/<name>."
  }
}

variable "iam_path" {
  description = "Path of the functions' roles, as some organisations ask for it"
  type        = string
  default     = "/"
  nullable    = false

  validation {
    condition     = can(regex("^/([!-.0-~]+/)*$", var.iam_path)) && length(var.iam_path) <= 512
    error_message = "iam_path must begin and end with a slash, such as /ledger/, in at most 512 characters."
  }
}

variable "vpc_subnet_ids" {
  description = "Subnets that the functions run in, of at least two zones; empty: outside a VPC. They need a way to DynamoDB, EventBridge and SQS: endpoints or a NAT gateway"
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for id in var.vpc_subnet_ids : can(regex("^subnet-[0-9a-f]{8,17}$", id))]) && length(var.vpc_subnet_ids) <= 16
    error_message = "vpc_subnet_ids must hold at most 16 ids of subnets, subnet-0123456789abcdef0."
  }
}

variable "vpc_security_group_ids" {
  description = "Security groups of the functions in vpc_subnet_ids: they let HTTPS out"
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for id in var.vpc_security_group_ids : can(regex("^sg-[0-9a-f]{8,17}$", id))]) && length(var.vpc_security_group_ids) <= 5
    error_message = "vpc_security_group_ids must hold at most 5 ids of security groups, sg-0123456789abcdef0."
  }

  validation {
    condition     = (length(var.vpc_subnet_ids) > 0) == (length(var.vpc_security_group_ids) > 0)
    error_message = "vpc_security_group_ids and vpc_subnet_ids go together: a function in a VPC has both."
  }
}
