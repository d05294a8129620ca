"""The aws CLI of the tools, as the pages' blocks call it."""

import sys
from pathlib import Path

_PROGRAM = """#!/bin/sh
[ "$1" != sqs ] || set -- "$@" --endpoint-url "$AWS_ENDPOINT_URL"
exec "{cli}" "$@"
"""
"""Version 1 of the CLI takes no notice of AWS_ENDPOINT_URL for this one service."""


def aws_cli(folder: Path) -> Path:
    """The folder, which has to come first in the PATH."""
    folder.mkdir(parents=True)
    program = folder / "aws"
    program.write_text(_PROGRAM.format(cli=Path(sys.executable).with_name("aws")))
    program.chmod(0o755)
    return folder
