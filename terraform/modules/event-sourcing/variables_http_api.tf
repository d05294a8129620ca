# Commands and queries over HTTP. Nothing of it is made unless it is switched on.

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

  validation {
    condition     = var.http_api_throttle_requests_per_second >= 1 && var.http_api_throttle_requests_per_second <= 10000 && floor(var.http_api_throttle_requests_per_second) == var.http_api_throttle_requests_per_second
    error_message = "http_api_throttle_requests_per_second must be a whole number from 1 to 10000, the default account quota."
  }
}

variable "http_api_throttle_burst" {
  description = "Requests the HTTP API lets through at once; null: twice http_api_throttle_requests_per_second, at most 5000, the default account quota"
  type        = number
  default     = null

  validation {
    condition     = var.http_api_throttle_burst == null ? true : var.http_api_throttle_burst >= 1 && floor(var.http_api_throttle_burst) == var.http_api_throttle_burst
    error_message = "http_api_throttle_burst must be null or a whole number of requests, at least 1."
  }
}

variable "http_api_jwt" {
  description = "Issuer and audience of the tokens that callers show instead of IAM credentials, and the scopes of which one is needed; null: IAM"
  type = object({
    issuer   = string
    audience = list(string)
    scopes   = optional(list(string))
  })
  default = null

  validation {
    condition     = var.http_api_jwt == null ? true : can(regex("^(https://[^/]+|http://127\\.0\\.0\\.1:[0-9]+$)", var.http_api_jwt.issuer)) && length(var.http_api_jwt.audience) > 0
    error_message = "http_api_jwt needs an issuer, https://… (or one on 127.0.0.1 beside a local AWS), and at least one audience: without it any token of the issuer would do."
  }
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

  validation {
    condition     = var.http_api_cors == null ? true : length(var.http_api_cors.allow_origins) > 0 && alltrue([for origin in var.http_api_cors.allow_origins : can(regex("^(\\*|https?://[^/]+)$", origin))])
    error_message = "http_api_cors: allow_origins must hold origins, https://app.example.com without a path, or *."
  }

  validation {
    condition     = var.http_api_cors == null ? true : !(var.http_api_cors.allow_credentials && contains(var.http_api_cors.allow_origins, "*"))
    error_message = "http_api_cors: allow_credentials needs the origins by name; API Gateway refuses it with *."
  }

  validation {
    condition     = var.http_api_cors == null ? true : var.http_api_cors.max_age >= -1 && var.http_api_cors.max_age <= 86400
    error_message = "http_api_cors: max_age must be from -1 to 86400 seconds."
  }
}

variable "http_api_domain" {
  description = "Domain of the HTTP API and the ARN of its certificate in this region; the address that API Gateway makes is then switched off. Null: that address"
  type = object({
    name            = string
    certificate_arn = string
  })
  default = null

  validation {
    condition     = var.http_api_domain == null ? true : can(regex("^([a-z0-9-]+\\.)+[a-z]{2,}$", var.http_api_domain.name)) && can(regex("^arn:[a-z-]+:acm:[a-z0-9-]+:[0-9]{12}:certificate/.+$", var.http_api_domain.certificate_arn))
    error_message = "http_api_domain must have a domain's name, api.example.com, and the ARN of its certificate, arn:aws:acm:<region>:<account>:certificate/<id>."
  }
}
