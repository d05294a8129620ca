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
