"""The addresses of the console: its page, and what the page asks for."""

import json
from datetime import datetime
from pathlib import Path

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from . import alarms, commands, event_counts, feeds, guard, lags, letters, queues, stored
from .deployment import Deployment
from .failures import Failure
from .functions import invoke
from .operations import Operations

PAGE = Path(__file__).resolve().parents[1] / "page"
_WINDOWS = (15, 60, 360, 1440)
_FLOW = {"commands": commands.by_outcome, "lags": lags.lags, "ages": queues.ages}
"""What looks back for some minutes."""
_NOW = {"queues": queues.depths, "feeds": feeds.states, "alarms": alarms.alarms, "letters": letters.waiting}


def application(deployment: Deployment, port: int, token: str, operate: bool) -> Flask:
    made = Flask(__name__, static_folder=PAGE, static_url_path="/page")
    made.json.sort_keys = False
    guard.protect(made, port, token)
    _add_page(made)
    _add_panels(made, deployment, operate)
    if operate:
        _add_operations(made, Operations(deployment))

    @made.errorhandler(Failure)
    def failed(failure: Failure) -> tuple[dict, int]:
        return failure.body, failure.status

    @made.errorhandler(HTTPException)
    def refused(error: HTTPException) -> tuple[dict, int]:
        return Failure(error.code or 500, "refused", str(error.description)).body, error.code or 500

    return made


def _add_page(made: Flask) -> None:
    @made.get("/")
    def page() -> Response:
        return made.send_static_file("index.html")


def _add_panels(made: Flask, deployment: Deployment, operate: bool) -> None:
    @made.get("/api/run")
    def run() -> dict:
        return {"suffix": deployment.suffix, "region": deployment.region, "operate": operate}

    @made.get("/api/caller")
    def caller() -> dict:
        return {"arn": deployment.call("sts", "get_caller_identity", "the caller")["Arn"]}

    @made.post("/api/query")
    def query() -> Response:
        """The function's own answer, byte for byte, under its own status."""
        answer = invoke(deployment, "query", _question(request.get_data(as_text=True)))
        return Response(answer.text, status=answer.status, mimetype="application/json")

    @made.get("/api/stored")
    def stored_summary() -> Response:
        return jsonify(stored.summary(deployment, request.args.get("noun", ""), request.args.get("id", "")))

    @made.get("/api/flow/<name>")
    def flow(name: str) -> Response:
        if name in _NOW:
            return jsonify(_NOW[name](deployment))
        if name not in _FLOW:
            raise Failure(404, "refused", f"there is no {name}")
        return jsonify(_FLOW[name](deployment, _minutes()))

    @made.get("/api/flow/events")
    def events() -> Response:
        end, place = request.args.get("end"), request.args.get("next", "")
        try:
            return jsonify(event_counts.counted(deployment, _minutes(), datetime.fromisoformat(end) if end else None, place))
        except ValueError as error:
            raise Failure(400, "refused", f"that is no place to count on from: {error}") from error


def _minutes() -> int:
    text = request.args.get("minutes", "60")
    minutes = int(text) if text.isdecimal() else 0
    if minutes not in _WINDOWS:
        raise Failure(400, "refused", f"{text} minutes are none of {_WINDOWS}")
    return minutes


def _add_operations(made: Flask, operations: Operations) -> None:
    @made.get("/api/operations")
    def listed() -> Response:
        return jsonify(operations.listed())

    @made.post("/api/operations")
    def begin() -> tuple[Response, int]:
        return jsonify(operations.begin(request.get_json())), 202


def _question(text: str) -> str:
    try:
        asked = json.loads(text)
    except ValueError as error:
        raise Failure(400, "refused", f"the question is no JSON: {error}") from error
    if not isinstance(asked, dict) or not isinstance(asked.get("queryType"), str):
        raise Failure(400, "refused", "a question has a queryType")
    return text
