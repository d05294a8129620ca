"""What operators do while the load runs, each act when a part of the load has been sent."""

import random
import threading
from collections.abc import Callable
from datetime import datetime, timezone

from harness.live import configure
from harness.system import System, unique

from . import read_model
from .history import History
from .letters import Letters
from .rebuilds import Rebuilds


class Operator:
    """The acts that are left when the load ends come after it."""

    def __init__(self, system: System, history: History, seed: int, begin: datetime) -> None:
        self._system = system
        self._history = history
        self._chance = random.Random(f"{seed} operator")
        self._begin = begin
        self._letters = Letters(system, history)
        self._rebuilds = Rebuilds(system, history, self._letters)
        self._acts: list[tuple[float, Callable[[], None]]] = [
            (0.05, self.poison), (0.15, self.replay), (0.25, self.rebuild), (0.4, self.poison), (0.45, self.lose), (0.46, self.replay),
            (0.47, self.rebuild), (0.6, self.redrive), (0.75, self.deploy), (0.9, self.poison)]
        self._failure: BaseException | None = None
        self._over = threading.Event()

    def run(self, part: Callable[[], float]) -> threading.Thread:
        """Begins; `part` says how much of the load has been sent."""
        thread = threading.Thread(target=self._run, args=(part,), daemon=True)
        thread.start()
        return thread

    def finish(self, thread: threading.Thread) -> None:
        self._over.set()
        thread.join()
        if self._failure is not None:
            raise self._failure

    def _run(self, part: Callable[[], float]) -> None:
        try:
            for when, act in self._acts:
                while part() < when and not self._over.wait(0.2):
                    pass
                act()
        except BaseException as failure:  # it is raised where the load ends
            self._failure = failure

    # Acts

    def poison(self) -> None:
        self._letters.poison()

    def redrive(self) -> None:
        self._letters.redrive()

    def replay(self) -> None:
        """The archive from the first event on, to the projection."""
        with self._history.lasting("act", what="replay"):
            self._system.bus.start_replay(
                ReplayName=unique("replay"), EventSourceArn=self._system.outputs["event_archive_arn"],
                EventStartTime=self._begin.replace(microsecond=0), EventEndTime=datetime.now(timezone.utc),
                Destination={"Arn": self._system.outputs["event_bus_arn"], "FilterArns": [self._system.outputs["financial_events_replay_rule_arn"]]})

    def rebuild(self) -> None:
        with self._history.lasting("act", what="rebuild"):
            self._rebuilds.begin()

    def lose(self) -> None:
        with self._history.lasting("act", what="lose"):
            read_model.lose(self._system)

    def deploy(self) -> None:
        """A new version of the fold, in the order that the runbook has, but nobody waits for all copies: the projection, then who reads them.

        The copies are made older, as there is one fold to deploy only: to the functions theirs is the new one.
        """
        with self._history.lasting("act", what="deploy"):
            read_model.age(self._system)
            self._deploy("projection")
            self._rebuilds.begin()
            for function in ("command", "query"):
                self._deploy(function)

    def _deploy(self, function: str) -> None:
        configure(self._system.functions, self._system.name(function), MemorySize=self._chance.choice((160, 192, 256)))

    # The end

    def see_the_rebuild_end(self) -> None:
        self._rebuilds.see_the_end()

    def redrive_what_is_no_poison(self) -> None:
        self._letters.redrive_what_is_no_poison()
