"""A certificate for the fake AWS, valid for 127.0.0.1 and for as long as a bench takes."""

import subprocess
from pathlib import Path


def certificate(folder: Path) -> tuple[Path, Path]:
    """The certificate, which is its own authority, and its key."""
    found, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", "/CN=fake-aws", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(found)],
        check=True, capture_output=True)
    return found, key
