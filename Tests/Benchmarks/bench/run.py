"""One run: a program, the events it is given, and what the Runtime API stub and the fake AWS saw."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bench.fake_aws import FakeAWS
from bench.load import Load
from bench.program import ENVIRONMENT, Program

FAKE_CPU, PROGRAM_CPU = 0, 1
# Seconds, for all events of a run: the longest one makes the log of 100,000.
LIMIT = "900"


class RunFailed(Exception):
    """The program did not answer as it should: what is measured would be something else."""


@dataclass(frozen=True)
class Question:
    """The events of a run, a line each, and what every answer must hold."""

    events: Path
    expect: str = ""


@dataclass(frozen=True)
class Figures:
    """What one run measured. Times are in microseconds an event, but for the start's, in milliseconds."""

    stub: dict
    calls: dict[str, int]
    foreign: float  # share of a core that others used meanwhile

    @property
    def cpu(self) -> float:
        return self.stub["cpu_us_per_inv"]

    @property
    def user_share(self) -> float:
        total = self.stub["user_ms"] + self.stub["system_ms"]
        return self.stub["user_ms"] / total if total else 0.0

    @property
    def first_event(self) -> float:
        return self.stub["first_response_ms"] - self.stub["cold_ms"]


class Runner:
    """Runs programs against one fake AWS."""

    def __init__(self, stub: Path, fake: FakeAWS, environment: dict[str, str] | None = None) -> None:
        self._stub = stub
        self._fake = fake
        self._environment = environment or {}

    def run(self, program: Program, question: Question, events: int, warm_up: int = 0,
            before: list[str] | None = None) -> Figures:
        """Raises RunFailed unless all events were answered, each as the question expects. `before` is the command
        that runs the program, where another one does."""
        command = [str(self._stub), "-n", str(events), "--warmup", str(warm_up), "--timeout", LIMIT, "--deadline", LIMIT,
                   "--events", str(question.events), *(["--expect", question.expect] if question.expect else []),
                   *placed()]
        environment = {**ENVIRONMENT, "AWS_ENDPOINT_URL": self._fake.endpoint, **self._environment, **program.environment}
        calls, load, cpu = self._fake.calls(), Load(), self._fake.cpu_seconds()
        result = subprocess.run(
            [*command, "--", *(before or []), *program.command], env=environment, capture_output=True, text=True)
        if not result.stdout:
            raise RunFailed(f"{' '.join(program.command)}: {result.stderr.strip()}")
        stub = json.loads(result.stdout)
        foreign = load.foreign(self._fake.cpu_seconds() - cpu)
        if not stub["completed"] or stub["errors"] or stub["bad_bodies"]:
            end = f", and it ended by itself with {stub['exit_code']}" if stub["died_early"] else ""
            raise RunFailed(f"{' '.join(program.command)}: {stub['responses']} of {events + warm_up} answers, of these "
                            f"{stub['bad_bodies']} without {question.expect!r}; {stub['errors']} errors{end} {stub['error_body']}")
        now = self._fake.calls()
        made = {name: number - calls.get(name, 0) for name, number in now.items()}
        return Figures(stub, {name: number for name, number in made.items() if number}, foreign)


def placed() -> list[str]:
    """The stub beside the fake, the program on the other core, where there is one."""
    if not {FAKE_CPU, PROGRAM_CPU} <= os.sched_getaffinity(0):
        return ["--no-pin"]
    return ["--cpus", f"{FAKE_CPU},{PROGRAM_CPU}"]


def fake_cpu() -> int | None:
    return None if placed() == ["--no-pin"] else FAKE_CPU
