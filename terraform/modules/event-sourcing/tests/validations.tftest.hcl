# Each value below must be refused by its variable's own validation, before anything is planned.
# One run holds a bad value for many variables, and each of them must fail by itself.
mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }

  mock_data "aws_region" {
    defaults = { name = "us-east-1" }
  }
}

variables {
  lambda_runtime = "provided.al2023"
}

run "outside_the_limits_1" {
  command = plan

  variables {
    environment                           = "test"
    resource_suffix                       = "under_score"
    tags                                  = { "aws:owner" = "ledger" }
    billing_mode                          = "FREE"
    event_store_read_capacity             = 0
    event_store_write_capacity            = 0
    event_store_gsi_read_capacity         = 0
    event_store_gsi_write_capacity        = 0
    read_model_read_capacity              = 0
    read_model_write_capacity             = 0
    autoscaling_target_percent            = 10
    reserved_concurrency                  = { command = -2 }
    lambda_runtime                        = "python3.9"
    architecture                          = "riscv64"
    lambda_timeout                        = 0
    lambda_memory_size                    = 127
    event_type_shards                     = 0
    snapshot_interval                     = 0
    command_journal_retention_days        = -1
    event_archive_retention_days          = -1
    dlq_message_retention_seconds         = 59
    dlq_visibility_timeout_seconds        = -1
    publisher_batch_size                  = 0
    publisher_batching_window_seconds     = 301
    publisher_parallelization_factor      = 0
    publisher_maximum_retry_attempts      = -2
    publisher_maximum_record_age_seconds  = 0
    projection_batch_size                 = 0
    projection_maximum_concurrency        = 1
    process_batch_size                    = 11
    process_maximum_concurrency           = 1
    replay_maximum_concurrency            = 1001
    projection_maximum_receive_count      = 4
    projection_lag_seconds                = 0
    domain_file                           = "main.json"
    projection_queue_alarm_messages       = -1
    replay_queue_alarm_messages           = -1
    replay_queue_alarm_seconds            = 0
    system_log_level                      = "ERROR"
    http_api_throttle_requests_per_second = 0
    kms_key_arn                           = "alias/mine"
    replica_kms_key_arns                  = { eu-west-1 = "arn:aws:kms:eu-west-2:123456789012:key/1" }
    alarm_period_seconds                  = 0
    log_retention_days                    = 2
    log_level                             = "verbose"
    alarm_email                           = "nobody"
    alarm_topic_arn                       = "topic"
    lag_alarm_milliseconds                = 0
    conflict_alarm_threshold              = -1
    artifacts_s3                          = { bucket = "Upper_Case" }
    live_versions                         = { command = { version = "live" } }
    iam_permissions_boundary_arn          = "boundary"
    iam_path                              = "ledger"
    vpc_subnet_ids                        = ["vpc-1"]
    http_api_throttle_burst               = 0
    http_api_jwt                          = { issuer = "http://issuer.example.com", audience = ["ledger"] }
    http_api_cors                         = { allow_origins = ["https://app.example.com/page"] }
    http_api_domain                       = { name = "api", certificate_arn = "certificate" }
  }

  expect_failures = [
    var.environment,
    var.resource_suffix,
    var.tags,
    var.billing_mode,
    var.event_store_read_capacity,
    var.event_store_write_capacity,
    var.event_store_gsi_read_capacity,
    var.event_store_gsi_write_capacity,
    var.read_model_read_capacity,
    var.read_model_write_capacity,
    var.autoscaling_target_percent,
    var.reserved_concurrency,
    var.lambda_runtime,
    var.architecture,
    var.lambda_timeout,
    var.lambda_memory_size,
    var.event_type_shards,
    var.snapshot_interval,
    var.command_journal_retention_days,
    var.event_archive_retention_days,
    var.dlq_message_retention_seconds,
    var.dlq_visibility_timeout_seconds,
    var.publisher_batch_size,
    var.publisher_batching_window_seconds,
    var.publisher_parallelization_factor,
    var.publisher_maximum_retry_attempts,
    var.publisher_maximum_record_age_seconds,
    var.projection_batch_size,
    var.projection_maximum_concurrency,
    var.process_batch_size,
    var.process_maximum_concurrency,
    var.replay_maximum_concurrency,
    var.projection_maximum_receive_count,
    var.projection_lag_seconds,
    var.domain_file,
    var.projection_queue_alarm_messages,
    var.replay_queue_alarm_messages,
    var.replay_queue_alarm_seconds,
    var.system_log_level,
    var.http_api_throttle_requests_per_second,
    var.kms_key_arn,
    var.replica_kms_key_arns,
    var.alarm_period_seconds,
    var.log_retention_days,
    var.log_level,
    var.alarm_email,
    var.alarm_topic_arn,
    var.lag_alarm_milliseconds,
    var.conflict_alarm_threshold,
    var.artifacts_s3,
    var.live_versions,
    var.iam_permissions_boundary_arn,
    var.iam_path,
    var.vpc_subnet_ids,
    var.http_api_throttle_burst,
    var.http_api_jwt,
    var.http_api_cors,
    var.http_api_domain,
  ]
}

# Their validations refer to other variables, and are not evaluated where one of those has failed.
run "outside_the_limits_of_dependent_variables" {
  command = plan

  variables {
    autoscaling_maximum_read_capacity  = 40001
    autoscaling_maximum_write_capacity = 40001
    provisioned_concurrency            = { command = -1 }
    replica_regions                    = ["Europe"]
    alarm_evaluation_periods           = 0
    projection_batching_window_seconds = -1
  }

  expect_failures = [
    var.projection_batching_window_seconds,
    var.autoscaling_maximum_read_capacity,
    var.autoscaling_maximum_write_capacity,
    var.provisioned_concurrency,
    var.replica_regions,
    var.alarm_evaluation_periods,
  ]
}

run "outside_the_limits_2" {
  command = plan

  variables {
    environment                          = "Prod"
    resource_suffix                      = "-leading"
    event_store_read_capacity            = 1.5
    event_store_write_capacity           = 40001
    autoscaling_target_percent           = 95
    lambda_timeout                       = 901
    lambda_memory_size                   = 10241
    event_type_shards                    = 101
    command_journal_retention_days       = 3654
    event_archive_retention_days         = 0.5
    dlq_message_retention_seconds        = 1209601
    dlq_visibility_timeout_seconds       = 43201
    publisher_batch_size                 = 10001
    publisher_parallelization_factor     = 11
    publisher_maximum_retry_attempts     = 10001
    publisher_maximum_record_age_seconds = 604801
    alarm_period_seconds                 = 45
    log_retention_days                   = 366
  }

  expect_failures = [
    var.environment,
    var.resource_suffix,
    var.event_store_read_capacity,
    var.event_store_write_capacity,
    var.autoscaling_target_percent,
    var.lambda_timeout,
    var.lambda_memory_size,
    var.event_type_shards,
    var.command_journal_retention_days,
    var.event_archive_retention_days,
    var.dlq_message_retention_seconds,
    var.dlq_visibility_timeout_seconds,
    var.publisher_batch_size,
    var.publisher_parallelization_factor,
    var.publisher_maximum_retry_attempts,
    var.publisher_maximum_record_age_seconds,
    var.alarm_period_seconds,
    var.log_retention_days,
  ]
}

run "outside_the_limits_3" {
  command = plan

  variables {
    resource_suffix      = "abcdefghijklmnopqrstuv"
    alarm_period_seconds = 86460
  }

  expect_failures = [
    var.resource_suffix,
    var.alarm_period_seconds,
  ]
}

run "alarms_over_whole_periods" {
  command = plan

  variables {
    alarm_evaluation_periods = 1.5
  }

  expect_failures = [var.alarm_evaluation_periods]
}

run "alarms_look_back_a_day_at_most" {
  command = plan

  variables {
    alarm_period_seconds     = 300
    alarm_evaluation_periods = 289
  }

  expect_failures = [var.alarm_evaluation_periods]
}

run "alarms_of_hours_look_back_a_week_at_most" {
  command = plan

  variables {
    alarm_period_seconds     = 86400
    alarm_evaluation_periods = 8
  }

  expect_failures = [var.alarm_evaluation_periods]
}

run "autoscaling_needs_provisioned" {
  command = plan

  variables {
    enable_autoscaling = true
    billing_mode       = "PAY_PER_REQUEST"
  }

  expect_failures = [var.enable_autoscaling]
}

run "autoscaling_read_maximum_below_minimum" {
  command = plan

  variables {
    enable_autoscaling        = true
    event_store_read_capacity = 200
  }

  expect_failures = [var.autoscaling_maximum_read_capacity]
}

run "autoscaling_write_maximum_below_minimum" {
  command = plan

  variables {
    enable_autoscaling         = true
    event_store_write_capacity = 200
  }

  expect_failures = [var.autoscaling_maximum_write_capacity]
}

run "provisioned_above_reserved" {
  command = plan

  variables {
    provisioned_concurrency = { command = 5 }
    reserved_concurrency    = { command = 4 }
  }

  expect_failures = [var.provisioned_concurrency]
}

run "two_keys" {
  command = plan

  variables {
    create_kms_key = true
    kms_key_arn    = "arn:aws:kms:us-east-1:123456789012:key/1"
  }

  expect_failures = [var.create_kms_key]
}

run "replica_at_home" {
  command = plan

  variables {
    replica_regions = ["us-east-1"]
    billing_mode    = "PAY_PER_REQUEST"
  }

  expect_failures = [var.replica_regions]
}

run "replica_twice" {
  command = plan

  variables {
    replica_regions = ["eu-west-1", "eu-west-1"]
    billing_mode    = "PAY_PER_REQUEST"
  }

  expect_failures = [var.replica_regions]
}

run "replica_of_provisioned" {
  command = plan

  variables {
    replica_regions = ["eu-west-1"]
  }

  expect_failures = [var.replica_regions]
}

run "replica_without_its_key" {
  command = plan

  variables {
    replica_regions = ["eu-west-1"]
    billing_mode    = "PAY_PER_REQUEST"
    create_kms_key  = true
  }

  expect_failures = [var.replica_regions]
}

run "redrive_faster_than_the_function" {
  command = plan

  variables {
    enable_dlq_redrive             = true
    dlq_visibility_timeout_seconds = 29
  }

  expect_failures = [var.enable_dlq_redrive]
}

run "large_batches_without_a_window" {
  command = plan

  variables {
    projection_batch_size = 11
  }

  expect_failures = [var.projection_batching_window_seconds]
}

run "transfers_of_a_domain_without_a_process" {
  command = plan

  variables {
    domain_file      = "tests/domain_without_process.json"
    enable_transfers = true
  }

  expect_failures = [var.enable_transfers]
}

run "no_bundles_anywhere" {
  command = plan

  variables {
    artifacts_directory = null
  }

  expect_failures = [var.artifacts_directory]
}

run "versions_of_bundles_that_are_not_there" {
  command = plan

  variables {
    artifacts_s3 = { bucket = "releases", object_versions = { bootstrap = "1" } }
  }

  expect_failures = [var.artifacts_s3]
}

run "more_than_all_callers" {
  command = plan

  variables {
    live_versions = { command = { version = "1", newest_share = 1.5 } }
  }

  expect_failures = [var.live_versions]
}

run "subnets_without_security_groups" {
  command = plan

  variables {
    vpc_subnet_ids = ["subnet-0123456789abcdef0"]
  }

  expect_failures = [var.vpc_security_group_ids]
}

run "tokens_for_anybody" {
  command = plan

  variables {
    http_api_jwt  = { issuer = "https://issuer.example.com", audience = [] }
    http_api_cors = { allow_origins = ["*"], allow_credentials = true }
  }

  expect_failures = [var.http_api_jwt, var.http_api_cors]
}

run "browsers_that_never_ask_again" {
  command = plan

  variables {
    http_api_cors = { allow_origins = ["*"], max_age = 86401 }
  }

  expect_failures = [var.http_api_cors]
}
