"""Rounds in which all programs take turns, so that a busy moment meets all of them."""

import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path

from bench import allocations
from bench.instruments import Instruments
from bench.paths import Path as MeasuredPath
from bench.program import Program
from bench.progress import say
from bench.run import Figures, Question, Runner

ROUNDS, STARTS = 5, 15
# A run during which others used more of a core than this is made again, so often at most.
FOREIGN, REPEATS = 0.10, 2
PATIENCE = 100  # seconds
# Where rounds take long, two must do: seconds for all runs of a subject.
ENOUGH, SUBJECT_SECONDS = 2, 6


@dataclass(frozen=True, eq=False)
class Subject:
    """A program on a path, or at its start."""

    label: str
    program: Program
    path: MeasuredPath


@dataclass
class Measured:
    """The runs of a subject."""

    runs: list[Figures] = field(default_factory=list)
    starts: list[Figures] = field(default_factory=list)
    allocations: int | None = None

    @property
    def cpu(self) -> float:
        return self.median("cpu_us_per_inv")

    @property
    def spread(self) -> float:
        """Half of the distance from the smallest to the largest CPU time, as a share of the median."""
        values = [run.cpu for run in self.runs]
        return (max(values) - min(values)) / 2 / self.cpu if self.cpu else 0.0

    @property
    def user(self) -> float:
        """User time: the median of CPU times by the share that all runs together had."""
        return self.cpu * statistics.fmean(run.user_share for run in self.runs)

    @property
    def calls(self) -> float:
        run = self.runs[0]
        return sum(run.calls.values()) / (run.stub["responses"] or 1)

    @property
    def cold(self) -> float:
        return statistics.median(run.stub["cold_ms"] for run in self.starts)

    @property
    def first_event(self) -> float:
        return statistics.median(run.first_event for run in self.starts)

    @property
    def disturbed(self) -> bool:
        """Whether half of the runs were never repeated in peace."""
        return statistics.median(run.foreign for run in self.runs) > FOREIGN

    def median(self, name: str) -> float:
        return statistics.median(run.stub[name] for run in self.runs)

    def faults(self, name: str) -> float:
        return statistics.median(run.stub[name] / run.stub["n"] for run in self.runs)


class Peace:
    """Repeats what others disturbed, until its time is over: a bench ends on a busy machine too."""

    def __init__(self, runner: Runner, seconds: float) -> None:
        self.runner = runner
        self._end = time.monotonic() + seconds

    def run(self, program: Program, question: Question, events: int, warm_up: int) -> Figures:
        """The least disturbed of as many runs as it takes."""
        best = self.runner.run(program, question, events, warm_up)
        for _ in range(REPEATS):
            if best.foreign <= FOREIGN or time.monotonic() > self._end:
                break
            best = min(best, self.runner.run(program, question, events, warm_up), key=lambda run: run.foreign)
        return best


def measure(peace: Peace, subjects: list[Subject], rounds: int = ROUNDS) -> dict[Subject, Measured]:
    measured = {subject: Measured() for subject in subjects}
    end = time.monotonic() + SUBJECT_SECONDS * len(subjects)
    for done in range(rounds):
        if done >= ENOUGH and time.monotonic() > end:
            break
        say(f"Round {done + 1} of {rounds}: {len(subjects)} runs")
        for subject in subjects:
            path = subject.path
            measured[subject].runs.append(peace.run(subject.program, path.question, path.events, path.warm_up))
    return measured


def measure_starts(peace: Peace, measured: dict[Subject, Measured], rounds: int = STARTS) -> None:
    say(f"Starts: {rounds} of {len(measured)} programs")
    for _ in range(rounds):
        for subject, found in measured.items():
            found.starts.append(peace.run(subject.program, subject.path.question, 1, 0))


def count_allocations(runner: Runner, instruments: Instruments, measured: dict[Subject, Measured], folder: Path) -> None:
    say("Allocations")
    for subject, found in measured.items():
        found.allocations = allocations.count(runner, instruments, subject.program, subject.path.question, folder)
