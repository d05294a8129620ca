"""Eight clients, which send what the plan says and send again what failed, as careful callers do."""

import json
import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from harness.answers import Answer, InvocationFailed, Throttled
from harness.system import System

from . import words
from .history import History
from .plan import Plan, Step

CLIENTS = 8
TRIES = 40
"""Of a command with a key, before its caller gives up and does not know what became of it."""


class Clients:
    def __init__(self, system: System, history: History, seed: int) -> None:
        self._system = system
        self._history = history
        self._seed = seed
        self._known: Counter[str] = Counter()
        """The last sequence that an answer named, by aggregate."""
        self._done: Counter[int] = Counter()
        """Steps, by the client that took them."""

    @property
    def done(self) -> int:
        return sum(self._done[client] for client in range(CLIENTS))

    def run(self, plan: Plan) -> None:
        """Everything; a client's mistake of its own ends the run."""
        for steps in (plan.openings, plan.steps):
            with ThreadPoolExecutor(CLIENTS) as pool:
                list(pool.map(self._work, range(CLIENTS), [steps[client::CLIENTS] for client in range(CLIENTS)]))

    def _work(self, client: int, steps: list[Step]) -> None:
        chance = random.Random(f"{self._seed} client {client} {len(steps)}")
        for step in steps:
            if step.is_twin:
                self._carry_out_twice(step, client, chance)
            else:
                self._carry_out(step, client, chance)
            self._done[client] += 1

    def _carry_out_twice(self, step: Step, client: int, chance: random.Random) -> None:
        """At once; a mistake of either is the client's."""
        with ThreadPoolExecutor(1) as pool:
            twin = pool.submit(self._carry_out, step, client + CLIENTS, random.Random(chance.random()))
            self._carry_out(step, client, chance)
        twin.result()

    def _carry_out(self, step: Step, client: int, chance: random.Random) -> None:
        text = self._text(step)
        for number in range(TRIES if step.is_repeatable and not step.is_query else 1):
            if self._is_answered("read" if step.is_query else "command", step.name, client, number, text):
                return
            time.sleep(chance.uniform(0, 0.2))

    def _text(self, step: Step) -> str:
        if step.expects is None:
            return words.text(step.body)
        known = max(0, self._known[step.body.get("aggregateId", step.name)] + step.expects)
        return words.text({**step.body, "minSequence" if step.is_query else "expectedSequence": known})

    def _is_answered(self, kind: str, name: str, client: int, number: int, text: str) -> bool:
        with self._history.lasting(kind, id=name, client=client, number=number, request=text) as line:
            try:
                answer = self._system.call("query" if kind == "read" else "command", text)
            except Throttled:
                line["notRun"] = True
                return False
            except InvocationFailed as failure:
                line["failed"] = {"errorType": failure.error_type, "errorMessage": failure.message}
                return False
            line["answer"] = {"status": answer.status, "body": answer.text}
        if kind == "command":
            self._learn(answer)
        return answer.status != 409 or json.loads(answer.text).get("type") != "ConcurrencyConflict" or "expectedSequence" in text

    def _learn(self, answer: Answer) -> None:
        body = answer.body
        if answer.status == 200 and "aggregateId" in body:
            self._known[body["aggregateId"]] = max(self._known[body["aggregateId"]], body["sequence"])
