"""The deployed system under test: a local AWS, Terraform's resources in it, and calls to the functions."""
