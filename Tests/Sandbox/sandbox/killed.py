"""A function that its time-out kills, and what the log has of it."""

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from harness.system import System
from harness.waiting import NotYet, wait_for
from operations.runbook import Runbook

from .report import Answer
from .session import MINUTES, Session

_SLEEPER = """#!/bin/bash
curl --silent "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/next" >/dev/null
sleep 60
"""
"""Takes an invocation and never answers. Our own functions answer before their time is up.
https://docs.aws.amazon.com/lambda/latest/dg/runtimes-walkthrough.html: the runtime has bash and curl.
"""


def ask(session: Session) -> None:
    system = session.system()
    with _sleeping(session, system):
        ended = _ended(system)
    printed = _printed(session.runbook)
    done = f"The query function's newest version, which is not live, with a time-out of 1 s and a program that sleeps, called once: {ended}."
    session.report.answer("killed", Answer(
        done, printed or "nothing", "It is found by the runbook's `errors`." if "timeout" in printed else "The runbook's `errors` does not find it."))
    reports = _reports(system)
    statuses = sorted({str(line["record"].get("status")) for line in reports})
    session.report.answer("platform", Answer(
        done, "\n".join(json.dumps(line) for line in reports) or "there was none",
        f"Its status is: {', '.join(statuses) or 'not there'}."))
    session.apply()


@contextmanager
def _sleeping(session: Session, system: System) -> Iterator[None]:
    """Changes what nobody but this question calls: the alias stays where it is."""
    name = system.name("query")
    before = system.functions.get_function_configuration(FunctionName=name)["Timeout"]
    _change(system, name, _zip(_SLEEPER), 1)
    try:
        yield
    finally:
        _change(system, name, (session.folder.checkout / "dist" / "query.zip").read_bytes(), before)


def _change(system: System, name: str, code: bytes, seconds: int) -> None:
    system.functions.update_function_code(FunctionName=name, ZipFile=code)
    _updated(system, name)
    system.functions.update_function_configuration(FunctionName=name, Timeout=seconds)
    _updated(system, name)


def _updated(system: System, name: str) -> None:
    wait_for(lambda: system.functions.get_function_configuration(FunctionName=name)["LastUpdateStatus"] == "Successful", f"the update of {name}", pause=1)


def _zip(program: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        entry = zipfile.ZipInfo("bootstrap")
        entry.create_system, entry.external_attr = 3, 0o100755 << 16
        archive.writestr(entry, program)
    return written.getvalue()


def _ended(system: System) -> str:
    """By the function's own name: only callers of the alias get what is live."""
    found = system.functions.invoke(FunctionName=f"{system.name('query')}:$LATEST", Payload=b"{}")
    return f"{found.get('FunctionError', 'no FunctionError')} {found['Payload'].read().decode()}"


def _printed(runbook: Runbook) -> str:
    """What the runbook's command shows of it, as soon as it does: logs come late."""
    def look() -> str:
        printed = runbook.shell('errors "$QUERY"').strip()
        return printed if "timeout" in printed else ""
    try:
        return wait_for(look, "a line of the killed function", 3 * MINUTES, pause=2)
    except NotYet:
        return runbook.shell('errors "$QUERY"').strip()


def _reports(system: System) -> list[dict]:
    """The lines of invocations that did not succeed."""
    pages = system.logs.get_paginator("filter_log_events").paginate(
        logGroupName=f"/aws/lambda/{system.name('query')}", filterPattern='{ $.type = "platform.report" && $.record.status != "success" }')
    return [json.loads(event["message"]) for page in pages for event in page["events"]]
