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

variable "projection_batch_size" {
  description = "Most messages in one invocation of the projection; above 10 Lambda wants a batching window"
  type        = number
  default     = 10
  nullable    = false

  validation {
    condition     = var.projection_batch_size >= 1 && var.projection_batch_size <= 10000 && floor(var.projection_batch_size) == var.projection_batch_size
    error_message = "projection_batch_size must be a whole number from 1 to 10000."
  }
}

variable "projection_batching_window_seconds" {
  description = "Seconds Lambda waits to fill a batch for the projection; 0: events are applied at once"
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = var.projection_batching_window_seconds >= 0 && var.projection_batching_window_seconds <= 300 && floor(var.projection_batching_window_seconds) == var.projection_batching_window_seconds
    error_message = "projection_batching_window_seconds must be a whole number of seconds from 0 to 300."
  }

  validation {
    condition     = var.projection_batching_window_seconds >= 1 || var.projection_batch_size <= 10
    error_message = "projection_batching_window_seconds must be at least 1 where projection_batch_size is above 10: Lambda refuses such a mapping."
  }
}

variable "projection_maximum_concurrency" {
  description = "Most invocations of the projection for live events at a time. The rest of the account's concurrency is left to commands and queries"
  type        = number
  default     = 5
  nullable    = false

  validation {
    condition     = var.projection_maximum_concurrency >= 2 && var.projection_maximum_concurrency <= 1000 && floor(var.projection_maximum_concurrency) == var.projection_maximum_concurrency
    error_message = "projection_maximum_concurrency must be a whole number from 2 to 1000, the limits of Lambda."
  }
}

variable "replay_maximum_concurrency" {
  description = "Most invocations of the projection for replayed events at a time, beside those for live events"
  type        = number
  default     = 2
  nullable    = false

  validation {
    condition     = var.replay_maximum_concurrency >= 2 && var.replay_maximum_concurrency <= 1000 && floor(var.replay_maximum_concurrency) == var.replay_maximum_concurrency
    error_message = "replay_maximum_concurrency must be a whole number from 2 to 1000, the limits of Lambda."
  }
}

variable "projection_maximum_receive_count" {
  description = "How often the projection is handed a message, six time-outs apart, before it goes to the dead-letter queue: 20 are an hour of an unavailable read model. What can never be applied goes there at once"
  type        = number
  default     = 20
  nullable    = false

  validation {
    condition     = var.projection_maximum_receive_count >= 5 && var.projection_maximum_receive_count <= 1000 && floor(var.projection_maximum_receive_count) == var.projection_maximum_receive_count
    error_message = "projection_maximum_receive_count must be a whole number from 5, below which throttling makes dead letters (AWS's advice for queues that feed functions), to 1000, the limit of SQS."
  }
}

variable "projection_lag_seconds" {
  description = "Seconds for which the projection waits for an event that the event store does not show yet, before it puts the message aside"
  type        = number
  default     = 60
  nullable    = false

  validation {
    condition     = var.projection_lag_seconds >= 1 && var.projection_lag_seconds <= 3600 && floor(var.projection_lag_seconds) == var.projection_lag_seconds
    error_message = "projection_lag_seconds must be a whole number of seconds from 1 to 3600."
  }
}

variable "enable_dlq_redrive" {
  description = "Whether the projection reads the dead-letter queue and tries its messages again; what cannot be repaired stays in the queue"
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !var.enable_dlq_redrive || var.dlq_visibility_timeout_seconds >= var.lambda_timeout
    error_message = "enable_dlq_redrive needs dlq_visibility_timeout_seconds >= lambda_timeout, or Lambda refuses the queue (AWS advises six times the time-out)."
  }
}

variable "enable_transfers" {
  description = "Whether the domain's process is served as well: its commands, its queries, and the function that takes its runs on"
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !var.enable_transfers || can(local.domain.process.drivingTypes)
    error_message = "enable_transfers needs a domain with a process, and ${coalesce(var.domain_file, "domain.json")} describes none."
  }
}

variable "process_batch_size" {
  description = "Most messages in one invocation of the process's function"
  type        = number
  default     = 5
  nullable    = false

  validation {
    condition     = var.process_batch_size >= 1 && var.process_batch_size <= 10 && floor(var.process_batch_size) == var.process_batch_size
    error_message = "process_batch_size must be a whole number from 1 to 10."
  }
}

variable "process_maximum_concurrency" {
  description = "Most invocations of the process's function at a time"
  type        = number
  default     = 5
  nullable    = false

  validation {
    condition     = var.process_maximum_concurrency >= 2 && var.process_maximum_concurrency <= 1000 && floor(var.process_maximum_concurrency) == var.process_maximum_concurrency
    error_message = "process_maximum_concurrency must be a whole number from 2 to 1000, the limits of Lambda."
  }
}

variable "enable_command_answers" {
  description = "Whether the answers to asynchronous commands, refusals among them, go to a queue of their own (command-answers-S)"
  type        = bool
  default     = false
  nullable    = false
}

variable "publisher_batch_size" {
  description = "Most stream records in one invocation of the publisher"
  type        = number
  default     = 100
  nullable    = false

  validation {
    condition     = var.publisher_batch_size >= 1 && var.publisher_batch_size <= 10000 && floor(var.publisher_batch_size) == var.publisher_batch_size
    error_message = "publisher_batch_size must be a whole number from 1 to 10000."
  }
}

variable "publisher_batching_window_seconds" {
  description = "Seconds the stream waits to fill a batch; 0: events leave at once"
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = var.publisher_batching_window_seconds >= 0 && var.publisher_batching_window_seconds <= 300 && floor(var.publisher_batching_window_seconds) == var.publisher_batching_window_seconds
    error_message = "publisher_batching_window_seconds must be a whole number of seconds from 0 to 300."
  }
}

variable "publisher_parallelization_factor" {
  description = "Batches of one stream shard worked on at a time; above 1 the events of one aggregate may pass each other"
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.publisher_parallelization_factor >= 1 && var.publisher_parallelization_factor <= 10 && floor(var.publisher_parallelization_factor) == var.publisher_parallelization_factor
    error_message = "publisher_parallelization_factor must be a whole number from 1 to 10."
  }
}

variable "publisher_maximum_retry_attempts" {
  description = "Tries of a stream record before it is given up and its shard moves on; -1: until it is too old. A number makes a longer outage of the bus lose events that only republish brings back; the publisher itself puts poison records aside, whatever is set here"
  type        = number
  default     = -1
  nullable    = false

  validation {
    condition     = var.publisher_maximum_retry_attempts >= -1 && var.publisher_maximum_retry_attempts <= 10000 && floor(var.publisher_maximum_retry_attempts) == var.publisher_maximum_retry_attempts
    error_message = "publisher_maximum_retry_attempts must be a whole number from 0 to 10000, or -1 for no limit."
  }
}

variable "publisher_maximum_record_age_seconds" {
  description = "Age at which a stream record goes to the dead-letter queue; by default at 20 hours, so that four are left in which the stream still has it. -1: when it leaves the stream, after 24 hours"
  type        = number
  default     = 72000
  nullable    = false

  validation {
    condition = var.publisher_maximum_record_age_seconds == -1 || (
      var.publisher_maximum_record_age_seconds >= 60 && var.publisher_maximum_record_age_seconds <= 604800 && floor(var.publisher_maximum_record_age_seconds) == var.publisher_maximum_record_age_seconds
    )
    error_message = "publisher_maximum_record_age_seconds must be a whole number of seconds from 60 to 604800, or -1 for no limit."
  }
}

variable "enable_schema_registry" {
  description = "Whether to register the JSON Schema of each event type in an EventBridge schema registry"
  type        = bool
  default     = false
  nullable    = false
}
