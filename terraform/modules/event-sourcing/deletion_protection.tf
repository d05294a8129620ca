locals {
  deletion_protection = coalesce(var.deletion_protection, local.is_production)
}

# DynamoDB's own protection refuses only when a deletion reaches the table: by then functions, rule
# and archive would be gone. This marker makes `terraform destroy` refuse while it is still planning.
# prevent_destroy takes no variable, so the marker exists only where the protection is on. How to
# delete a protected system on purpose: README.md, "Deleting the data".
resource "terraform_data" "deletion_protection" {
  count = local.deletion_protection ? 1 : 0

  input = "The data of ${local.suffix} is protected against deletion"

  lifecycle {
    prevent_destroy = true
  }
}
