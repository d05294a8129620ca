"""Half a batch at the end of a log, cut off by the runbook."""

import json

import pytest
from harness.answers import InvocationFailed
from harness.system import System, transaction, unique
from operations.damage import is_right
from operations.runbook import Runbook, answers


@pytest.mark.parametrize("missing", [pytest.param(1, id="its-start"), pytest.param(2, id="a-hole"), pytest.param(3, id="its-end")])
def test_half_a_batch_is_cut_off(system: System, runbook: Runbook, account: str, missing: int) -> None:
    """As a backup or a replica may hold it: a part of what one command wrote, here with a read model that had seen all of it."""
    before, policy = system.events(account), event_store_policy(system)
    batch = {"aggregateId": account, "commandId": unique("batch"), "events": [
        {"eventType": "TransactionProcessed", "eventData": {"amount": amount}} for amount in (10, 20, 30)]}
    assert system.command(batch).status == 200
    system.projected(account, len(before) + 3)
    key = {"AggregateId": {"S": account}, "EventSequence": {"N": str(len(before) + missing)}}
    system.event_store_writer.delete_item(TableName=system.event_store, Key=key)
    with pytest.raises(InvocationFailed) as failure:
        system.command(transaction(account, 1))
    assert failure.value.error_type == "EventLogDamaged"
    [found] = answers(runbook.run("Verify"))
    assert found["valid"] is False and len(before) < found["firstInvalidSequence"] <= len(before) + 3
    if missing == 3:
        assert "incomplete batch" in failure.value.message

    assert f"Of 3 events from {len(before) + 1} on, the log has 2." in runbook.run("Mend a half-restored batch")
    runbook.run("Mend a half-restored batch", 1)
    assert system.events(account) == before and event_store_policy(system) == policy
    assert system.command(batch).body["sequence"] == len(before) + 3, "its key is free again"
    system.projected(account, len(before) + 3)
    assert is_right(system, account)


def event_store_policy(system: System) -> object:
    return json.loads(system.dynamodb.get_resource_policy(ResourceArn=system.outputs["event_store_table_arn"])["Policy"])
