"""Transfers on the deployed system: each way that one can go, what is told of it, and what brings it back."""

import json
import time
from decimal import Decimal
from pathlib import Path

from bank import Bank, requested
from harness.system import close, unique
from operations.daemon import Daemon, check
from operations.deliveries import bus_event, queue_batch
from operations.faults import disabled_mapping
from operations.runtime_api import running


def test_what_is_deployed(bank: Bank) -> None:
    rule = bank.bus.describe_rule(EventBusName=bank.outputs["event_bus_name"], Name=bank.outputs["process_rule_name"])
    assert json.loads(rule["EventPattern"]) == {
        "source": ["event-sourcing.financial"], "detail-type": ["TransferRequested", "TransferDebited"],
        "replay-name": [{"exists": False}]}
    sample = json.loads(bank.outputs["test_process_payload"])
    assert (sample["eventType"], sample["aggregateId"]) == ("TransferRequested", "transfer-1")


def test_money_moves(bank: Bank) -> None:
    source, target = bank.account(100), bank.account()
    transfer = bank.request(source, target, "40.1234", reference="rent")
    found = bank.ended(transfer)
    assert found.items() >= {
        "TransferId": transfer, "Status": "Completed", "Amount": Decimal("40.1234"), "FromAccountId": source, "ToAccountId": target,
        "Reference": "rent", "Version": 3}.items()
    assert "AccountId" not in found
    assert (bank.balance(source), bank.balance(target)) == (Decimal("59.8766"), Decimal("40.1234"))


def test_the_whole_way_is_told(bank: Bank) -> None:
    """One correlation id from the request on, and each event names the one that caused it."""
    source, target = bank.account(100), bank.account()
    answer = bank.command(json.loads(requested(unique("transfer"), source, target, 25)) | {"correlationId": "visit-7", "userId": "teller-3"})
    transfer = answer.body["aggregateId"]
    bank.ended(transfer)
    asked, debited, completed = bank.events(transfer)
    [debit], [credit] = ([event for event in bank.events(account) if event["EventData"].get("transferId") == transfer]
                         for account in (source, target))
    assert {event["CorrelationId"] for event in (asked, debited, completed, debit, credit)} == {"visit-7"}
    assert {event["UserId"] for event in (asked, debited, completed, debit, credit)} == {"teller-3"}
    assert "CausationId" not in asked
    assert [event["CausationId"] for event in (debit, debited, credit, completed)] == \
        [asked["EventId"], asked["EventId"], debited["EventId"], debited["EventId"]]
    assert debited["EventData"] == {"accountId": source, "eventId": debit["EventId"], "sequence": debit["EventSequence"]}
    assert completed["EventData"] == {"accountId": target, "eventId": credit["EventId"], "sequence": credit["EventSequence"]}


def test_the_traces_of_all_functions_are_found_by_what_they_belong_to(bank: Bank, tmp_path: Path) -> None:
    daemon, trace, parent = Daemon(), "1-5759e988-bd862e3fe1be46a994272793", "53995c3f42cd8ad8"
    sampled = f"Root={trace};Parent={parent};Sampled=1"
    source, target, transfer, begun = bank.account(100), bank.account(), unique("transfer"), time.time()

    def annotated(operation: str) -> None:
        found = daemon.received()
        for segment in found:
            check(segment, trace, parent, begun)
        assert operation in {segment["aws"]["operation"] for segment in found}
        assert all(segment["annotations"] == {"correlationId": "visit-8"} for segment in found), found

    with disabled_mapping(bank, "process_queue"):
        with running(bank, "command", tmp_path, AWS_XRAY_DAEMON_ADDRESS=daemon.address) as api:
            command = {**json.loads(requested(transfer, source, target, 25)), "correlationId": "visit-8"}
            assert api.invoke(command, sampled)["statusCode"] == 200
            annotated("TransactWriteItems")
        with running(bank, "process", tmp_path, AWS_XRAY_DAEMON_ADDRESS=daemon.address) as api:
            assert api.invoke(queue_batch(bus_event(bank.events(transfer)[0])), sampled) == {"batchItemFailures": []}
            annotated("TransactWriteItems")
    daemon.close()
    assert bank.ended(transfer)["Status"] == "Completed"


def test_a_payer_without_the_money(bank: Bank) -> None:
    source, target = bank.account(10), bank.account()
    found = bank.ended(bank.request(source, target, "10.0001"))
    assert found.items() >= {"Status": "Failed", "FailedRule": "InsufficientFunds", "Refunded": True, "Version": 2}.items()
    assert (bank.balance(source), bank.balance(target)) == (10, 0)


def test_a_payer_that_does_not_exist(bank: Bank) -> None:
    found = bank.ended(bank.request(unique("nobody"), bank.account(), 1))
    assert found.items() >= {"Status": "Failed", "FailedRule": "AccountNotFound", "Refunded": True}.items()


def test_what_cannot_be_credited_is_paid_back(bank: Bank) -> None:
    source, closed = bank.account(100), bank.account()
    assert bank.command(close(closed)).status == 200
    for target, rule in ((unique("nobody"), "AccountNotFound"), (closed, "AccountClosed"), (bank.request(source, closed, 1), "AggregateOfAnotherDomain")):
        found = bank.ended(bank.request(source, target, 30))
        assert found.items() >= {"Status": "Failed", "FailedRule": rule, "Refunded": True, "Version": 3}.items(), found
    assert bank.balance(source) == 100
    purposes = [event["EventData"].get("purpose") for event in bank.events(source)]
    assert purposes.count("debit") == purposes.count("refund") == 4


def test_transfers_of_an_account_newest_first(bank: Bank) -> None:
    source, target = bank.account(100), bank.account()
    transfers = [bank.request(source, target, 1 + number) for number in range(5)]
    for transfer in transfers:
        bank.ended(transfer)
    for account in (source, target):
        found = bank.listed(account).body
        assert [entry["transferId"] for entry in found["transfers"]] == transfers[::-1]
        assert (found["accountId"], found["transferCount"]) == (account, 5)
        assert found["transfers"][0].items() >= {"amount": 5, "status": "Completed", "fromAccountId": source, "version": 3}.items()
    listed, token = [], None
    while True:
        page = bank.listed(source, limit=2, **({"nextToken": token} if token else {})).body
        listed += [entry["transferId"] for entry in page["transfers"]]
        if not (token := page.get("nextToken")):
            break
    assert listed == transfers[::-1]


def test_every_query_knows_whose_an_aggregate_is(bank: Bank) -> None:
    source, target = bank.account(100), bank.account()
    transfer = bank.request(source, target, 25)
    bank.ended(transfer)
    for aggregate, events in ((transfer, 3), (source, 3)):
        integrity = bank.query({"queryType": "verifyIntegrity", "aggregateId": aggregate}).body
        assert (integrity["valid"], integrity["eventsChecked"], integrity["readModelMatches"]) == (True, events, True), integrity
    state = bank.query({"queryType": "reconstructState", "aggregateId": transfer, "upToSequence": 2}).body["reconstructedState"]
    assert state.items() >= {"aggregateId": transfer, "status": "Debited", "amount": 25, "endedAt": None}.items()
    audit = bank.query({"queryType": "getAuditTrail", "transferId": transfer}).body
    assert audit["TransferId"] == transfer
    assert [event["EventType"] for event in audit["Events"]] == ["TransferRequested", "TransferDebited", "TransferCompleted"]
    completed = bank.query({"queryType": "getEventsByType", "eventType": "TransferCompleted", "limit": 1000}).body["events"]
    assert transfer in {event["AggregateId"] for event in completed}
    assert bank.query({"queryType": "getAccountSummary", "accountId": transfer}).status == 404
    assert bank.query({"queryType": "getTransfer", "transferId": source}).status == 404
    unknown = bank.query({"queryType": "getNothing"}).body["supportedQueryTypes"]
    assert {"getTransfer", "getAccountTransfers", "getAccountSummary", "getCustomerAccounts"} <= set(unknown)
    path = f"/accounts/{source}/transfers"
    answer = bank.query({"version": "2.0", "rawPath": path, "requestContext": {"http": {"method": "GET", "path": path}}})
    assert (answer.status, answer.body["transferCount"]) == (200, 1), answer


def test_bad_requests(bank: Bank) -> None:
    source, target = bank.account(100), bank.account()
    assert bank.command(requested(unique("t"), source, source, 1)).body["rule"] == "SameAccount"
    for amount in (0, -1, "0.00001"):
        answer = bank.command(requested(unique("t"), source, target, amount))
        assert (answer.status, answer.body["field"]) == (400, "eventData.amount"), answer
    transfer = bank.request(source, target, 1)
    bank.ended(transfer)
    again = bank.command(requested(transfer, source, target, 1))
    assert (again.status, again.body["duplicate"]) == (200, True)
    other = bank.command(requested(transfer, source, target, 2))
    assert (other.status, other.body["type"]) == (409, "CommandIdReused")
    for command in (requested(source, source, target, 1), json.dumps(close(transfer) | {"eventData": {}})):
        answer = bank.command(command)
        assert (answer.status, answer.body["rule"]) == (422, "AggregateOfAnotherDomain"), answer
    forged = {"aggregateId": transfer, "eventType": "TransferDebited", "eventData": {"accountId": source, "eventId": "e", "sequence": 2}}
    assert bank.command(forged).body["rule"] == "RecordedByProcess"


def test_a_replay_moves_nothing_and_restores_what_was_lost(bank: Bank) -> None:
    bank.settle()
    source, target = bank.account(100), bank.account()
    transfer = bank.request(source, target, 25)
    bank.ended(transfer)
    before = {key: bank.read_model(key) for key in (source, target, transfer)}
    events = {key: len(bank.events(key)) for key in (source, target, transfer)}
    for key in before:
        bank.lose(key)
    assert bank.read_model(transfer) == {}
    bank.replay(source)
    bank.projected(source, 3, seconds=360)
    bank.eventually(lambda: {key: bank.read_model(key) for key in before} == before, "the read model as it was", 360)
    bank.settle()
    assert {key: len(bank.events(key)) for key in events} == events


def test_rebuilds_know_whose_an_aggregate_is(bank: Bank) -> None:
    source, target = bank.account(100), bank.account()
    transfer = bank.request(source, target, 25)
    bank.ended(transfer)
    before = {key: bank.read_model(key) for key in (source, transfer)}
    bank.lose(transfer)
    assert bank.act(action="rebuild", transferId=transfer)["status"] == 200
    bank.lose(source)
    assert bank.act(action="rebuild", accountId=source)["status"] == 200
    # The row of the transfer in the account's partition is the transfer's to write.
    assert bank.act(action="rebuild", transferId=transfer)["status"] == 200
    assert {key: bank.read_model(key) for key in before} == before
    bank.lose(transfer)
    begun = bank.act(action="rebuildAll", parts=2)
    assert begun["status"] == 200
    bank.eventually(lambda: bank.act(action="rebuildProgress")["isComplete"], "the end of the rebuild", 240)
    assert {key: bank.read_model(key) for key in before} == before


def test_a_process_that_was_stopped_goes_on(bank: Bank) -> None:
    source, target = bank.account(100), bank.account()
    with disabled_mapping(bank, "process_queue"):
        transfer = bank.request(source, target, 25)
        bank.eventually(lambda: bank.transfer(transfer).get("Status") == "Requested", "the request in the read model")
        assert bank.resume(transfer) == {"status": 200, "recordedEvents": 2, "needsOperator": False}
        assert bank.resume(transfer) == {"status": 200, "recordedEvents": 0, "needsOperator": False}
    assert bank.ended(transfer)["Status"] == "Completed"
    assert (bank.balance(source), bank.balance(target)) == (75, 25)
    assert bank.resume(unique("nobody"))["status"] == 404
