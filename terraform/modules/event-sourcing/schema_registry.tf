# One JSON Schema per event type: the whole event as the bus delivers it, as the registry's code bindings expect.
resource "aws_schemas_registry" "this" {
  count = var.enable_schema_registry ? 1 : 0

  name        = "event-sourcing-${local.suffix}"
  description = "Event types of ${local.event_source}"

  tags = local.tags
}

resource "aws_schemas_schema" "event_type" {
  for_each = { for type in local.described_types : type.name => type if var.enable_schema_registry }

  name          = "${local.event_source}@${each.key}"
  registry_name = aws_schemas_registry.this[0].name
  type          = "JSONSchemaDraft4"
  description   = "${each.key} as the event bus delivers it, payload version ${each.value.version}"
  content       = jsonencode(each.value.schema)

  tags = local.tags
}
