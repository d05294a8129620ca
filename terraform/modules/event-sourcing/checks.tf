# Warnings of every plan and apply: nothing here stops one.

check "lambda_runtime_has_a_future" {
  assert {
    condition     = var.lambda_runtime != "provided.al2"
    error_message = "AWS has deprecated provided.al2: no security patches are promised since 2026-07-31, creating functions on it is blocked from 2027-02-01 and updating them from 2027-03-03. The same zip files run on the next one: set lambda_runtime = \"provided.al2023\" in terraform.tfvars."
  }
}

check "bundles_say_what_they_were_built_for" {
  assert {
    condition     = local.built_architecture != null || local.is_from_s3
    error_message = "${coalesce(var.artifacts_directory, "artifacts_directory")}/architecture is missing, so nothing can tell whether the bundles run on ${var.architecture}: ./build.sh build writes it."
  }
}

check "index_keeps_up_with_its_table" {
  assert {
    condition     = coalesce(var.event_store_gsi_write_capacity, var.event_store_write_capacity) >= var.event_store_write_capacity
    error_message = "event_store_gsi_write_capacity is below event_store_write_capacity; the index gets ${local.minimum_capacity.index_write}, because a slower index would throttle the table."
  }
}

check "alarms_reach_somebody" {
  assert {
    condition     = !(local.is_production && var.enable_cloudwatch_alarms) || length(compact([var.alarm_email, var.alarm_topic_arn])) > 0
    error_message = "Alarms of this production system tell nobody: set alarm_email or alarm_topic_arn."
  }
}

check "dead_letters_outlive_a_weekend" {
  assert {
    condition     = var.dlq_message_retention_seconds >= 345600
    error_message = "Dead letters are kept for less than four days (dlq_message_retention_seconds): a failure on a Friday may be gone on Monday."
  }
}

check "alarm_periods_hold_data" {
  assert {
    condition     = !var.enable_cloudwatch_alarms || var.alarm_period_seconds >= 60
    error_message = "alarm_period_seconds is below 60, and AWS writes the alarms' metrics once a minute: most periods are empty, and an alarm over more than one of them never fires."
  }
}

check "the_projection_has_the_concurrency_of_its_queues" {
  assert {
    condition     = var.reserved_concurrency.projection < 0 || var.reserved_concurrency.projection >= var.projection_maximum_concurrency + var.replay_maximum_concurrency
    error_message = "reserved_concurrency.projection is below projection_maximum_concurrency + replay_maximum_concurrency: what Lambda throttles counts as received, and ends in the dead-letter queue."
  }
}

check "the_http_api_waits_for_its_functions" {
  assert {
    condition     = !var.enable_http_api || var.lambda_timeout <= 29
    error_message = "lambda_timeout is above 29 seconds, and the HTTP API gives up after 30: a caller would get 503 for a command that is then stored. Set lambda_timeout = 29."
  }
}
