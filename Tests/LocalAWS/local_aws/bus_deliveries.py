"""When, and how often, a matched event is handed over to a target.

The bus keeps no order and delivers at least once:
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-what-is-how-it-works-concepts.html. A replay does neither:
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-replay-archived-event.html.
"""

import random
from collections.abc import Callable

from ministack.services import eventbridge

from . import scope
from .patching import replace
from .settings import Settings
from .work_queue import WorkQueue

_AT_ONCE = 8
_SECOND_DELIVERY = 4
"""A second delivery comes up to so many times later, so that it overtakes and is overtaken."""


class Deliveries:
    """Hands every event over after a time drawn by chance, and some of them again."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._chance = random.Random(f"{settings.seed} bus")
        self._queue = WorkQueue("bus", lambda: _AT_ONCE)

    def deferred(self, deliver: Callable[..., None]) -> Callable[..., None]:
        """Instead of `deliver`: the same later, in the account and region of the event."""

        def later(*arguments: object) -> None:
            account, region = scope.current()

            def work() -> None:
                with scope.scope(account, region):
                    deliver(*arguments)

            for delay in self._delays():
                self._queue.add(work, delay) if delay else work()

        return later

    def _delays(self) -> list[float]:
        longest, one_in = self._settings.bus_delay_seconds, self._settings.bus_duplicates
        delays = [self._chance.random() * longest]
        if one_in and self._chance.random() * one_in < 1:
            delays.append(self._chance.random() * longest * _SECOND_DELIVERY)
        return delays


def install(settings: Settings) -> None:
    """Comes after the module that delivers."""
    replace(eventbridge, "_invoke_target", Deliveries(settings).deferred)
