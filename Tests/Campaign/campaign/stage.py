"""A local AWS of its own with the real bundles on it."""

from pathlib import Path

from bank import Bank
from harness.beginnings import deploy
from harness.local_aws import LocalAWS

VARIABLES = {"enable_transfers": True, "dlq_visibility_timeout_seconds": 30, "event_store_write_capacity": 200, "event_store_read_capacity": 200,
             "read_model_write_capacity": 200, "read_model_read_capacity": 200, "event_store_gsi_write_capacity": 200}
"""Capacity for the load, which is throttled all the same where it is bunched."""

UNKINDNESS = {"LOCAL_AWS_STREAM_RETRY_SECONDS": "0.1", "LOCAL_AWS_BUS_DELAY_MILLISECONDS": "1000", "LOCAL_AWS_BUS_DUPLICATES": "10",
              "LOCAL_AWS_QUEUE_DUPLICATES": "20", "LOCAL_AWS_ALARM_INTERVAL_SECONDS": "60"}
"""More of what the local AWS does anyhow: late, reordered and second deliveries. Nobody looks at alarms here."""


class Stage:
    """Deployed when the block begins, and ended with it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._aws = LocalAWS(folder / "aws", LOCAL_AWS_SEED=str(seed), **UNKINDNESS)
        try:
            self.bank = Bank(self._aws, deploy(self._aws, folder, **VARIABLES))
        except BaseException:
            self._aws.stop()
            raise

    def __enter__(self) -> "Stage":
        return self

    def __exit__(self, *_: object) -> None:
        status = self._aws.stop()
        if status:
            raise AssertionError(f"the local AWS ended with {status}")
