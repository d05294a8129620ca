"""What can be set from outside, by environment variables that all begin with LOCAL_AWS_."""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """Times are in seconds."""

    stream_retry_seconds: float = 0.2
    """LOCAL_AWS_STREAM_RETRY_SECONDS: before a failed stream batch is tried again; doubles up to 16 times."""

    alarm_interval_seconds: float = 5.0
    """LOCAL_AWS_ALARM_INTERVAL_SECONDS: between two evaluations of all alarms."""

    asynchronous_concurrency: int = 8
    """LOCAL_AWS_ASYNC_CONCURRENCY: asynchronous invocations of one function that run at once."""

    recordings: Path | None = None
    """LOCAL_AWS_RECORD_REQUESTS: a folder for what the functions and other clients of ours send."""

    capacity_factor: float | None = 10.0
    """LOCAL_AWS_CAPACITY: what the capacity of tables and indexes is multiplied by; `real` is 1, `off` (None) throttles nothing.

    Ten times, because a test run does in minutes what a deployment does in hours: a table of 10 units carries 100 a
    second and a burst of 30,000, which the suites stay below and a flood does not.
    """

    isolation_seconds: float = 0.015
    """LOCAL_AWS_ISOLATION_MILLISECONDS: how long a transaction takes at most to be seen whole; 0 for at once.

    The answer waits as long, so this is paid by every transaction of several items.
    """

    lag_seconds: float = 0.1
    """LOCAL_AWS_LAG_MILLISECONDS: how far an index or an eventually consistent read is behind at most; 0 for never."""

    replica_seconds: float = 1.0
    """LOCAL_AWS_REPLICA_SECONDS: until a new replica of a table is there, by the clock that can be wound."""

    replication_seconds: float = 0.5
    """LOCAL_AWS_REPLICATION_MILLISECONDS: how long a write takes at most to another region."""

    bus_delay_seconds: float = 0.2
    """LOCAL_AWS_BUS_DELAY_MILLISECONDS: how long a delivery of the bus waits at most; 0 delivers in order."""

    bus_duplicates: int = 50
    """LOCAL_AWS_BUS_DUPLICATES: one delivery of so many comes twice; 0 for none."""

    queue_duplicates: int = 50
    """LOCAL_AWS_QUEUE_DUPLICATES: a queue hands one message of so many to its function twice; 0 for none."""

    seed: int = field(default_factory=lambda: secrets.randbelow(2**32))
    """LOCAL_AWS_SEED: of everything that is drawn by chance; another one at each start, written to the log, unless it is set."""


def from_environment() -> Settings:
    """Reads the settings; a value that is not a positive number stops the launcher."""
    defaults = Settings()
    return Settings(
        stream_retry_seconds=_number("LOCAL_AWS_STREAM_RETRY_SECONDS", defaults.stream_retry_seconds),
        alarm_interval_seconds=_number("LOCAL_AWS_ALARM_INTERVAL_SECONDS", defaults.alarm_interval_seconds),
        asynchronous_concurrency=int(_number("LOCAL_AWS_ASYNC_CONCURRENCY", defaults.asynchronous_concurrency)),
        recordings=_folder("LOCAL_AWS_RECORD_REQUESTS"),
        capacity_factor=_capacity("LOCAL_AWS_CAPACITY", defaults.capacity_factor),
        isolation_seconds=_milliseconds("LOCAL_AWS_ISOLATION_MILLISECONDS", defaults.isolation_seconds),
        lag_seconds=_milliseconds("LOCAL_AWS_LAG_MILLISECONDS", defaults.lag_seconds),
        replica_seconds=_number("LOCAL_AWS_REPLICA_SECONDS", defaults.replica_seconds),
        replication_seconds=_milliseconds("LOCAL_AWS_REPLICATION_MILLISECONDS", defaults.replication_seconds),
        bus_delay_seconds=_milliseconds("LOCAL_AWS_BUS_DELAY_MILLISECONDS", defaults.bus_delay_seconds),
        bus_duplicates=_whole_number("LOCAL_AWS_BUS_DUPLICATES", defaults.bus_duplicates),
        queue_duplicates=_whole_number("LOCAL_AWS_QUEUE_DUPLICATES", defaults.queue_duplicates),
        seed=_whole_number("LOCAL_AWS_SEED", defaults.seed),
    )


def _folder(name: str) -> Path | None:
    text = os.environ.get(name, "")
    return Path(text).resolve() if text else None


def _number(name: str, default: float, expected: str = "a number of seconds") -> float:
    text = os.environ.get(name, "")
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        raise SystemExit(f"{name} must be {expected}, not {text!r}") from None
    if not 0 < value < 86400:
        raise SystemExit(f"{name} must be above 0 and below 86400, not {text!r}")
    return value


def _milliseconds(name: str, default: float) -> float:
    """Seconds, from a whole number of milliseconds; 0 turns the behaviour off."""
    text = os.environ.get(name, "")
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or int(text) > 60_000:
        raise SystemExit(f"{name} must be a whole number of milliseconds from 0 to 60000, not {text!r}")
    return int(text) / 1000


def _capacity(name: str, default: float | None) -> float | None:
    match os.environ.get(name, ""):
        case "":
            return default
        case "off":
            return None
        case "real":
            return 1.0
    return _number(name, 1.0, "off, real or a factor")


def _whole_number(name: str, default: int) -> int:
    text = os.environ.get(name, "")
    if text and not (text.isascii() and text.isdigit()):
        raise SystemExit(f"{name} must be a whole number, not {text!r}")
    return int(text) if text else default
