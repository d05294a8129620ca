"""What somebody who means harm sends, and the answer that each deserves: one table, a line a case."""

import base64
import hashlib
import json
from dataclasses import dataclass

MEGABYTE = 1_000_000
LARGEST = 6 * 1024 * 1024
"""Bytes of a synchronous invocation's payload."""
AMOUNT, DATA, WHOLE = "eventData.amount", "eventData", None


@dataclass(frozen=True)
class Case:
    """`text` is the payload, in which `NAME` stands for an account of the test's own."""

    name: str
    text: str
    status: int
    field: str | None = WHOLE
    """What the answer names, where it is 400."""


def _moved(amount: str, **members: str) -> str:
    others = "".join(f', "{name}": {text}' for name, text in members.items())
    return f'{{"aggregateId": "NAME", "eventType": "TransactionProcessed", "eventData": {{"amount": {amount}{others}}}}}'


def _opened(data: str, name: str = '"NAME-new"') -> str:
    return f'{{"aggregateId": {name}, "eventType": "AccountCreated", "eventData": {data}}}'


def _body(text: str) -> str:
    return json.dumps({"body": text, "isBase64Encoded": False})


def _padded(text: str, size: int) -> str:
    return text[:-1] + " " * (size - len(text)) + text[-1]


BOMBS = [
    # In a body: bare, the local AWS itself would stumble over them.
    Case("arrays-in-arrays", _body(_moved("1", x="[" * MEGABYTE + "]" * MEGABYTE)), 400),
    Case("objects-in-objects", _body(_moved("1", x='{"a":' * 200_000 + "1" + "}" * 200_000)), 400),
    Case("arrays-that-never-end", _body(_moved("1", x="[" * MEGABYTE)), 400),
    Case("bare-arrays-in-arrays", _moved("1", x="[" * 400 + "]" * 400), 400),
    Case("a-million-values", _moved("1", x="[" + ",".join(["0"] * MEGABYTE) + "]"), 400, DATA),
    Case("a-million-members", _moved("1", x="{" + ",".join(f'"{number}":0' for number in range(200_000)) + "}"), 400, DATA),
    Case("a-hundred-thousand-events", '{"aggregateId": "NAME", "events": [' + ",".join(["{}"] * 100_000) + "]}", 400, "events"),
    Case("a-number-of-a-million-digits", _moved("1" * MEGABYTE), 400, AMOUNT),
    Case("a-fraction-of-a-million-digits", _moved("0." + "0" * MEGABYTE + "1"), 400, AMOUNT),
    Case("a-text-of-a-million-escapes", _moved("1", x='"' + "\\u0000" * MEGABYTE + '"'), 400, DATA),
    Case("a-name-of-a-million-bytes", _opened('{"' + "n" * MEGABYTE + '": 1}'), 400, DATA),
    Case("a-text-of-six-megabytes", _moved("1", x='"' + "x" * (LARGEST - 200) + '"'), 400, DATA),
    Case("six-megabytes-of-base64", json.dumps({"body": base64.b64encode(b"[" * 4_700_000).decode(), "isBase64Encoded": True}), 400),
    Case("six-megabytes-of-quotes", _body('"' * 3_000_000), 400),
    Case("six-megabytes-of-spaces", _padded(_moved("1"), LARGEST - 100), 200),
]

NUMBERS = [
    *(Case(f"amount-{text}", _moved(text), 400, AMOUNT) for text in (
        "1e400", "-1e400", "1e999999999999", "1e-400", "-1e-999999999999", "9223372036854775808", "1e15", "999999999999999.99991", "0.00009",
        "-0", "0e0", "0.0", "0e999999999999")),
    *(Case(f"amount-that-is-no-number-{text}", _moved(text), 400) for text in (
        "Infinity", "-Infinity", "NaN", "0x10", "1_000", "+1", ".5", "1.", "01", "1e", "\uff11\uff12", "\u0661")),
    *(Case(f"amount-{text}", _moved(text), 200) for text in ("999999999999999.9999", "1e-4", "1E2", "100e-2", "0.00010000000000000000000000")),
    Case("limit-1e400", _opened('{"overdraftLimit": 1e400}'), 400, "eventData.overdraftLimit"),
    Case("expected-sequence-1e400", _moved("1")[:-1] + ', "expectedSequence": 1e400}', 400, "expectedSequence"),
    Case("expected-sequence-1e999999999999", _moved("1")[:-1] + ', "expectedSequence": 1e999999999999}', 400, "expectedSequence"),
]

TIMES = [
    *(Case(f"created-{text}", _opened(json.dumps({"createdAt": text})), 400, "eventData.createdAt") for text in (
        "-0001-01-01T00:00:00Z", "-1-01-01T00:00:00Z", "10000-01-01T00:00:00Z", "+10000-01-01T00:00:00Z", "2023-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2024-01-15T24:00:00Z", "2024-01-15T10:60:00Z", "2016-12-30T23:59:60Z", "2016-12-31T23:59:61Z", "2024-01-15T10:00:00+24:00",
        "0000-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "2024-01-15T10:00:00." + "0" * 10_000, "2024-01-15T10:00:00Z\u0000",
        "\uff12024-01-15T10:00:00Z", "2024\u201101\u201115T10:00:00Z")),
    *(Case(f"created-{text}", _opened(json.dumps({"createdAt": text})), 200) for text in (
        "0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "2000-02-29T00:00:00Z", "2016-12-31T23:59:60Z", "2024-01-15T10:00:00+23:59")),
]

TEXTS = [
    # No customer can be asked for by such a name, and the account is one all the same.
    *(Case(f"customer-{name}", _opened(f'{{"customerId": "{text}"}}'), 200) for name, text in {
        "nul": "a\\u0000b", "escape": "\\u001b[2J", "next-line": "a\\u0085b", "delete": "a\\u007f"}.items()),
    *(Case(f"note-{name}", _moved("1", note=f'"{text}"'), 200) for name, text in {
        "nul": "a\\u0000b", "escape": "\\u001b[2J", "line-break": "a\\r\\nX-Injected: 1", "separator": "\\u2028\\u2029",
        "right-to-left": "\\u202etxt.exe",
        "no-character": "\\uffff\\ufdd0", "private": "\\ue000", "zero-width": "a\\u200bb", "astral": "\\ud83d\\ude00"}.items()),
    *(Case(f"note-{name}", _moved("1", note=f'"{text}"'), 400) for name, text in {
        "half-a-pair": "\\ud800", "pair-turned-around": "\\ude00\\ud83d",
        "raw-nul": "a\u0000b", "raw-line-break": "a\nb", "raw-tab": "a\tb"}.items()),
    Case("type-with-a-cyrillic-letter", _opened("{}").replace("AccountCreated", "\u0410ccountCreated"), 400, "eventType"),
    Case("type-with-a-zero-width-space", _opened("{}").replace("AccountCreated", "AccountCreated\u200b"), 400, "eventType"),
    Case("member-with-a-cyrillic-letter", _opened("{}").replace("aggregateId", "\u0430ggregateId"), 400, "aggregateId"),
    Case("member-twice", _moved("1").replace('"amount": 1', '"amount": 1, "amount": 1000'), 400),
    Case("member-twice-by-an-escape", _moved("1").replace('"amount": 1', '"amount": 1, "\\u0061mount": 1000'), 400),
    Case("account-of-a-cyrillic-letter", _moved("1").replace("NAME", "N\u0410ME"), 422),
    Case("account-with-a-zero-width-space", _moved("1").replace("NAME", "NAME\u200b"), 422),
    Case("account-in-fullwidth", _moved("1").replace("NAME", "\uff2e\uff21\uff2d\uff25"), 422),
    Case("account-that-names-a-snapshot", _moved("1").replace("NAME", "Snapshot#00000000000000000001"), 422),
    Case("account-with-a-path", _moved("1").replace("NAME", "../NAME"), 422),
    Case("prototype", _opened('{"__proto__": {"amount": 1}, "constructor": 1}'), 200),
]

COMMANDS = [*BOMBS, *NUMBERS, *TIMES, *TEXTS]

FOREIGN = {
    "s3": {"Records": [{"eventSource": "aws:s3", "eventName": "ObjectCreated:Put", "s3": {"bucket": {"name": "b"}}}]},
    "sns": {"Records": [{"EventSource": "aws:sns", "Sns": {"Message": '{"aggregateId": "a"}'}}]},
    "kinesis": {"Records": [{"eventSource": "aws:kinesis", "kinesis": {"data": "e30="}}]},
    "firehose": {"invocationId": "i", "deliveryStreamArn": "arn:aws:firehose:::x", "records": [{"recordId": "1", "data": "e30="}]},
    "logs": {"awslogs": {"data": "H4sIAAAAAAAA"}},
    "alarm": {"source": "aws.cloudwatch", "alarmArn": "arn:aws:cloudwatch:::alarm:x", "alarmData": {"alarmName": "x"}},
    "bus": {"version": "0", "source": "aws.ec2", "detail-type": "EC2 Instance State-change Notification", "detail": {"state": "running"}},
    "socket": {"requestContext": {"connectionId": "c", "routeKey": "$connect", "eventType": "CONNECT"}, "isBase64Encoded": False},
}
"""Events of other services, which are no request."""


def forged_token(token: str, **place: object) -> str:
    """A token with another place in it and the right check sum, which is no secret."""
    sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    content = json.loads(sealed[8:])
    content["p"] = {**content["p"], **place} if isinstance(content["p"], dict) else place.get("value", content["p"])
    text = json.dumps(content, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(hashlib.sha256(text).digest()[:8] + text).decode().rstrip("=")
