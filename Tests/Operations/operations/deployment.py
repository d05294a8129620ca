"""Everything on that the local AWS has."""

VARIABLES = """
resource_suffix                = "operations"
environment                    = "staging"
billing_mode                   = "PAY_PER_REQUEST"
lambda_runtime                 = "provided.al2023"
lambda_timeout                 = 10
event_type_shards              = 8
snapshot_interval              = 10
create_kms_key                 = true
enable_command_answers         = true
enable_dashboard               = true
enable_http_api                = true
enable_xray                    = true
log_retention_days             = 30
alarm_email                    = "operations@example.com"
alarm_period_seconds           = 60
alarm_evaluation_periods       = 1
lag_alarm_milliseconds         = 5000
conflict_alarm_threshold       = 4
dlq_visibility_timeout_seconds = 10

projection_maximum_receive_count = 5
projection_queue_alarm_messages  = 3
replay_queue_alarm_messages      = 3
replay_queue_alarm_seconds       = 5
"""
"""In terraform.tfvars, where the runbook's own `terraform apply` finds them. Off: what the local AWS lacks (auto scaling,
schemas), provisioned concurrency (the deployment tests have it), and the redrive, which is for the runbook to switch on.
"""

