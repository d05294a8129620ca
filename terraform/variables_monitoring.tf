# Alarms and logs.

variable "enable_cloudwatch_alarms" {
  description = "Whether to make the CloudWatch alarms"
  type        = bool
  default     = true
  nullable    = false
}

variable "alarm_evaluation_periods" {
  description = "Periods that must all be in breach before an alarm fires"
  type        = number
  default     = 2
  nullable    = false

  validation {
    condition     = var.alarm_evaluation_periods >= 1 && floor(var.alarm_evaluation_periods) == var.alarm_evaluation_periods
    error_message = "alarm_evaluation_periods must be a whole number, at least 1."
  }
}

variable "alarm_period_seconds" {
  description = "Length of an alarm period in seconds: 10, 30 or a multiple of 60"
  type        = number
  default     = 300
  nullable    = false

  validation {
    condition     = contains([10, 30], var.alarm_period_seconds) || (var.alarm_period_seconds >= 60 && var.alarm_period_seconds <= 86400 && var.alarm_period_seconds % 60 == 0)
    error_message = "alarm_period_seconds must be 10, 30 or a multiple of 60 up to 86400: CloudWatch knows no other periods."
  }
}

variable "log_retention_days" {
  description = "Days the log groups keep their events; 0: for ever"
  type        = number
  default     = 365
  nullable    = false

  validation {
    condition = contains(
      [0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
      var.log_retention_days
    )
    error_message = "log_retention_days must be one of 0 (for ever), 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653: CloudWatch Logs takes no other."
  }
}
