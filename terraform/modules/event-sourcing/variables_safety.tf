# Keeping the data: backups, protection against deletion, keys, copies in other regions.

variable "enable_point_in_time_recovery" {
  description = "Whether the tables can be restored to any second of the last 35 days"
  type        = bool
  default     = true
  nullable    = false
}

variable "deletion_protection" {
  description = "Whether the tables refuse deletion and terraform destroy refuses to start; null: yes in prod and production. Switching it off takes more than this variable, see README.md"
  type        = bool
  default     = null
}

variable "create_kms_key" {
  description = "Whether to make a customer-managed KMS key for tables, queue, bus, topic, function environments and logs"
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !(var.create_kms_key && var.kms_key_arn != "")
    error_message = "Set create_kms_key or kms_key_arn, not both."
  }
}

variable "kms_key_arn" {
  description = "ARN of an existing customer-managed key to use instead; its policy needs the statements that README.md lists"
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+)?$", var.kms_key_arn))
    error_message = "kms_key_arn must be empty or the ARN of a key, arn:aws:kms:<region>:<account>:key/<id>; an alias does not do, because DynamoDB stores the key itself."
  }
}

variable "replica_regions" {
  description = "Further regions that hold a replica of the tables (DynamoDB global tables, eventually consistent: the strongly consistent kind has no transactions and no time to live); commands must still run in one region only"
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for region in var.replica_regions : can(regex("^[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}$", region))])
    error_message = "replica_regions must hold region codes such as eu-west-1."
  }

  validation {
    condition     = !contains(var.replica_regions, data.aws_region.current.name) && length(distinct(var.replica_regions)) == length(var.replica_regions)
    error_message = "replica_regions must not name a region twice, nor the region where the tables are already."
  }

  validation {
    condition     = length(var.replica_regions) == 0 || var.billing_mode == "PAY_PER_REQUEST"
    error_message = "replica_regions needs billing_mode = \"PAY_PER_REQUEST\": a replica of a provisioned table cannot be made before its auto scaling exists."
  }

  validation {
    condition = length(var.replica_regions) == 0 || !(var.create_kms_key || var.kms_key_arn != "") || alltrue([
      for region in var.replica_regions : contains(keys(var.replica_kms_key_arns), region)
    ])
    error_message = "replica_regions with a customer-managed key needs a key in each of those regions: replica_kms_key_arns = { <region> = <key ARN> }."
  }
}

variable "replica_kms_key_arns" {
  description = "ARN of the customer-managed key of each replica region, by region; needed when the tables have a customer-managed key"
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for region, arn in var.replica_kms_key_arns : can(regex("^arn:[a-z-]+:kms:${region}:[0-9]{12}:key/[A-Za-z0-9-]+$", arn))])
    error_message = "replica_kms_key_arns must map each region to the ARN of a key in that region."
  }
}
