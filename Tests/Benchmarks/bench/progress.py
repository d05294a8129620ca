"""What a bench says while it goes on. The tables alone are on the standard output."""

import sys


def say(text: str) -> None:
    print(f"==> {text}", file=sys.stderr, flush=True)
