# Alarms, dashboard, logs and traces.

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

  validation {
    condition     = var.alarm_evaluation_periods * var.alarm_period_seconds <= (var.alarm_period_seconds >= 3600 ? 604800 : 86400)
    error_message = "alarm_evaluation_periods times alarm_period_seconds must not be above a day, or 7 days with periods of an hour or more: CloudWatch looks back no further."
  }
}

variable "alarm_period_seconds" {
  description = "Length of an alarm period in seconds: a multiple of 60; 10 and 30 are for tests, because AWS writes these metrics once a minute"
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

variable "log_level" {
  description = "Lowest level the functions log: TRACE, DEBUG, INFO, WARN, ERROR or FATAL; DEBUG and TRACE may show payloads"
  type        = string
  default     = "INFO"
  nullable    = false

  validation {
    condition     = contains(["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"], var.log_level)
    error_message = "log_level must be TRACE, DEBUG, INFO, WARN, ERROR or FATAL."
  }
}

variable "system_log_level" {
  description = "Lowest level of Lambda's own log lines: DEBUG, INFO or WARN; INFO has two lines for each invocation, WARN none"
  type        = string
  default     = "INFO"
  nullable    = false

  validation {
    condition     = contains(["DEBUG", "INFO", "WARN"], var.system_log_level)
    error_message = "system_log_level must be DEBUG, INFO or WARN: Lambda knows no other."
  }
}

variable "enable_xray" {
  description = "Whether AWS X-Ray traces the functions"
  type        = bool
  default     = false
  nullable    = false
}

variable "enable_dashboard" {
  description = "Whether to make the CloudWatch dashboard"
  type        = bool
  default     = false
  nullable    = false
}

variable "alarm_email" {
  description = "Address that is told of alarms, through an SNS topic made for it; empty: none. AWS asks it to confirm first"
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^([^@\\s]+@[^@\\s]+\\.[^@\\s]+)?$", var.alarm_email))
    error_message = "alarm_email must be empty or an e-mail address."
  }
}

variable "alarm_topic_arn" {
  description = "ARN of an existing SNS topic that is told of alarms; empty: none"
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+)?$", var.alarm_topic_arn))
    error_message = "alarm_topic_arn must be empty or the ARN of an SNS topic, arn:aws:sns:<region>:<account>:<name>."
  }
}

variable "lag_alarm_milliseconds" {
  description = "Publisher iterator age, projection lag, age of the projection's queue and lateness of replicas above which their alarms fire, in milliseconds"
  type        = number
  default     = 60000
  nullable    = false

  validation {
    condition     = var.lag_alarm_milliseconds >= 1
    error_message = "lag_alarm_milliseconds must be at least 1."
  }
}

variable "conflict_alarm_threshold" {
  description = "Concurrency conflicts of commands in one period above which the alarm fires"
  type        = number
  default     = 50
  nullable    = false

  validation {
    condition     = var.conflict_alarm_threshold >= 0
    error_message = "conflict_alarm_threshold must not be negative."
  }
}

variable "projection_queue_alarm_messages" {
  description = "Live events waiting for the projection above which the alarm fires"
  type        = number
  default     = 1000
  nullable    = false

  validation {
    condition     = var.projection_queue_alarm_messages >= 0
    error_message = "projection_queue_alarm_messages must not be negative."
  }
}

variable "replay_queue_alarm_messages" {
  description = "Replayed events waiting for the projection above which the alarm fires"
  type        = number
  default     = 100000
  nullable    = false

  validation {
    condition     = var.replay_queue_alarm_messages >= 0
    error_message = "replay_queue_alarm_messages must not be negative."
  }
}

variable "replay_queue_alarm_seconds" {
  description = "Age of the oldest replayed event that waits for the projection above which the alarm fires, in seconds"
  type        = number
  default     = 7200
  nullable    = false

  validation {
    condition     = var.replay_queue_alarm_seconds >= 1
    error_message = "replay_queue_alarm_seconds must be at least 1."
  }
}
