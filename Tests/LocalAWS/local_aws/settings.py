"""What can be set from outside, by environment variables that all begin with LOCAL_AWS_."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """Times are in seconds.

    AWS waits one minute before the first retry of an asynchronous invocation and two before
    the second; a throttled one waits from one second up to five minutes. Tests cannot wait
    that long, so the waits are short here unless they are set.
    """

    asynchronous_retry_seconds: float = 1.0
    """LOCAL_AWS_ASYNC_RETRY_SECONDS: before the first retry; twice that before the second."""

    stream_retry_seconds: float = 0.2
    """LOCAL_AWS_STREAM_RETRY_SECONDS: before a failed stream batch is tried again; doubles up to 16 times."""

    alarm_interval_seconds: float = 1.0
    """LOCAL_AWS_ALARM_INTERVAL_SECONDS: between two evaluations of all alarms."""

    asynchronous_concurrency: int = 8
    """LOCAL_AWS_ASYNC_CONCURRENCY: asynchronous invocations of one function that run at once."""

    recordings: Path | None = None
    """LOCAL_AWS_RECORD_REQUESTS: a folder for what the functions and other clients of ours send."""


def from_environment() -> Settings:
    """Reads the settings; a value that is not a positive number stops the launcher."""
    defaults = Settings()
    return Settings(
        asynchronous_retry_seconds=_number("LOCAL_AWS_ASYNC_RETRY_SECONDS", defaults.asynchronous_retry_seconds),
        stream_retry_seconds=_number("LOCAL_AWS_STREAM_RETRY_SECONDS", defaults.stream_retry_seconds),
        alarm_interval_seconds=_number("LOCAL_AWS_ALARM_INTERVAL_SECONDS", defaults.alarm_interval_seconds),
        asynchronous_concurrency=int(_number("LOCAL_AWS_ASYNC_CONCURRENCY", defaults.asynchronous_concurrency)),
        recordings=_folder("LOCAL_AWS_RECORD_REQUESTS"),
    )


def _folder(name: str) -> Path | None:
    text = os.environ.get(name, "")
    return Path(text).resolve() if text else None


def _number(name: str, default: float) -> float:
    text = os.environ.get(name, "")
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        raise SystemExit(f"{name} must be a number of seconds, not {text!r}") from None
    if not 0 < value < 86400:
        raise SystemExit(f"{name} must be above 0 and below 86400, not {text!r}")
    return value
