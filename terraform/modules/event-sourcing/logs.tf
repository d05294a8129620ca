locals {
  log_group_names = { for key, function in local.functions : key => "/aws/lambda/${function.name}" }
}

# Made here, because Lambda would make them without a retention.
resource "aws_cloudwatch_log_group" "function" {
  # checkov:skip=CKV_AWS_158:A customer-managed key is the user's choice (create_kms_key, kms_key_arn); CloudWatch Logs always encrypts.
  # checkov:skip=CKV_AWS_338:The retention is the user's choice (log_retention_days), a year by default.
  for_each = local.functions

  name              = local.log_group_names[each.key]
  retention_in_days = var.log_retention_days
  kms_key_id        = local.customer_key_arn

  tags = local.tags
}
