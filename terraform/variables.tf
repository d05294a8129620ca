# Made by .scripts/terraform-root.py from modules/event-sourcing. The limits of the values are there.

variable "environment" {
  description = "Stage of the deployment: dev, staging, prod or production; prod and production switch deletion protection on"
  type        = string
  default     = "dev"
  nullable    = false
}

variable "resource_suffix" {
  description = "Suffix of every resource name; empty: <environment>-<8 hex digits made from account, region and environment>"
  type        = string
  default     = ""
  nullable    = false
}

variable "tags" {
  description = "Tags added to every resource, beside Project, Environment and ManagedBy"
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "billing_mode" {
  description = "Billing of the event store and the read model: PROVISIONED (the *_capacity variables count) or PAY_PER_REQUEST"
  type        = string
  default     = "PROVISIONED"
  nullable    = false
}

variable "event_store_read_capacity" {
  description = "Read capacity units of the event store (PROVISIONED; the minimum with auto scaling)"
  type        = number
  default     = 10
  nullable    = false
}

variable "event_store_write_capacity" {
  description = "Write capacity units of the event store (PROVISIONED; the minimum with auto scaling)"
  type        = number
  default     = 10
  nullable    = false
}

variable "event_store_gsi_read_capacity" {
  description = "Read capacity units of the index EventType-Timestamp-index (PROVISIONED; the minimum with auto scaling)"
  type        = number
  default     = 5
  nullable    = false
}

variable "event_store_gsi_write_capacity" {
  description = "Write capacity units of the index; null, or less than the table's: the table's, because an index slower than its table throttles the table"
  type        = number
  default     = null
}

variable "read_model_read_capacity" {
  description = "Read capacity units of the read model (PROVISIONED; the minimum with auto scaling)"
  type        = number
  default     = 5
  nullable    = false
}

variable "read_model_write_capacity" {
  description = "Write capacity units of the read model (PROVISIONED; the minimum with auto scaling)"
  type        = number
  default     = 5
  nullable    = false
}

variable "enable_autoscaling" {
  description = "Whether Application Auto Scaling moves the provisioned capacity of tables and index between the *_capacity values and the maximum"
  type        = bool
  default     = false
  nullable    = false
}

variable "autoscaling_maximum_read_capacity" {
  description = "Upper bound of read capacity units with auto scaling, for each table and the index"
  type        = number
  default     = 100
  nullable    = false
}

variable "autoscaling_maximum_write_capacity" {
  description = "Upper bound of write capacity units with auto scaling, for each table and the index"
  type        = number
  default     = 100
  nullable    = false
}

variable "autoscaling_target_percent" {
  description = "Share of the provisioned capacity in use that auto scaling aims at, in percent"
  type        = number
  default     = 70
  nullable    = false
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
}

variable "event_archive_retention_days" {
  description = "Days the bus archive keeps events for replays; 0: for ever"
  type        = number
  default     = 365
  nullable    = false
}

variable "dlq_message_retention_seconds" {
  description = "Seconds a message stays in the dead-letter queue"
  type        = number
  default     = 1209600
  nullable    = false
}

variable "dlq_visibility_timeout_seconds" {
  description = "Seconds a received dead letter stays hidden from other readers"
  type        = number
  default     = 300
  nullable    = false
}

variable "projection_batch_size" {
  description = "Most messages in one invocation of the projection; above 10 Lambda wants a batching window"
  type        = number
  default     = 10
  nullable    = false
}

variable "projection_batching_window_seconds" {
  description = "Seconds Lambda waits to fill a batch for the projection; 0: events are applied at once"
  type        = number
  default     = 0
  nullable    = false
}

variable "projection_maximum_concurrency" {
  description = "Most invocations of the projection for live events at a time. The rest of the account's concurrency is left to commands and queries"
  type        = number
  default     = 5
  nullable    = false
}

variable "replay_maximum_concurrency" {
  description = "Most invocations of the projection for replayed events at a time, beside those for live events"
  type        = number
  default     = 2
  nullable    = false
}

variable "projection_maximum_receive_count" {
  description = "How often the projection is handed a message, six time-outs apart, before it goes to the dead-letter queue: 20 are an hour of an unavailable read model. What can never be applied goes there at once"
  type        = number
  default     = 20
  nullable    = false
}

variable "projection_lag_seconds" {
  description = "Seconds for which the projection waits for an event that the event store does not show yet, before it puts the message aside"
  type        = number
  default     = 60
  nullable    = false
}

variable "enable_dlq_redrive" {
  description = "Whether the projection reads the dead-letter queue and tries its messages again; what cannot be repaired stays in the queue"
  type        = bool
  default     = false
  nullable    = false
}

variable "enable_transfers" {
  description = "Whether the domain's process is served as well: its commands, its queries, and the function that takes its runs on"
  type        = bool
  default     = false
  nullable    = false
}

variable "process_batch_size" {
  description = "Most messages in one invocation of the process's function"
  type        = number
  default     = 5
  nullable    = false
}

variable "process_maximum_concurrency" {
  description = "Most invocations of the process's function at a time"
  type        = number
  default     = 5
  nullable    = false
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
}

variable "publisher_batching_window_seconds" {
  description = "Seconds the stream waits to fill a batch; 0: events leave at once"
  type        = number
  default     = 0
  nullable    = false
}

variable "publisher_parallelization_factor" {
  description = "Batches of one stream shard worked on at a time; above 1 the events of one aggregate may pass each other"
  type        = number
  default     = 1
  nullable    = false
}

variable "publisher_maximum_retry_attempts" {
  description = "Tries of a stream record before it is given up and its shard moves on; -1: until it is too old. A number makes a longer outage of the bus lose events that only republish brings back; the publisher itself puts poison records aside, whatever is set here"
  type        = number
  default     = -1
  nullable    = false
}

variable "publisher_maximum_record_age_seconds" {
  description = "Age at which a stream record goes to the dead-letter queue; by default at 20 hours, so that four are left in which the stream still has it. -1: when it leaves the stream, after 24 hours"
  type        = number
  default     = 72000
  nullable    = false
}

variable "enable_schema_registry" {
  description = "Whether to register the JSON Schema of each event type in an EventBridge schema registry"
  type        = bool
  default     = false
  nullable    = false
}

variable "artifacts_directory" {
  description = "Folder with command.zip, projection.zip, query.zip and architecture, as the build leaves them; relative paths start at this folder"
  type        = string
  default     = "../dist"
  nullable    = false
}

variable "artifacts_s3" {
  description = "Bucket of the region with the zip files, instead of a folder: <prefix>command.zip and so on, with a version of the object where the bucket keeps versions. A new release is a new prefix or version"
  type = object({
    bucket          = string
    prefix          = optional(string, "")
    object_versions = optional(map(string), {})
  })
  default = null
}

variable "domain_file" {
  description = "What the build says of the domain: names, event types, schemas, samples; relative paths start at this folder"
  type        = string
  default     = "../dist/domain.json"
  nullable    = false
}

variable "live_versions" {
  description = "Published version that callers of a function get instead of the newest, and the share of them that gets the newest all the same, from 0 to 1: { command = { version = \"7\", newest_share = 0.1 } }"
  type = map(object({
    version      = string
    newest_share = optional(number, 0)
  }))
  default  = {}
  nullable = false
}

variable "iam_permissions_boundary_arn" {
  description = "ARN of the policy that bounds what the functions' roles may ever do; null: none"
  type        = string
  default     = null
}

variable "iam_path" {
  description = "Path of the functions' roles, as some organisations ask for it"
  type        = string
  default     = "/"
  nullable    = false
}

variable "vpc_subnet_ids" {
  description = "Subnets that the functions run in, of at least two zones; empty: outside a VPC. They need a way to DynamoDB, EventBridge and SQS: endpoints or a NAT gateway"
  type        = list(string)
  default     = []
  nullable    = false
}

variable "vpc_security_group_ids" {
  description = "Security groups of the functions in vpc_subnet_ids: they let HTTPS out"
  type        = list(string)
  default     = []
  nullable    = false
}

variable "lambda_runtime" {
  description = "Runtime of the functions: provided.al2, which AWS has deprecated (no security patches are promised since 2026-07-31, no updates from 2027-03-03), or provided.al2023; the same zip files run on both"
  type        = string
  default     = "provided.al2"
  nullable    = false
}

variable "architecture" {
  description = "Processor the bundles were built for: x86_64 or arm64"
  type        = string
  default     = "x86_64"
  nullable    = false
}

variable "lambda_timeout" {
  description = "Time-out of the functions in seconds"
  type        = number
  default     = 30
  nullable    = false
}

variable "lambda_memory_size" {
  description = "Memory of the functions in MB; the processor share grows with it"
  type        = number
  default     = 128
  nullable    = false
}

variable "event_type_shards" {
  description = "Partitions of each event type in EventType-Timestamp-index; raise it when one type passes about 1,000 writes a second, never lower it"
  type        = number
  default     = 1
  nullable    = false
}

variable "snapshot_interval" {
  description = "Events of one aggregate between two Snapshot# items in the read model"
  type        = number
  default     = 100
  nullable    = false
}

variable "command_journal_retention_days" {
  description = "Days for which a repeated command gets its first answer; 0: for ever"
  type        = number
  default     = 30
  nullable    = false
}

variable "enable_http_api" {
  description = "Whether to put an HTTP API in front of commands and queries, for callers with IAM credentials or, with http_api_jwt, with tokens"
  type        = bool
  default     = false
  nullable    = false
}

variable "http_api_throttle_requests_per_second" {
  description = "Steady requests a second the HTTP API lets through"
  type        = number
  default     = 100
  nullable    = false
}

variable "http_api_throttle_burst" {
  description = "Requests the HTTP API lets through at once; null: twice http_api_throttle_requests_per_second, at most 5000, the default account quota"
  type        = number
  default     = null
}

variable "http_api_jwt" {
  description = "Issuer and audience of the tokens that callers show instead of IAM credentials, and the scopes of which one is needed; null: IAM"
  type = object({
    issuer   = string
    audience = list(string)
    scopes   = optional(list(string))
  })
  default = null
}

variable "http_api_cors" {
  description = "Origins whose pages may call the HTTP API from a browser, and what they may send and read; null: none"
  type = object({
    allow_origins     = list(string)
    allow_headers     = optional(list(string), ["authorization", "content-type", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256"])
    expose_headers    = optional(list(string), [])
    allow_credentials = optional(bool, false)
    max_age           = optional(number, 3600)
  })
  default = null
}

variable "http_api_domain" {
  description = "Domain of the HTTP API and the ARN of its certificate in this region; the address that API Gateway makes is then switched off. Null: that address"
  type = object({
    name            = string
    certificate_arn = string
  })
  default = null
}

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
}

variable "alarm_period_seconds" {
  description = "Length of an alarm period in seconds: a multiple of 60; 10 and 30 are for tests, because AWS writes these metrics once a minute"
  type        = number
  default     = 300
  nullable    = false
}

variable "log_retention_days" {
  description = "Days the log groups keep their events; 0: for ever"
  type        = number
  default     = 365
  nullable    = false
}

variable "log_level" {
  description = "Lowest level the functions log: TRACE, DEBUG, INFO, WARN, ERROR or FATAL; DEBUG and TRACE may show payloads"
  type        = string
  default     = "INFO"
  nullable    = false
}

variable "system_log_level" {
  description = "Lowest level of Lambda's own log lines: DEBUG, INFO or WARN; INFO has two lines for each invocation, WARN none"
  type        = string
  default     = "INFO"
  nullable    = false
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
}

variable "alarm_topic_arn" {
  description = "ARN of an existing SNS topic that is told of alarms; empty: none"
  type        = string
  default     = ""
  nullable    = false
}

variable "lag_alarm_milliseconds" {
  description = "Publisher iterator age, projection lag, age of the projection's queue and lateness of replicas above which their alarms fire, in milliseconds"
  type        = number
  default     = 60000
  nullable    = false
}

variable "conflict_alarm_threshold" {
  description = "Concurrency conflicts of commands in one period above which the alarm fires"
  type        = number
  default     = 50
  nullable    = false
}

variable "projection_queue_alarm_messages" {
  description = "Live events waiting for the projection above which the alarm fires"
  type        = number
  default     = 1000
  nullable    = false
}

variable "replay_queue_alarm_messages" {
  description = "Replayed events waiting for the projection above which the alarm fires"
  type        = number
  default     = 100000
  nullable    = false
}

variable "replay_queue_alarm_seconds" {
  description = "Age of the oldest replayed event that waits for the projection above which the alarm fires, in seconds"
  type        = number
  default     = 7200
  nullable    = false
}

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
}

variable "kms_key_arn" {
  description = "ARN of an existing customer-managed key to use instead; its policy needs the statements that README.md lists"
  type        = string
  default     = ""
  nullable    = false
}

variable "replica_regions" {
  description = "Further regions that hold a replica of the tables (DynamoDB global tables, eventually consistent: the strongly consistent kind has no transactions and no time to live); commands must still run in one region only"
  type        = list(string)
  default     = []
  nullable    = false
}

variable "replica_kms_key_arns" {
  description = "ARN of the customer-managed key of each replica region, by region; needed when the tables have a customer-managed key"
  type        = map(string)
  default     = {}
  nullable    = false
}
