"""One deployment by its suffix: what its parts are called, and calls about them."""

import threading

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from . import failures

_LONGEST_INVOCATION = 960
"""Lambda's own limit is 900 seconds."""
_QUEUES = {"live": "event-sourcing-projection", "replay": "event-sourcing-replay", "dead letters": "event-sourcing-dlq",
           "process": "event-sourcing-process", "process dead letters": "event-sourcing-process-dlq"}
_FUNCTIONS = {"command": "command-handler", "publisher": "event-publisher", "projection": "projection-handler",
              "process": "process-handler", "query": "query-handler"}


class Deployment:
    """The names are those of terraform/modules/event-sourcing/locals.tf."""

    def __init__(self, session: boto3.Session, suffix: str) -> None:
        self._session = session
        self.suffix = suffix
        self.region = session.region_name
        self._clients: dict[str, object] = {}
        self._urls: dict[str, str] = {}
        self._lock = threading.Lock()

    def function(self, name: str) -> str:
        return f"{_FUNCTIONS[name]}-{self.suffix}"

    def queue(self, name: str) -> str:
        return f"{_QUEUES[name]}-{self.suffix}"

    @property
    def bus(self) -> str:
        return f"event-sourcing-bus-{self.suffix}"

    @property
    def archive(self) -> str:
        return f"{self.bus}-archive"

    def queue_url(self, name: str) -> str:
        if name not in self._urls:
            queue = self.queue(name)
            self._urls[name] = self.call("sqs", "get_queue_url", queue, QueueName=queue)["QueueUrl"]
        return self._urls[name]

    def call(self, service: str, operation: str, resource: str, **parameters: object) -> dict:
        """Calls AWS about a resource; whatever goes wrong is a `Failure`."""
        try:
            return getattr(self._client(service), operation)(**parameters)
        except ClientError as error:
            raise failures.of_client(error, service, resource) from error
        except BotoCoreError as error:
            raise failures.of_botocore(error, resource) from error

    def pages(self, service: str, operation: str, resource: str, **parameters: object) -> list[dict]:
        """All pages of an operation that has several."""
        try:
            return list(self._client(service).get_paginator(operation).paginate(**parameters))
        except ClientError as error:
            raise failures.of_client(error, service, resource) from error
        except BotoCoreError as error:
            raise failures.of_botocore(error, resource) from error

    def _client(self, service: str) -> object:
        # Making clients is not thread-safe, using them is.
        with self._lock:
            if service not in self._clients:
                # An invocation is never sent a second time by itself: what it began goes on.
                attempts = 1 if service == "lambda" else 3
                config = Config(retries={"total_max_attempts": attempts, "mode": "standard"}, connect_timeout=10,
                                read_timeout=_LONGEST_INVOCATION if service == "lambda" else 60, max_pool_connections=32)
                self._clients[service] = self._session.client(service, config=config)
            return self._clients[service]
