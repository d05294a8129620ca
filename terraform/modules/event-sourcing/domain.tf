# What the build writes from the Swift domain, so that nothing of it is spelled here again: names, event types with their
# schemas, samples, lists.
locals {
  domain_file = coalesce(var.domain_file, "${coalesce(var.artifacts_directory, ".")}/domain.json")
  domain      = jsondecode(file(local.domain_file))

  event_source = local.domain.source
  event_types  = local.described_types[*].name

  # What is served: the domain, and its process where that is switched on.
  described_types = concat(local.domain.eventTypes, [for type in try(local.domain.process.eventTypes, []) : type if local.has_process])
  has_process     = var.enable_transfers
  # The last part of the source names the rules.
  event_topic = reverse(split(".", local.event_source))[0]
}
