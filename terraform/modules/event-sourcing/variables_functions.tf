# The four functions: what they run on and how they behave.

variable "lambda_runtime" {
  description = "Runtime of the functions: provided.al2, which AWS has deprecated (no security patches are promised since 2026-07-31, no updates from 2027-03-03), or provided.al2023; the same zip files run on both"
  type        = string
  default     = "provided.al2"
  nullable    = false

  validation {
    condition     = contains(["provided.al2", "provided.al2023"], var.lambda_runtime)
    error_message = "lambda_runtime must be provided.al2 or provided.al2023: the bundles are native programs called bootstrap."
  }
}

variable "architecture" {
  description = "Processor the bundles were built for: x86_64 or arm64"
  type        = string
  default     = "x86_64"
  nullable    = false

  validation {
    condition     = contains(["x86_64", "arm64"], var.architecture)
    error_message = "architecture must be x86_64 or arm64."
  }
}

variable "lambda_timeout" {
  description = "Time-out of the functions in seconds"
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.lambda_timeout >= 1 && var.lambda_timeout <= 900 && floor(var.lambda_timeout) == var.lambda_timeout
    error_message = "lambda_timeout must be a whole number of seconds from 1 to 900."
  }
}

variable "lambda_memory_size" {
  description = "Memory of the functions in MB; the processor share grows with it"
  type        = number
  default     = 128
  nullable    = false

  validation {
    condition     = var.lambda_memory_size >= 128 && var.lambda_memory_size <= 10240 && floor(var.lambda_memory_size) == var.lambda_memory_size
    error_message = "lambda_memory_size must be a whole number of MB from 128 to 10240."
  }
}

variable "event_type_shards" {
  description = "Partitions of each event type in EventType-Timestamp-index; raise it when one type passes about 1,000 writes a second, never lower it"
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.event_type_shards >= 1 && var.event_type_shards <= 100 && floor(var.event_type_shards) == var.event_type_shards
    error_message = "event_type_shards must be a whole number from 1 to 100: every time-range query reads all of them."
  }
}

variable "snapshot_interval" {
  description = "Events of one aggregate between two Snapshot# items in the read model"
  type        = number
  default     = 100
  nullable    = false

  validation {
    condition     = var.snapshot_interval >= 1 && var.snapshot_interval <= 10000 && floor(var.snapshot_interval) == var.snapshot_interval
    error_message = "snapshot_interval must be a whole number of events from 1 to 10000."
  }
}

variable "command_journal_retention_days" {
  description = "Days for which a repeated command gets its first answer; 0: for ever"
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.command_journal_retention_days >= 0 && var.command_journal_retention_days <= 3653 && floor(var.command_journal_retention_days) == var.command_journal_retention_days
    error_message = "command_journal_retention_days must be a whole number of days from 1 to 3653, or 0 for no end."
  }
}
