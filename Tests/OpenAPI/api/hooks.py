"""What schemathesis does beside its own: signs requests, and looks at refusals of valid ones.

Reference: schemathesis.readthedocs.io, "Extending Schemathesis".
"""

import json

import requests
import schemathesis
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from schemathesis.generation import GenerationMode

REGION = "us-east-1"

BEYOND_A_SCHEMA = {
    "Invalid field nextToken": "which texts were given out",
    "must be different for each event": "that each of several events has a key of its own",
    "at most 38 significant digits": "how many digits a number has, and how small it is",
    "15 integer and 4 fraction digits": "exact decimals, where the document's reader has binary ones",
    "at or after startTime": "which of two times is later",
    "absent where there is upToSequence": "that two members exclude each other",
    "RFC 3339": "the calendar, and where a leap second may be",
    "levels deep": "how deep a value is",
    "bytes of UTF-8": "lengths in bytes",
    "control characters": "that a payload's own text is also a key",
    "must not be empty": "the same",
}
"""What in the words of a 400 tells of a rule that a JSON Schema cannot say, and the rule."""


class Signature(requests.auth.AuthBase):
    """AWS Signature Version 4 over each request as it is sent."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        signed = AWSRequest(request.method, request.url, data=request.body)
        SigV4Auth(Credentials("test", "test"), "execute-api", REGION).add_auth(signed)
        request.headers.update({name: signed.headers[name] for name in ("Authorization", "X-Amz-Date")})
        return request


schemathesis.auth.set_from_requests(Signature())


@schemathesis.check
def a_signed_request_gets_in(context, response, case) -> None:
    # OPTIONS is refused where CORS is not configured, and is no operation of the document.
    is_own = response.request.method == case.operation.method.upper()
    assert not is_own or response.status_code != 403, "the signature was refused: nothing of this request was tested"


@schemathesis.check
def valid_data_is_refused_by_what_no_schema_can_say(context, response, case) -> None:
    """Stands in for `positive_data_acceptance`, which knows statuses alone."""
    if case.meta is None or case.meta.generation.mode != GenerationMode.POSITIVE or response.status_code != 400:
        return
    error = json.loads(response.content)["error"]
    assert any(words in error for words in BEYOND_A_SCHEMA), f"valid data was refused: {error}"
