# Commands and queries over HTTP, for callers with IAM credentials (SigV4) or, with http_api_jwt, with tokens of an issuer.
locals {
  one_aggregate = "GET /${local.domain.noun.listMember}/{id}"

  routes = merge(
    { "POST /commands" = "command", "POST /queries" = "query", (local.one_aggregate) = "query", "${local.one_aggregate}/events" = "query", "GET /health" = "query" },
    { for view in local.domain.views : "GET ${view.route}" => "query" },
    local.process_routes,
  )

  api_functions = var.enable_http_api ? toset(values(local.routes)) : toset([])
}

resource "aws_apigatewayv2_api" "this" {
  count = var.enable_http_api ? 1 : 0

  name                         = "event-sourcing-${local.suffix}"
  description                  = "Commands and queries"
  protocol_type                = "HTTP"
  disable_execute_api_endpoint = var.http_api_domain != null

  dynamic "cors_configuration" {
    for_each = var.http_api_cors[*]

    content {
      allow_origins     = cors_configuration.value.allow_origins
      allow_methods     = ["GET", "POST"]
      allow_headers     = cors_configuration.value.allow_headers
      expose_headers    = cors_configuration.value.expose_headers
      allow_credentials = cors_configuration.value.allow_credentials
      max_age           = cors_configuration.value.max_age
    }
  }

  tags = local.tags
}

resource "aws_apigatewayv2_integration" "function" {
  for_each = local.api_functions

  api_id                 = aws_apigatewayv2_api.this[0].id
  integration_type       = "AWS_PROXY"
  integration_method     = "POST"
  integration_uri        = local.invocation_arns[each.key]
  payload_format_version = "2.0"
}

resource "aws_apigatewayv2_route" "this" {
  for_each = { for route, function in local.routes : route => function if var.enable_http_api }

  api_id             = aws_apigatewayv2_api.this[0].id
  route_key          = each.key
  target             = "integrations/${aws_apigatewayv2_integration.function[each.value].id}"
  authorization_type = var.http_api_jwt == null ? "AWS_IAM" : "JWT"
  authorizer_id      = one(aws_apigatewayv2_authorizer.jwt[*].id)

  authorization_scopes = try(var.http_api_jwt.scopes, null)
}

resource "aws_apigatewayv2_authorizer" "jwt" {
  count = var.enable_http_api && var.http_api_jwt != null ? 1 : 0

  api_id           = aws_apigatewayv2_api.this[0].id
  name             = "jwt"
  authorizer_type  = "JWT"
  identity_sources = ["$request.header.Authorization"]

  jwt_configuration {
    issuer   = var.http_api_jwt.issuer
    audience = var.http_api_jwt.audience
  }
}

resource "aws_apigatewayv2_stage" "this" {
  count = var.enable_http_api ? 1 : 0

  api_id      = aws_apigatewayv2_api.this[0].id
  name        = "$default"
  auto_deploy = true

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.http_api[0].arn
    # No path: it holds an aggregate's id.
    format = jsonencode({
      requestId    = "$context.requestId"
      requestTime  = "$context.requestTime"
      routeKey     = "$context.routeKey"
      status       = "$context.status"
      latency      = "$context.responseLatency"
      caller       = "$context.identity.caller"
      errorMessage = "$context.error.message"
    })
  }

  default_route_settings {
    throttling_rate_limit  = var.http_api_throttle_requests_per_second
    throttling_burst_limit = coalesce(var.http_api_throttle_burst, min(5000, 2 * var.http_api_throttle_requests_per_second))
  }

  tags = local.tags
}

resource "aws_cloudwatch_log_group" "http_api" {
  # checkov:skip=CKV_AWS_158:A customer-managed key is the user's choice (create_kms_key, kms_key_arn); CloudWatch Logs always encrypts.
  # checkov:skip=CKV_AWS_338:The retention is the user's choice (log_retention_days), a year by default.
  count = var.enable_http_api ? 1 : 0

  # Below /aws/vendedlogs/ the group needs no line in the account's resource policy of logs, which 5,120 characters end.
  name              = "/aws/vendedlogs/apigateway/event-sourcing-${local.suffix}"
  retention_in_days = var.log_retention_days
  kms_key_id        = local.customer_key_arn

  tags = local.tags
}

resource "aws_lambda_permission" "http_api" {
  for_each = local.api_functions

  statement_id  = "http-api"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.this[each.key].function_name
  qualifier     = aws_lambda_alias.live[each.key].name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.this[0].execution_arn}/*/*"
}

resource "aws_apigatewayv2_domain_name" "this" {
  count = var.enable_http_api && var.http_api_domain != null ? 1 : 0

  domain_name = var.http_api_domain.name

  domain_name_configuration {
    certificate_arn = var.http_api_domain.certificate_arn
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }

  tags = local.tags
}

resource "aws_apigatewayv2_api_mapping" "this" {
  count = length(aws_apigatewayv2_domain_name.this)

  api_id      = aws_apigatewayv2_api.this[0].id
  domain_name = aws_apigatewayv2_domain_name.this[0].id
  stage       = aws_apigatewayv2_stage.this[0].id
}
