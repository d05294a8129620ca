#!/usr/bin/env python3
"""A custom runtime: writes each event to the file SEEN and behaves as its environment says.

FAIL_IF: a word; an event that holds it fails. It must be no part of an id in hexadecimal. FAIL_TIMES: only so often, by all
sandboxes together.
REPORT_IF: a word; items that hold it are reported as failed. ANSWER: the answer, as JSON; ECHO: the event is the answer.
PRINT: lines for the log. CHILD: a process to start and leave. SLEEP: seconds before the answer. CRASH: the signal that
ends the process instead, 0 for none.
"""

import json
import os
import subprocess
import time
import urllib.request

API = f"http://{os.environ['AWS_LAMBDA_RUNTIME_API']}/2018-06-01/runtime"


def post(path: str, body: bytes) -> None:
    urllib.request.urlopen(urllib.request.Request(f"{API}/{path}", body, method="POST")).read()


def identifier(record: dict) -> str:
    return record.get("messageId") or record["dynamodb"]["SequenceNumber"]


def answer(body: bytes) -> bytes:
    if "REPORT_IF" in os.environ:
        failed = [each for each in json.loads(body)["Records"] if os.environ["REPORT_IF"] in json.dumps(each)]
        return json.dumps({"batchItemFailures": [{"itemIdentifier": identifier(each)} for each in failed]}).encode()
    return body if "ECHO" in os.environ else os.environ.get("ANSWER", '{"ok": true}').encode()


def seen(word: str) -> int:
    """How many events with that word any sandbox has seen so far."""
    with open(os.environ["SEEN"]) as file:
        return sum(word in line for line in file)


def crash(number: int) -> None:
    if number:
        os.kill(os.getpid(), number)
    os._exit(1)


if "CHILD" in os.environ:
    subprocess.Popen(os.environ["CHILD"].split())
while True:
    with urllib.request.urlopen(f"{API}/invocation/next") as response:
        request, body = response.headers["Lambda-Runtime-Aws-Request-Id"], response.read()
        named = response.headers["Lambda-Runtime-Invoked-Function-Arn"]
    for line in os.environ.get("PRINT", "").splitlines():
        print(line, flush=True)
    with open(os.environ["SEEN"], "a") as file:
        file.write(json.dumps({"event": json.loads(body), "text": body.decode(), "requestId": request, "names": sorted(os.environ),
                               "arn": named, "version": os.environ["AWS_LAMBDA_FUNCTION_VERSION"]}) + "\n")
    time.sleep(float(os.environ.get("SLEEP", "0")))
    if "CRASH" in os.environ:
        crash(int(os.environ["CRASH"]))
    fails = "FAIL_IF" in os.environ and os.environ["FAIL_IF"] in body.decode()
    if fails and seen(os.environ["FAIL_IF"]) <= int(os.environ.get("FAIL_TIMES", "1000000")):
        post(f"invocation/{request}/error", b'{"errorType": "Wanted", "errorMessage": "as asked"}')
    else:
        post(f"invocation/{request}/response", answer(body))
