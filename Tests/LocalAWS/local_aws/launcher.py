"""Starts MiniStack with our changes and stops it without leaving anything behind."""

import argparse
import asyncio
import importlib.metadata
import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
from pathlib import Path

from . import settings

MINISTACK_VERSION = "1.5.33"
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "LOG_LEVEL", "SSL_CERT_FILE", "SSL_CERT_DIR")


def main() -> int:
    """Serves until SIGTERM or SIGINT; 0 when it was stopped so."""
    arguments = _arguments()
    chosen = settings.from_environment()
    _check_version()
    _refuse_persistence()
    directory = Path(arguments.directory).resolve()
    directory.mkdir(parents=True, exist_ok=True)
    listener = _listen(arguments.port)
    endpoint = f"http://127.0.0.1:{listener.getsockname()[1]}"
    _set_environment(directory, listener.getsockname()[1], arguments.function_endpoint or endpoint)
    _install(chosen)
    pid_file, endpoint_file = directory / "local-aws.pid", directory / "local-aws.endpoint"
    pid_file.write_text(f"{os.getpid()}\n")
    endpoint_file.write_text(f"{endpoint}\n")
    try:
        asyncio.run(_serve(listener))
    finally:
        _clean(directory, pid_file, endpoint_file)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="A local AWS: MiniStack with AWS's own behaviour of the event bus, "
                                     "asynchronous invocation, streams and alarms.")
    parser.add_argument("--port", type=int, required=True, help="port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--directory", required=True, help="for temporary files, local-aws.pid and local-aws.endpoint")
    parser.add_argument("--function-endpoint", metavar="URL",
                        help="AWS_ENDPOINT_URL of the functions, where it is not this server itself (a proxy)")
    return parser.parse_args()


def _check_version() -> None:
    try:
        found = importlib.metadata.version("ministack")
    except importlib.metadata.PackageNotFoundError:
        raise SystemExit("MiniStack is not installed: pip install --require-hashes -r Tests/LocalAWS/requirements.txt") from None
    if found != MINISTACK_VERSION:
        raise SystemExit(f"MiniStack {found} is installed; this launcher changes the insides of {MINISTACK_VERSION} and "
                         "works with no other: pip install --require-hashes -r Tests/LocalAWS/requirements.txt")


def _refuse_persistence() -> None:
    if os.environ.get("PERSIST_STATE", "0") not in ("", "0"):
        raise SystemExit("PERSIST_STATE is refused: after a restart MiniStack skips the first events of every stream")


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError as error:
        raise SystemExit(f"127.0.0.1:{port} cannot be used: {error.strerror}") from None
    listener.listen(512)
    return listener


def _set_environment(directory: Path, port: int, function_endpoint: str) -> None:
    """MiniStack reads its settings when it is imported; the caller's credentials, proxies and options stay outside."""
    temporary = directory / "tmp"
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir()
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    os.environ.clear()
    os.environ.update(kept)
    os.environ.update({
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_HOST": "127.0.0.1",
        "AWS_ENDPOINT_URL": function_endpoint,
        "AUTH": "true",
        "PERSIST_STATE": "0",
        "STATE_DIR": str(temporary / "state"),
        "TMPDIR": str(temporary),
        "SFTP_ENABLED": "0",
        "IOT_MTLS_ENABLED": "0",
    })
    tempfile.tempdir = str(temporary)


def _install(chosen: settings.Settings) -> None:
    from . import alarms, events, execution, functions, mappings, metrics, processes, queues, streams

    processes.install()
    metrics.install()
    execution.install()
    functions.install(chosen)
    events.install()
    mappings.install()
    queues.install()
    streams.install(chosen)
    alarms.install(chosen)


async def _serve(listener: socket.socket) -> None:
    from hypercorn.asyncio import serve
    from hypercorn.config import Config
    from ministack.app import app

    config = Config()
    config.bind = [f"fd://{listener.fileno()}"]
    config.keep_alive_timeout = 75
    config.graceful_timeout = 1
    config.shutdown_timeout = 5
    config.accesslog = None
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    print(f"local AWS on {os.environ['GATEWAY_PORT']}", file=sys.stderr, flush=True)
    await serve(app, config, shutdown_trigger=stop.wait)


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
