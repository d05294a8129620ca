# terraform init -backend-config=bucket=<the bucket of your states>
terraform {
  backend "s3" {
    key          = "ledger/terraform.tfstate"
    region       = "eu-central-1"
    encrypt      = true
    use_lockfile = true
  }
}
