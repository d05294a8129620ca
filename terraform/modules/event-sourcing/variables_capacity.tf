# Capacity of the tables. On-demand tables ignore every *_capacity value.

variable "billing_mode" {
  description = "Billing of the event store and the read model: PROVISIONED (the *_capacity variables count) or PAY_PER_REQUEST"
  type        = string
  default     = "PROVISIONED"
  nullable    = false

  validation {
    condition     = contains(["PROVISIONED", "PAY_PER_REQUEST"], var.billing_mode)
    error_message = "billing_mode must be PROVISIONED or PAY_PER_REQUEST."
  }
}

variable "event_store_read_capacity" {
  description = "Read capacity units of the event store (PROVISIONED; the minimum with auto scaling)"
  type        = number
  default     = 10
  nullable    = false

  validation {
    condition     = var.event_store_read_capacity >= 1 && var.event_store_read_capacity <= 40000 && floor(var.event_store_read_capacity) == var.event_store_read_capacity
    error_message = "event_store_read_capacity must be a whole number from 1 to 40000, the default table quota."
  }
}

variable "event_store_write_capacity" {
  description = "Write capacity units of the event store (PROVISIONED; the minimum with auto scaling)"
  type        = number
  default     = 10
  nullable    = false

  validation {
    condition     = var.event_store_write_capacity >= 1 && var.event_store_write_capacity <= 40000 && floor(var.event_store_write_capacity) == var.event_store_write_capacity
    error_message = "event_store_write_capacity must be a whole number from 1 to 40000, the default table quota."
  }
}

variable "event_store_gsi_read_capacity" {
  description = "Read capacity units of the index EventType-Timestamp-index (PROVISIONED; the minimum with auto scaling)"
  type        = number
  default     = 5
  nullable    = false

  validation {
    condition     = var.event_store_gsi_read_capacity >= 1 && var.event_store_gsi_read_capacity <= 40000 && floor(var.event_store_gsi_read_capacity) == var.event_store_gsi_read_capacity
    error_message = "event_store_gsi_read_capacity must be a whole number from 1 to 40000, the default table quota."
  }
}

variable "event_store_gsi_write_capacity" {
  description = "Write capacity units of the index; null, or less than the table's: the table's, because an index slower than its table throttles the table"
  type        = number
  default     = null

  validation {
    condition = var.event_store_gsi_write_capacity == null ? true : (
      var.event_store_gsi_write_capacity >= 1 && var.event_store_gsi_write_capacity <= 40000 && floor(var.event_store_gsi_write_capacity) == var.event_store_gsi_write_capacity
    )
    error_message = "event_store_gsi_write_capacity must be null or a whole number from 1 to 40000, the default table quota."
  }
}

variable "read_model_read_capacity" {
  description = "Read capacity units of the read model (PROVISIONED; the minimum with auto scaling)"
  type        = number
  default     = 5
  nullable    = false

  validation {
    condition     = var.read_model_read_capacity >= 1 && var.read_model_read_capacity <= 40000 && floor(var.read_model_read_capacity) == var.read_model_read_capacity
    error_message = "read_model_read_capacity must be a whole number from 1 to 40000, the default table quota."
  }
}

variable "read_model_write_capacity" {
  description = "Write capacity units of the read model (PROVISIONED; the minimum with auto scaling)"
  type        = number
  default     = 5
  nullable    = false

  validation {
    condition     = var.read_model_write_capacity >= 1 && var.read_model_write_capacity <= 40000 && floor(var.read_model_write_capacity) == var.read_model_write_capacity
    error_message = "read_model_write_capacity must be a whole number from 1 to 40000, the default table quota."
  }
}

variable "enable_autoscaling" {
  description = "Whether Application Auto Scaling moves the provisioned capacity of tables and index between the *_capacity values and the maximum"
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !var.enable_autoscaling || var.billing_mode == "PROVISIONED"
    error_message = "enable_autoscaling needs billing_mode = \"PROVISIONED\": on-demand tables scale by themselves."
  }
}

variable "autoscaling_maximum_read_capacity" {
  description = "Upper bound of read capacity units with auto scaling, for each table and the index"
  type        = number
  default     = 100
  nullable    = false

  validation {
    condition     = var.autoscaling_maximum_read_capacity <= 40000 && floor(var.autoscaling_maximum_read_capacity) == var.autoscaling_maximum_read_capacity
    error_message = "autoscaling_maximum_read_capacity must be a whole number up to 40000, the default table quota."
  }

  validation {
    condition = !var.enable_autoscaling || var.autoscaling_maximum_read_capacity >= max(
      var.event_store_read_capacity, var.event_store_gsi_read_capacity, var.read_model_read_capacity
    )
    error_message = "autoscaling_maximum_read_capacity must not be below event_store_read_capacity, event_store_gsi_read_capacity or read_model_read_capacity, which are the minimum."
  }
}

variable "autoscaling_maximum_write_capacity" {
  description = "Upper bound of write capacity units with auto scaling, for each table and the index"
  type        = number
  default     = 100
  nullable    = false

  validation {
    condition     = var.autoscaling_maximum_write_capacity <= 40000 && floor(var.autoscaling_maximum_write_capacity) == var.autoscaling_maximum_write_capacity
    error_message = "autoscaling_maximum_write_capacity must be a whole number up to 40000, the default table quota."
  }

  validation {
    condition = !var.enable_autoscaling || var.autoscaling_maximum_write_capacity >= max(
      var.event_store_write_capacity, coalesce(var.event_store_gsi_write_capacity, 1), var.read_model_write_capacity
    )
    error_message = "autoscaling_maximum_write_capacity must not be below event_store_write_capacity, event_store_gsi_write_capacity or read_model_write_capacity, which are the minimum."
  }
}

variable "autoscaling_target_percent" {
  description = "Share of the provisioned capacity in use that auto scaling aims at, in percent"
  type        = number
  default     = 70
  nullable    = false

  validation {
    condition     = var.autoscaling_target_percent >= 20 && var.autoscaling_target_percent <= 90
    error_message = "autoscaling_target_percent must be from 20 to 90, the range Application Auto Scaling takes for DynamoDB."
  }
}

variable "provisioned_concurrency" {
  description = "Execution environments kept warm per function, of the version behind its alias `live`"
  type = object({
    command    = optional(number, 0)
    publisher  = optional(number, 0)
    projection = optional(number, 0)
    query      = optional(number, 0)
    process    = optional(number, 0)
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for amount in values(var.provisioned_concurrency) : amount >= 0 && floor(amount) == amount])
    error_message = "provisioned_concurrency: each value must be a whole number, 0 for none."
  }

  validation {
    condition = alltrue([
      for name, amount in var.provisioned_concurrency : var.reserved_concurrency[name] < 0 || amount <= var.reserved_concurrency[name]
    ])
    error_message = "provisioned_concurrency: no value may be above the function's reserved_concurrency."
  }
}

variable "reserved_concurrency" {
  description = "Most executions at a time per function; -1: no limit of its own, 0: the function is stopped"
  type = object({
    command    = optional(number, -1)
    publisher  = optional(number, -1)
    projection = optional(number, -1)
    query      = optional(number, -1)
    process    = optional(number, -1)
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for amount in values(var.reserved_concurrency) : amount >= -1 && floor(amount) == amount])
    error_message = "reserved_concurrency: each value must be a whole number, -1 for no limit, 0 to stop the function."
  }
}
