"""A DynamoDB on 127.0.0.1 that answers reads from tables full of the largest events there can be.

It makes its items up as they are asked for: a log, an audit trail and a summary of any aggregate, and an index each of
whose partitions holds the same number of events. Pages end at the limit or at 1 MB, as DynamoDB's do.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE_BYTES = 1_048_576
EVENTS = 3_000
IN_PARTITION = 40
DIGEST = "0" * 63 + "1"
# What an event takes beside its payload: names, ids, two hashes.
OTHERS = 700

# The payload on the wire, and the bytes that DynamoDB counts for it. All hold 4,090 values or 65,000 bytes.
PAYLOADS = {
    "truths": ({"L": [{"BOOL": True}] * 4_090}, 2 * 4_090),
    "objects": ({"L": [{"M": {"a": {"N": "1"}}}] * 2_045}, 7 * 2_045),
    "numbers": ({"L": [{"N": "1"}] * 4_090}, 3 * 4_090),
    "text": ({"S": "\u00e9\\\"" * 16_250}, 65_000),
}


class DenseTables:
    """`with DenseTables("numbers") as tables:` start the program with `tables.address`."""

    def __init__(self, payload: str) -> None:
        wire, self._size = PAYLOADS[payload]
        self._data = json.dumps({"M": {"amount": {"N": "1"}, "x": wire}})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        # The program is ended with its connections open.
        self._server.handle_error = lambda *_: None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> "DenseTables":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, operation: str, request: dict) -> str:
        if operation == "GetItem":
            return json.dumps({"Item": {"Version": {"N": str(EVENTS)}}})
        values = request["ExpressionAttributeValues"]
        if "IndexName" in request:
            return self._index(request, values[":type"]["S"])
        if ":through" in values and "S" in values[":through"]:
            first = int(values[":from"]["S"].split("#")[1])
            return self._page(request, range(first, EVENTS + 1), self._audit_item, lambda place: {
                "AccountId": {"S": "account-1"}, "ProjectionType": {"S": f"AuditTrail#{place:020}"}})
        if ":from" in values:
            return self._page(request, range(int(values[":from"]["N"]), EVENTS + 1), self._event, lambda place: {
                "AggregateId": {"S": "account-1"}, "EventSequence": {"N": str(place)}})
        return '{"Items":[],"Count":0}'

    def _index(self, request: dict, partition: str) -> str:
        forward = request["ScanIndexForward"]
        places = list(range(1, IN_PARTITION + 1)) if forward else list(range(IN_PARTITION, 0, -1))
        if start := request.get("ExclusiveStartKey"):
            places = places[places.index(int(start["EventSequence"]["N"])) + 1:]
        return self._page(request, places, lambda place: self._event(place, partition), lambda place: {
            "AggregateId": {"S": partition}, "EventSequence": {"N": str(place)}, "EventType": {"S": partition},
            "Timestamp": {"S": self._time(place, partition)}})

    def _page(self, request: dict, places, item, key) -> str:
        count = min(request.get("Limit", len(places)), max(1, PAGE_BYTES // (self._size + OTHERS)))
        shown = places[:count]
        body = f'"Items":[{",".join(item(place) for place in shown)}],"Count":{len(shown)}'
        if len(shown) < len(places):
            body += f',"LastEvaluatedKey":{json.dumps(key(shown[-1]))}'
        return "{" + body + "}"

    def _event(self, place: int, partition: str = "TransactionProcessed") -> str:
        aggregate = "account-1" if partition == "TransactionProcessed" else partition
        attributes = {
            "EventId": {"S": f"00000000-0000-4000-8000-{place:012}"}, "AggregateId": {"S": aggregate},
            "EventSequence": {"N": str(place)}, "EventType": {"S": partition}, "Version": {"S": "1.0"},
            "Timestamp": {"S": self._time(place, partition)}, "UserId": {"S": "system"},
            "CorrelationId": {"S": "c"}, "PreviousHash": {"S": DIGEST}, "EventHash": {"S": DIGEST},
        }
        return json.dumps(attributes)[:-1] + f',"EventData":{self._data}}}'

    def _audit_item(self, place: int) -> str:
        attributes = {
            "AccountId": {"S": "account-1"}, "ProjectionType": {"S": f"AuditTrail#{place:020}"},
            "EventId": {"S": str(place)}, "EventType": {"S": "TransactionProcessed"},
            "Timestamp": {"S": self._time(place, "")},
        }
        return json.dumps(attributes)[:-1] + f',"Data":{self._data}}}'

    @staticmethod
    def _time(place: int, partition: str) -> str:
        return f"2024-01-15T10:{place // 60 % 60:02}:{place % 60:02}.{sum(partition.encode()) % 1_000_000:06}Z"

    def _handler(tables) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                operation = self.headers["X-Amz-Target"].split(".")[1]
                body = tables.answer(operation, request).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/x-amz-json-1.0")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self) -> None:
                """What opens a connection before the first event."""
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """The test's own messages are enough."""

        return Handler
