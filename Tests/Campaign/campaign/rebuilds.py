"""Rebuilds of all accounts, which go on by themselves, and how each of them ends."""

from harness.answers import InvocationFailed, Throttled
from harness.system import System
from harness.waiting import wait_for

from .history import History
from .letters import LONGEST, Letters

_QUIET_LOOKS = 5


class Rebuilds:
    def __init__(self, system: System, history: History, letters: Letters) -> None:
        self._system = system
        self._history = history
        self._letters = letters
        self._newest = ""
        self._quiet = 0
        """How often in a row no part was in its queue while the rebuild was not complete."""

    def begin(self) -> None:
        """One in the place of any other."""
        begun = wait_for(lambda: self._acted(action="rebuildAll", parts=3), "the begin of a rebuild", LONGEST)
        self._newest = str(begun["run"])

    def see_the_end(self) -> None:
        """A part among the dead letters is redriven, as the runbook has it; one that is nowhere is lost, which is a fault, and all is
        begun anew."""
        while (how := self._watched()) != "complete":
            self._history.write("rebuild", run=self._newest, how=how)
            if how == "dead letter":
                self._letters.redrive()
            else:
                self.begin()
        self._history.write("rebuild", run=self._newest, how=how)

    def _watched(self) -> str:
        self._quiet = 0
        return wait_for(self._how_it_ended, "the end of a rebuild", LONGEST, pause=1)

    def _how_it_ended(self) -> str | None:
        self._system.aws.wind_to_the_next_retry()
        is_quiet = self._system.depth("replay_queue") == 0
        progress = self._acted(action="rebuildProgress")
        if progress and progress["isComplete"]:
            return "complete"
        self._quiet = self._quiet + 1 if progress and is_quiet else 0
        if self._quiet < _QUIET_LOOKS:
            return None
        return "dead letter" if self._letters.are_about(self._newest) else "lost"

    def _acted(self, **action: object) -> dict | None:
        try:
            found = self._system.act(**action)
        except (InvocationFailed, Throttled):
            return None
        return found if found["status"] == 200 else None
