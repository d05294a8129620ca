"""The faults that are no whole answer's: single entries of PutEvents that fail, and a clock that is off."""

import datetime
import json
from collections.abc import Callable

from ministack.core import sigv4
from ministack.services import eventbridge

from .faults import Faults
from .patching import replace

_FAILED = {"ErrorCode": "InternalFailure", "ErrorMessage": "drawn by chance"}


def _in_part(faults: Faults) -> Callable[[Callable], Callable]:
    def make(original: Callable) -> Callable:
        def put_events(data: dict, allow_aws_source: bool = False) -> tuple:
            entries = data.get("Entries")
            if not faults.wanted.entries or not isinstance(entries, list):
                return original(data, allow_aws_source)
            fails = [faults.fails_entry() for _ in entries]
            kept = [entry for entry, failed in zip(entries, fails, strict=True) if not failed]
            if not kept:
                return eventbridge.json_response({"FailedEntryCount": len(entries), "Entries": [_FAILED] * len(entries)})
            status, headers, body = original({**data, "Entries": kept}, allow_aws_source)
            if status != 200:
                return status, headers, body
            answers = iter(json.loads(body)["Entries"])
            answered = [_FAILED if failed else next(answers) for failed in fails]
            return eventbridge.json_response({"FailedEntryCount": sum("ErrorCode" in each for each in answered), "Entries": answered})

        return put_events

    return make


def _by_either_clock(faults: Faults) -> Callable[[Callable], Callable]:
    """Signatures are good by the clock that is off, which `faulty_calls` has looked at; other callers keep to the right one."""
    def make(original: Callable) -> Callable:
        def failure(signature: object, *, now: datetime.datetime | None = None) -> tuple[str, str] | None:
            found = original(signature, now=now)
            offset = faults.wanted.clock_offset
            if not found or not offset:
                return found
            return original(signature, now=(now or datetime.datetime.now(datetime.timezone.utc)) + datetime.timedelta(seconds=offset))

        return failure

    return make


def install(faults: Faults) -> None:
    replace(eventbridge, "_put_events", _in_part(faults))
    replace(sigv4, "request_time_failure", _by_either_clock(faults))
