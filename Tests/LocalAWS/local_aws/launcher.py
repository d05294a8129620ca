"""Starts MiniStack with our changes and stops it without leaving anything behind."""

import argparse
import asyncio
import fcntl
import os
import shutil
import signal
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from . import environment, settings
from .chance import Chance
from .faults import Faults

if TYPE_CHECKING:
    from .creating_tables import CreatingTables

_PID_FILE = "local-aws.pid"


def main() -> int:
    """Serves until SIGTERM or SIGINT; 0 when it was stopped so."""
    arguments = _arguments()
    chosen = settings.from_environment()
    environment.check_version()
    environment.refuse_persistence()
    environment.allow_many_files()
    directory = Path(arguments.directory).resolve()
    directory.mkdir(parents=True, exist_ok=True)
    pid_file = _claim(directory)
    listener = _listen(arguments.port)
    endpoint = f"http://127.0.0.1:{listener.getsockname()[1]}"
    environment.prepare(directory, listener.getsockname()[1], arguments.function_endpoint or endpoint)
    faults = Faults(Chance(chosen.seed))
    waits = _install(chosen, faults)
    endpoint_file = directory / "local-aws.endpoint"
    _write_whole(endpoint_file, f"{endpoint}\n")
    try:
        asyncio.run(_serve(listener, chosen, waits, faults))
    finally:
        _clean(directory, endpoint_file, directory / _PID_FILE)
        pid_file.close()
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="A local AWS: MiniStack with AWS's own behaviour of the event bus, "
                                     "asynchronous invocation, streams and alarms.")
    parser.add_argument("--port", type=int, required=True, help="port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--directory", required=True, help="for temporary files, local-aws.pid and local-aws.endpoint")
    parser.add_argument("--function-endpoint", metavar="URL",
                        help="AWS_ENDPOINT_URL of the functions, where it is not this server itself (a proxy)")
    return parser.parse_args()


def _claim(directory: Path) -> TextIO:
    """Writes the process id into a file that stays locked; a second launcher in the directory is refused."""
    file = (directory / _PID_FILE).open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise SystemExit(f"a local AWS is already running in {directory}") from None
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    return file


def _write_whole(file: Path, text: str) -> None:
    """Whoever waits for the file never finds half of it."""
    part = file.with_suffix(".part")
    part.write_text(text)
    part.replace(file)


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError as error:
        raise SystemExit(f"127.0.0.1:{port} cannot be used: {error.strerror}") from None
    listener.listen(512)
    return listener


def _install(chosen: settings.Settings, faults: Faults) -> Callable[[], dict[str, Any]]:
    """Gives back what tells what waits for the clock."""
    from ministack.core import lambda_runtime
    from ministack.services import dynamodb, eventbridge, lambda_svc, sqs

    from . import (alarms, aliases, attribute_names, bus_deliveries, capacity, clock, conditions, connections, delivery, events,
                   exact_json, execution, failing_parts, function_output, functions, index_order, key_conditions, log_group_keys,
                   log_pages, log_patterns, mappings, message_moves, message_sizes, metrics, platform_logs, policy_requests, processes,
                   queue_messages, queues, request_actions, resource_policies, restores, streams, transaction_order, versions, visibility)

    connections.install()
    exact_json.install(eventbridge, lambda_runtime, lambda_svc)
    clock.install(dynamodb, sqs)
    conditions.install()
    request_actions.install()
    resource_policies.install()
    policy_requests.install()
    processes.install()
    metrics.install()
    execution.install()
    platform_logs.install()
    log_patterns.install()
    log_pages.install()
    log_group_keys.install()
    function_output.install()
    versions.install()
    routing = aliases.install(chosen)
    invocations = functions.install(chosen, routing)
    events.install()
    failing_parts.install(faults)
    key_conditions.install()
    index_order.install(chosen)
    visibility.install(chosen)
    capacity.install(chosen)
    attribute_names.install()
    creating = _install_table_settings(chosen)
    delivery.install()
    bus_deliveries.install(chosen)
    mappings.install()
    message_sizes.install()
    queue_messages.install(chosen)
    message_moves.install()
    readers = queues.install(chosen, routing)
    transaction_order.install(chosen)
    streams.install(chosen, routing)
    alarms.install(chosen)
    _install_http_apis()
    return lambda: {"retries": invocations.waits(), "queues": readers.waits(), "restores": creating.waits(restores.KIND),
                    "working": readers.working()}


def _install_table_settings(chosen: settings.Settings) -> "CreatingTables":
    """Gives back what is being made."""
    from . import continuous_backups, creating_tables, replicas, replication, restore_permissions, restores, table_updates

    creating = creating_tables.CreatingTables()
    replication.install(chosen)
    replicas.install(chosen, creating)
    table_updates.install()
    restores.install(continuous_backups.install(chosen), creating)
    creating_tables.install(creating)
    restore_permissions.install()
    return creating


def _install_http_apis() -> None:
    from . import cross_origin, http_api, http_api_functions, http_api_settings, issuers, jwt_authorizers

    known = issuers.Issuers()
    http_api_settings.install(known)
    jwt_authorizers.install(known)
    cross_origin.install()
    http_api_functions.install()
    http_api.install()


async def _serve(
    listener: socket.socket, chosen: settings.Settings, waits: Callable[[], dict[str, Any]], faults: Faults
) -> None:
    from hypercorn.asyncio import serve
    from hypercorn.config import Config
    from ministack.app import app

    from .control import controlled
    from .faulty_calls import faulty
    from .recording import recorded
    from .repeated_requests import answered_once

    config = Config()
    config.bind = [f"fd://{listener.fileno()}"]
    # Longer than the 90 s of the SDK for Go, which Terraform uses: who closes first must be the client. A request that meets
    # the server's close is carried out without an answer, and then sent again: "already exists".
    config.keep_alive_timeout = 3600
    config.keep_alive_max_requests = 1_000_000_000
    config.graceful_timeout = 1
    config.shutdown_timeout = 5
    config.accesslog = None
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    print(f"local AWS on {os.environ['GATEWAY_PORT']}, LOCAL_AWS_SEED={chosen.seed}", file=sys.stderr, flush=True)
    recorded_app = recorded(app, chosen.recordings) if chosen.recordings else app
    served = controlled(answered_once(faulty(recorded_app, faults)), waits, faults)
    await serve(served, config, shutdown_trigger=stop.wait)


def _clean(directory: Path, *files: Path) -> None:
    from . import processes

    processes.stop_all()
    for file in files:
        file.unlink(missing_ok=True)
    shutil.rmtree(directory / "tmp", ignore_errors=True)
    _exit_soon()


def _exit_soon() -> None:
    """A thread that still waits for a function must not keep the process."""
    timer = threading.Timer(2.0, os._exit, args=(0,))
    timer.daemon = True
    timer.start()
