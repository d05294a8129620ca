# What the system is called, and how it is tagged.

variable "environment" {
  description = "Stage of the deployment: dev, staging, prod or production; prod and production switch deletion protection on"
  type        = string
  default     = "dev"
  nullable    = false

  validation {
    condition     = contains(["dev", "staging", "prod", "production"], var.environment)
    error_message = "environment must be one of dev, staging, prod, production."
  }
}

variable "resource_suffix" {
  description = "Suffix of every resource name; empty: <environment>-<8 hex digits made from account, region and environment>"
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)?$", var.resource_suffix))
    error_message = "resource_suffix may hold letters, digits and inner hyphens only, because it is part of names that allow nothing else."
  }

  validation {
    condition     = length(var.resource_suffix) <= 21
    error_message = "resource_suffix may be at most 21 characters: the archive is called event-sourcing-bus-<suffix>-archive, and EventBridge allows 48 characters."
  }
}

variable "tags" {
  description = "Tags added to every resource, beside Project, Environment and ManagedBy"
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.tags) : !startswith(lower(key), "aws:") && length(key) >= 1 && length(key) <= 128])
    error_message = "tags: keys must have 1 to 128 characters and must not start with aws:, which AWS keeps for itself."
  }
}
