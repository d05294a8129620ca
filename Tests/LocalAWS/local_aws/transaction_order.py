"""The stream records of one transaction, in any order.

https://github.com/aws/aws-sdk-net/issues/1601: items that were put as 0, 1, 2 came as 1, 2, 0. The stream keeps the order
of the changes of one item only: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html, and a
transaction changes an item once.
"""

import random
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from ministack.services import dynamodb

from .patching import replace
from .settings import Settings

_changes: ContextVar[list[tuple[Any, ...]] | None] = ContextVar("local_aws_changes", default=None)


def _gathered(original: Callable[..., None]) -> Callable[..., None]:
    def emit(*change: Any, **options: Any) -> None:
        gathered = _changes.get()
        if gathered is None or options:
            original(*change, **options)
        else:
            gathered.append(change)

    return emit


def _shuffled(chance: random.Random) -> Callable[[Callable[..., tuple]], Callable[..., tuple]]:
    def replacement(original: Callable[..., tuple]) -> Callable[..., tuple]:
        def transact(data: dict) -> tuple:
            gathered: list[tuple[Any, ...]] = []
            token = _changes.set(gathered)
            try:
                answer = original(data)
            finally:
                _changes.reset(token)
            chance.shuffle(gathered)
            for change in gathered:
                dynamodb._emit_stream_event(*change)
            return answer

        return transact

    return replacement


def install(settings: Settings) -> None:
    replace(dynamodb, "_emit_stream_event", _gathered)
    replace(dynamodb, "_transact_write_items", _shuffled(random.Random(f"{settings.seed} transactions")))
