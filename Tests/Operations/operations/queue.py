"""The dead-letter queue."""

from harness.system import System


def depth(system: System) -> int:
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = system.queue.get_queue_attributes(QueueUrl=system.outputs["dead_letter_queue_url"], AttributeNames=names)["Attributes"]
    return sum(int(value) for value in found.values())
