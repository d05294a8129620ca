"""Runs a bootstrap where nothing is but the bootstrap and /proc, as far from the build machine as one gets."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

_ENTER = 'mount --rbind /proc "$1/proc" && cd "$1" && exec chroot . /bootstrap'

_ENVIRONMENT = {
    "AWS_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    "AWS_SESSION_TOKEN": "",
    "AWS_LAMBDA_FUNCTION_NAME": "artifact-test",
    "LAMBDA_TASK_ROOT": "/",
    "TZ": ":UTC",
    "EVENT_STORE_TABLE": "event-store",
    "EVENT_STORE_TABLE_ARN": "arn:aws:dynamodb:us-east-1:123456789012:table/event-store",
    "READ_MODEL_TABLE": "read-model",
    "COMMAND_JOURNAL_TABLE": "command-journal",
    "EVENT_BUS_NAME": "event-bus",
    "DEAD_LETTER_QUEUE_URL": "https://sqs.us-east-1.amazonaws.com/123456789012/dead-letters",
    "REBUILD_QUEUE_URL": "https://sqs.us-east-1.amazonaws.com/123456789012/replay",
}


@contextlib.contextmanager
def running(root: Path, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """The bootstrap of the folder `root` with that folder as its whole file system; killed at the end."""
    (root / "proc").mkdir(exist_ok=True)
    namespaces = ["unshare", "--mount", "--propagation", "private"]
    if os.geteuid() != 0:
        namespaces.append("--map-root-user")
    process = subprocess.Popen(
        [*namespaces, "sh", "-c", _ENTER, "sh", str(root)],
        env={**_ENVIRONMENT, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", **environment},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()
