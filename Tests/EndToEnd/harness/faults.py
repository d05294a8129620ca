"""Faults in the deployed system, each taken back at the end."""

from collections.abc import Iterator
from contextlib import contextmanager

from .system import System


@contextmanager
def no_queue_policy(system: System, queue: str) -> Iterator[None]:
    """The queue, by the name of its outputs, takes nothing from the bus, as after somebody removed its policy by hand."""
    url = system.outputs[f"{queue}_url"]
    policy = system.queue.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])["Attributes"]["Policy"]
    system.queue.set_queue_attributes(QueueUrl=url, Attributes={"Policy": ""})
    try:
        yield
    finally:
        system.queue.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
