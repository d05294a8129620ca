# The root folder itself: its region, and that the module's names and defaults come through.
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

run "defaults" {
  command = plan

  assert {
    condition     = output.event_bus_name == "event-sourcing-bus-${output.resource_suffix}" && startswith(output.resource_suffix, "dev-")
    error_message = "The module's outputs must come through."
  }
}

run "sovereign_cloud" {
  command = plan

  variables {
    aws_region = "eusc-de-east-1"
  }
}

run "no_region" {
  command = plan

  variables {
    aws_region = "everywhere"
  }

  expect_failures = [var.aws_region]
}

run "a_region_spelled_otherwise" {
  command = plan

  variables {
    aws_region = "us_east_1"
  }

  expect_failures = [var.aws_region]
}
