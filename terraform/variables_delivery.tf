# From the event store to the bus, from the bus to the projection, and what happens to what fails.

variable "event_archive_retention_days" {
  description = "Days the bus archive keeps events for replays; 0: for ever"
  type        = number
  default     = 365
  nullable    = false

  validation {
    condition     = var.event_archive_retention_days >= 0 && var.event_archive_retention_days <= 2147483647 && floor(var.event_archive_retention_days) == var.event_archive_retention_days
    error_message = "event_archive_retention_days must be a whole number of days, or 0 for no end."
  }
}

variable "dlq_message_retention_seconds" {
  description = "Seconds a message stays in the dead-letter queue"
  type        = number
  default     = 1209600
  nullable    = false

  validation {
    condition     = var.dlq_message_retention_seconds >= 60 && var.dlq_message_retention_seconds <= 1209600 && floor(var.dlq_message_retention_seconds) == var.dlq_message_retention_seconds
    error_message = "dlq_message_retention_seconds must be a whole number of seconds from 60 to 1209600 (14 days), the limits of SQS."
  }
}

variable "dlq_visibility_timeout_seconds" {
  description = "Seconds a received dead letter stays hidden from other readers"
  type        = number
  default     = 300
  nullable    = false

  validation {
    condition     = var.dlq_visibility_timeout_seconds >= 0 && var.dlq_visibility_timeout_seconds <= 43200 && floor(var.dlq_visibility_timeout_seconds) == var.dlq_visibility_timeout_seconds
    error_message = "dlq_visibility_timeout_seconds must be a whole number of seconds from 0 to 43200 (12 hours), the limits of SQS."
  }
}
