"""What has to be so before MiniStack is imported, which reads its settings then."""

import importlib.metadata
import os
import resource
import shutil
import tempfile
from pathlib import Path

MINISTACK_VERSION = "1.5.33"
_INSTALL = "pip install --require-hashes -r Tests/LocalAWS/requirements.txt"
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "LOG_LEVEL", "SSL_CERT_FILE", "SSL_CERT_DIR")


def check_version() -> None:
    """Refuses any MiniStack but the one whose insides are replaced."""
    try:
        found = importlib.metadata.version("ministack")
    except importlib.metadata.PackageNotFoundError:
        raise SystemExit(f"MiniStack is not installed: {_INSTALL}") from None
    if found != MINISTACK_VERSION:
        raise SystemExit(f"MiniStack {found} is installed; this launcher changes the insides of {MINISTACK_VERSION} "
                         f"and works with no other: {_INSTALL}")


def refuse_persistence() -> None:
    """Refuses a state that outlives the process."""
    if os.environ.get("PERSIST_STATE", "0") not in ("", "0"):
        raise SystemExit("PERSIST_STATE is refused: after a restart MiniStack skips the first events of every stream")


def allow_many_files() -> None:
    """As many open files as the system lets this process have: each connection is one, and each sandbox some."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def prepare(directory: Path, port: int, function_endpoint: str) -> None:
    """Sets MiniStack's settings; the caller's credentials, proxies and options stay outside."""
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
