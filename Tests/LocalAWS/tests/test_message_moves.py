"""Messages go from a dead-letter queue to where they came from, or to the queue that is named."""

import json

import pytest
from botocore.exceptions import ClientError
from conftest import Stage, wait_for


def failed_once(stage: Stage, *texts: str) -> tuple[str, str, str, str]:
    """A queue and its dead-letter queue, to which these messages have gone."""
    dead_url, dead = stage.queue()
    url, queue = stage.queue(VisibilityTimeout="0", RedrivePolicy=json.dumps({"deadLetterTargetArn": dead, "maxReceiveCount": 1}))
    for text in texts:
        stage.sqs.send_message(QueueUrl=url, MessageBody=text)

    def swept() -> bool:
        stage.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
        return stage.depth(dead_url) == len(texts)

    wait_for(swept, "the dead letters")
    return url, queue, dead_url, dead


def last(stage: Stage, dead: str) -> dict:
    """How the last task went, once it is over."""
    def ended() -> dict | None:
        [task] = stage.sqs.list_message_move_tasks(SourceArn=dead)["Results"]
        return task if task["Status"] != "RUNNING" else None
    return wait_for(ended, "the end of the task")


def test_each_goes_back_to_where_it_came_from_as_a_new_message(stage: Stage) -> None:
    url, _queue, dead_url, dead = failed_once(stage, "a", "b")
    assert stage.sqs.start_message_move_task(SourceArn=dead)["TaskHandle"]
    assert last(stage, dead).items() >= {"Status": "COMPLETED", "ApproximateNumberOfMessagesMoved": 2}.items()
    assert (stage.depth(dead_url), stage.depth(url)) == (0, 2)
    found = stage.sqs.receive_message(QueueUrl=url, AttributeNames=["ApproximateReceiveCount"])["Messages"][0]
    assert found["Attributes"] == {"ApproximateReceiveCount": "1"}


def test_what_somebody_has_sent_to_a_dead_letter_queue_came_from_nowhere(stage: Stage) -> None:
    url, queue, dead_url, dead = failed_once(stage)
    stage.sqs.send_message(QueueUrl=dead_url, MessageBody="a letter")
    stage.sqs.start_message_move_task(SourceArn=dead)
    assert last(stage, dead).items() >= {"Status": "FAILED", "FailureReason": "CouldNotDetermineMessageSource"}.items()
    assert (stage.depth(dead_url), stage.depth(url)) == (1, 0)
    stage.sqs.start_message_move_task(SourceArn=dead, DestinationArn=queue, MaxNumberOfMessagesPerSecond=10)
    assert last(stage, dead)["Status"] == "COMPLETED"
    assert stage.message(url)["Body"] == "a letter"


def test_one_task_of_a_queue_at_a_time(stage: Stage) -> None:
    _url, _queue, _dead_url, dead = failed_once(stage, *"abc")
    stage.sqs.start_message_move_task(SourceArn=dead, MaxNumberOfMessagesPerSecond=1)
    with pytest.raises(ClientError, match="UnsupportedOperation"):
        stage.sqs.start_message_move_task(SourceArn=dead)
    assert last(stage, dead)["Status"] == "COMPLETED"


def test_what_cannot_be_moved(stage: Stage) -> None:
    _url, queue, _dead_url, dead = failed_once(stage)
    for arguments, code in (({"SourceArn": queue}, "InvalidParameterValue"), ({"SourceArn": dead + "-gone"}, "ResourceNotFoundException"),
                            ({"SourceArn": dead, "DestinationArn": dead + "-gone"}, "ResourceNotFoundException"),
                            ({"SourceArn": dead, "MaxNumberOfMessagesPerSecond": 501}, "InvalidParameterValue")):
        with pytest.raises(ClientError, match=code):
            stage.sqs.start_message_move_task(**arguments)
