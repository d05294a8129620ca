"""`./build.sh console`: reads the options, takes a free port of 127.0.0.1, and prints the address with the run's token."""

import argparse
import os
import secrets
import signal
import socket
import sys

import boto3
import waitress
from botocore.exceptions import BotoCoreError

from .application import application
from .deployment import Deployment
from .failures import Failure
from .finding import NotFound, suffix_of


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    try:
        session = boto3.Session(profile_name=options.profile, region_name=options.region or os.environ.get("AWS_REGION"))
        if session.region_name is None:
            return _fail("no region is set", "Give one: --region eu-west-1, or export AWS_REGION=eu-west-1")
        suffix = options.suffix or suffix_of(session)
    except (BotoCoreError, Failure, NotFound) as error:
        return _fail(str(error), "Name the deployment: --suffix, and with --profile and --region where it is")
    listener = socket.create_server(("127.0.0.1", options.port), backlog=128)
    port, token = listener.getsockname()[1], secrets.token_urlsafe(32)
    made = application(Deployment(session, suffix), port, token, options.operate)
    server = waitress.create_server(made, sockets=[listener], threads=16, ident=None, asyncore_use_poll=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    mode = "operating" if options.operate else "reading only"
    print(f"The console of {suffix} in {session.region_name}, {mode}, until ctrl-C: http://127.0.0.1:{port}/#token={token}", flush=True)
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./build.sh console", description=(
        "A page on this machine that shows accounts, their events, and what is stuck; with the rights of the caller's credentials."))
    parser.add_argument("--profile", help="of the AWS configuration")
    parser.add_argument("--region", help="where the deployment is")
    parser.add_argument("--suffix", help="the deployment's resource_suffix; without it the only one there is")
    parser.add_argument("--port", type=int, default=0, help="of 127.0.0.1; without it a free one")
    parser.add_argument("--operate", action="store_true", help="also offer to redrive, rebuild, republish and replay")
    return parser


def _fail(what: str, advice: str) -> int:
    print(f"build.sh: error: {what}\n  {advice}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
