# What the build writes from the Swift domain, so that nothing of it is spelled here again: names, event types with their
# schemas, samples, lists.
locals {
  domain = jsondecode(file(startswith(var.domain_file, "/") ? var.domain_file : "${path.module}/${var.domain_file}"))

  event_source = local.domain.source
  event_types  = local.domain.eventTypes[*].name
  # The last part of the source names the rules.
  event_topic = reverse(split(".", local.event_source))[0]
}
