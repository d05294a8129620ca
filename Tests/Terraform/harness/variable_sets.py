"""The variable sets that are planned and deployed."""

from .workspace import variables

DOCUMENT = ["-var-file=terraform.tfvars.example"]

EVERYTHING = variables(
    resource_suffix="everything", environment="staging", billing_mode="PAY_PER_REQUEST", create_kms_key=True, enable_xray=True,
    enable_dashboard=True, enable_http_api=True, enable_dlq_redrive=True, enable_command_answers=True, enable_transfers=True, alarm_email="operations@example.com",
    lambda_runtime="provided.al2023", lambda_timeout=29, provisioned_concurrency={"command": 1, "projection": 1},
    reserved_concurrency={"command": 10}, event_type_shards=8, log_level="DEBUG", publisher_parallelization_factor=10,
    tags={"Owner": "ledger"}, alarm_period_seconds=60, http_api_domain={
        "name": "api.example.com", "certificate_arn": "arn:aws:acm:us-east-1:000000000000:certificate/11111111-1111-1111-1111-111111111111"})
"""All that the local AWS has."""

ONLY_ON_AWS = [
    *EVERYTHING,
    *variables(
        billing_mode="PROVISIONED", enable_autoscaling=True, enable_schema_registry=True, provisioned_concurrency={}),
]
"""Application Auto Scaling and EventBridge Schemas, which the local AWS lacks: planned, never applied."""

REPLICAS = [
    *EVERYTHING,
    *variables(replica_regions=["eu-west-1"], replica_kms_key_arns={
        "eu-west-1": "arn:aws:kms:eu-west-1:000000000000:key/11111111-1111-1111-1111-111111111111"}),
]
"""The local AWS reports the table's own key for a replica, which is a difference in every later plan."""

PRODUCTION = variables(
    environment="prod", resource_suffix="production", billing_mode="PAY_PER_REQUEST", replica_regions=["eu-west-1"],
    alarm_email="operations@example.com")
