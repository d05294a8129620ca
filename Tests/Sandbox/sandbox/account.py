"""The caller's account."""

import time

import boto3
from botocore.config import Config

_REPLICAS = {"aws": ("eu-west-1", "us-east-1"), "aws-us-gov": ("us-gov-east-1", "us-gov-west-1"), "aws-cn": ("cn-northwest-1", "cn-north-1")}


class CallersAccount:
    """Clients with the caller's credentials, where `System` has those of the local AWS otherwise. Its clock cannot be wound."""

    def __init__(self, region: str) -> None:
        self.region = region

    def client(self, service: str, attempts: int = 3, region: str | None = None):
        config = Config(retries={"total_max_attempts": attempts, "mode": "standard"}, read_timeout=120, connect_timeout=10)
        return boto3.session.Session().client(service, region_name=region or self.region, config=config)

    @property
    def replica_region(self) -> str:
        """Another region of the same partition, for the replicas."""
        partition = boto3.session.Session().get_partition_for_region(self.region)
        return next(region for region in _REPLICAS[partition] if region != self.region)

    def clock(self, request: dict) -> dict:
        """Lets the seconds pass."""
        time.sleep(request["advance"])
        return {}

    def wind_to_the_next_retry(self) -> bool:
        """Never: it comes when it comes."""
        return False
