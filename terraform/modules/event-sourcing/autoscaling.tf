# Application Auto Scaling for provisioned tables and the index. It changes the capacity behind
# Terraform's back, and ignore_changes cannot be switched by a variable; so with auto scaling the
# tables are planned with the capacity they have at the moment, within the bounds.
data "aws_dynamodb_tables" "existing" {
  count = var.enable_autoscaling ? 1 : 0
}

data "aws_dynamodb_table" "existing" {
  for_each = toset([
    for name in [local.event_store_name, local.read_model_name] : name
    if var.enable_autoscaling && contains(flatten(data.aws_dynamodb_tables.existing[*].names), name)
  ])

  name = each.key
}

locals {
  # What each dimension is given, and with auto scaling is never below.
  minimum_capacity = {
    event_store_read  = var.event_store_read_capacity
    event_store_write = var.event_store_write_capacity
    index_read        = var.event_store_gsi_read_capacity
    # Every event is written to the index too: a slower index would throttle the table.
    index_write      = max(var.event_store_write_capacity, coalesce(var.event_store_gsi_write_capacity, 1))
    read_model_read  = var.read_model_read_capacity
    read_model_write = var.read_model_write_capacity
  }

  existing_index = one([
    for index in flatten([for name, table in data.aws_dynamodb_table.existing : tolist(table.global_secondary_index) if name == local.event_store_name]) :
    index if index.name == local.index_name
  ])

  existing_capacity = {
    event_store_read  = try(data.aws_dynamodb_table.existing[local.event_store_name].read_capacity, 0)
    event_store_write = try(data.aws_dynamodb_table.existing[local.event_store_name].write_capacity, 0)
    index_read        = try(local.existing_index.read_capacity, 0)
    index_write       = try(local.existing_index.write_capacity, 0)
    read_model_read   = try(data.aws_dynamodb_table.existing[local.read_model_name].read_capacity, 0)
    read_model_write  = try(data.aws_dynamodb_table.existing[local.read_model_name].write_capacity, 0)
  }

  maximum_capacity = {
    for name, minimum in local.minimum_capacity : name => endswith(name, "_read") ? var.autoscaling_maximum_read_capacity : var.autoscaling_maximum_write_capacity
  }

  provisioned = var.billing_mode == "PROVISIONED"

  # null where the table is on demand: DynamoDB takes no capacity there.
  capacity = {
    for name, minimum in local.minimum_capacity : name => (
      !local.provisioned ? null :
      !var.enable_autoscaling ? minimum :
      max(minimum, min(local.maximum_capacity[name], local.existing_capacity[name]))
    )
  }

  scaled = { for name, minimum in local.minimum_capacity : name => {
    minimum  = minimum
    maximum  = local.maximum_capacity[name]
    resource = startswith(name, "read_model") ? "table/${local.read_model_name}" : startswith(name, "index") ? "table/${local.event_store_name}/index/${local.index_name}" : "table/${local.event_store_name}"
    scope    = startswith(name, "index") ? "index" : "table"
    unit     = endswith(name, "_read") ? "Read" : "Write"
  } if var.enable_autoscaling }
}

resource "aws_appautoscaling_target" "this" {
  for_each = local.scaled

  service_namespace  = "dynamodb"
  resource_id        = each.value.resource
  scalable_dimension = "dynamodb:${each.value.scope}:${each.value.unit}CapacityUnits"
  min_capacity       = each.value.minimum
  max_capacity       = each.value.maximum

  tags = local.tags

  depends_on = [aws_dynamodb_table.event_store, aws_dynamodb_table.read_model]
}

resource "aws_appautoscaling_policy" "this" {
  for_each = local.scaled

  name               = "${replace(each.key, "_", "-")}-${local.suffix}"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.this[each.key].service_namespace
  resource_id        = aws_appautoscaling_target.this[each.key].resource_id
  scalable_dimension = aws_appautoscaling_target.this[each.key].scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value = var.autoscaling_target_percent

    predefined_metric_specification {
      predefined_metric_type = "DynamoDB${each.value.unit}CapacityUtilization"
    }
  }
}
