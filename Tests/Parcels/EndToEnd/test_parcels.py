"""Parcels on the deployed system: what is made for accounts does the same for a domain that nothing of it knows."""

import json
from dataclasses import dataclass

import pytest
from harness.answers import Answer
from harness.system import System, unique
from harness.waiting import wait_for


@dataclass(frozen=True)
class Journey:
    """A parcel that was registered at one place and moved to another, and one that stayed; both are projected."""

    start: str
    end: str
    moved: str
    stayed: str

    @property
    def keys(self) -> tuple[str, ...]:
        """All that the read model has items under."""
        return self.moved, self.stayed, self.start, self.end


def send(system: System, parcel: str, event: str, place: str | None = None, **members: object) -> Answer:
    data = {} if place is None else {"place": place}
    return system.command({"aggregateId": parcel, "eventType": f"Parcel{event}", "eventData": data, **members})


def done(system: System, parcel: str, event: str, place: str | None = None) -> int:
    """The sequence of an event that is accepted."""
    answer = send(system, parcel, event, place)
    assert answer.status == 200, answer
    return answer.body["sequence"]


def ask(system: System, query: str, **fields: object) -> dict:
    answer = system.query({"queryType": query, **fields})
    assert answer.status == 200, answer
    return answer.body


def at(system: System, place: str) -> list[dict]:
    return ask(system, "getPlaceParcels", placeId=place)["parcels"]


def items(system: System, journey: Journey) -> dict[str, dict]:
    return {key: system.read_model(key) for key in journey.keys}


@pytest.fixture
def journey(system: System) -> Journey:
    made = Journey(unique("start"), unique("end"), unique("moved"), unique("stayed"))
    for parcel in (made.moved, made.stayed):
        assert done(system, parcel, "Registered", made.start) == 1
    assert done(system, made.moved, "Moved", made.end) == 2
    system.projected(made.stayed, 1)
    system.projected(made.moved, 2)
    return made


def test_the_deployment_is_of_this_domain(system: System) -> None:
    outputs = system.outputs
    assert (outputs["financial_events_rule_name"], outputs["financial_events_replay_rule_name"]) == \
        ("parcels-events-rule", "parcels-events-replay-rule")
    rule = system.bus.describe_rule(EventBusName=outputs["event_bus_name"], Name=outputs["financial_events_rule_name"])
    pattern = json.loads(rule["EventPattern"])
    assert pattern["source"] == ["event-sourcing.parcels"]
    assert pattern["detail-type"] == ["ParcelRegistered", "ParcelMoved", "ParcelDelivered"]
    assert json.loads(outputs["test_command_payload"]) == {
        "aggregateId": "parcel-1", "eventType": "ParcelRegistered", "eventData": {"place": "lisbon"}}


def test_commands_and_refusals(system: System) -> None:
    parcel = unique("parcel")

    def refused(rule: str, event: str, place: str | None = None) -> None:
        answer = send(system, parcel, event, place)
        assert (answer.status, answer.body["type"], answer.body["rule"]) == (422, "BusinessRuleViolation", rule), answer

    refused("ParcelNotFound", "Moved", "porto")
    assert done(system, parcel, "Registered", "lisbon") == 1
    refused("ParcelAlreadyRegistered", "Registered", "porto")
    first = send(system, parcel, "Moved", "porto", commandId="move")
    again = send(system, parcel, "Moved", "porto", commandId="move")
    assert again.body == {**first.body, "duplicate": True}
    assert send(system, parcel, "Moved", "faro", expectedSequence=1).body["type"] == "ConcurrencyConflict"
    for wrong, field in (({}, "eventData.place"), ({"place": 7}, "eventData.place")):
        answer = system.command({"aggregateId": parcel, "eventType": "ParcelMoved", "eventData": wrong})
        assert (answer.status, answer.body["field"]) == (400, field), answer
    answer = system.command({"aggregateId": parcel, "eventType": "AccountCreated", "eventData": {}})
    assert (answer.status, answer.body["field"]) == (400, "eventType"), answer
    assert done(system, parcel, "Delivered") == 3
    refused("ParcelDelivered", "Moved", "faro")
    events = system.events(parcel)
    assert [(event["EventSequence"], event["EventType"], event["EventData"]) for event in events] == [
        (1, "ParcelRegistered", {"place": "lisbon"}), (2, "ParcelMoved", {"place": "porto"}), (3, "ParcelDelivered", {})]


def test_a_parcel_is_listed_where_it_is(system: System, journey: Journey) -> None:
    moved, stayed = journey.moved, journey.stayed
    assert at(system, journey.start) == [{"parcelId": stayed, "moves": 0, "version": 1}]
    assert at(system, journey.end) == [{"parcelId": moved, "moves": 1, "version": 2}]
    system.projected(stayed, done(system, stayed, "Moved", journey.end))
    assert system.read_model(journey.start) == {}, "no row stays behind"
    assert [entry["parcelId"] for entry in at(system, journey.end)] == sorted([moved, stayed])
    system.projected(moved, done(system, moved, "Delivered"))
    assert set(system.read_model(journey.end)) == {f"PlaceParcels#{stayed}"}
    assert at(system, journey.start) == [] and at(system, journey.end) == [{"parcelId": stayed, "moves": 1, "version": 2}]
    path = f"/places/{journey.end}/parcels"
    answer = system.query({"version": "2.0", "rawPath": path, "requestContext": {"http": {"method": "GET", "path": path}}})
    assert (answer.status, answer.body["parcelCount"]) == (200, 1), answer


def test_every_query(system: System, journey: Journey) -> None:
    parcel, stored = journey.moved, system.events(journey.moved)
    bounds = {"startTime": stored[0]["Timestamp"], "endTime": stored[1]["Timestamp"]}
    answers = {query: ask(system, query, **fields) for query, fields in {
        "getParcelSummary": {"parcelId": parcel},
        "getAuditTrail": {"parcelId": parcel},
        "getAggregateEvents": {"aggregateId": parcel},
        "reconstructState": {"aggregateId": parcel, "upToSequence": 1},
        "getEventsByType": {"eventType": "ParcelMoved", **bounds},
        "getEventsByTimeRange": bounds,
        "getPlaceParcels": {"placeId": journey.end},
        "verifyIntegrity": {"aggregateId": parcel},
    }.items()}
    known = system.query({"queryType": "getAccountSummary", "accountId": parcel})
    assert (known.status, set(known.body["supportedQueryTypes"])) == (400, set(answers)), "there is no other question"
    summary = answers["getParcelSummary"]
    assert summary.items() >= {"ParcelId": parcel, "Place": journey.end, "Moves": 1, "IsDelivered": False, "Version": 2}.items()
    assert [event["Data"] for event in answers["getAuditTrail"]["Events"]] == [{"place": journey.start}, {"place": journey.end}]
    assert answers["getAggregateEvents"]["events"] == stored
    assert answers["reconstructState"]["reconstructedState"] == {
        "aggregateId": parcel, "place": journey.start, "moves": 0, "isDelivered": False}
    assert [event for event in answers["getEventsByType"]["events"] if event["AggregateId"] == parcel] == stored[1:]
    assert [event for event in answers["getEventsByTimeRange"]["events"] if event["AggregateId"] == parcel] == stored
    assert (answers["getPlaceParcels"]["placeId"], answers["getPlaceParcels"]["parcelCount"]) == (journey.end, 1)
    integrity = answers["verifyIntegrity"]
    assert (integrity["valid"], integrity["eventsChecked"], integrity["readModelMatches"]) == (True, 2, True), integrity
    nobody = system.query({"queryType": "getParcelSummary", "parcelId": unique("nobody")})
    assert (nobody.status, nobody.body) == (404, {"error": "Parcel not found"})


def test_the_replay_alone_restores_a_lost_read_model(system: System, journey: Journey) -> None:
    before, stored = items(system, journey), system.dynamodb.scan(TableName=system.event_store, Select="COUNT")["Count"]
    wait_for(lambda: system.archived() >= stored, "the events in the archive")
    # What the queue still has would restore it as well.
    system.finish_retries()
    for key in journey.keys:
        system.lose(key)
    assert items(system, journey) == {key: {} for key in journey.keys}
    system.replay(journey.moved)
    system.projected(journey.stayed, 1, seconds=360)
    system.projected(journey.moved, 2, seconds=360)
    assert items(system, journey) == before
    system.finish_retries()
    assert items(system, journey) == before


def test_rebuilds_restore_it_too(system: System, journey: Journey) -> None:
    before = items(system, journey)
    system.lose(journey.moved)
    system.lose(journey.end)
    assert system.act(action="rebuild", parcelId=journey.moved) == {
        "status": 200, "processedEvents": 2, "failedEvents": 0, "totalEvents": 2}
    assert items(system, journey) == before
    nobody = system.act(action="rebuild", parcelId=unique("nobody"))
    assert (nobody["status"], nobody["error"]) == (404, "Parcel not found")

    for key in journey.keys:
        system.lose(key)
    begun = system.act(action="rebuildAll")
    assert begun["status"] == 200, begun

    def complete() -> dict | None:
        progress = system.act(action="rebuildProgress")
        return progress if progress["isComplete"] else None
    progress = system.eventually(complete, "the end of the rebuild", 240)
    assert (progress["run"], progress["failedParcelCount"]) == (begun["run"], 0) and progress["processedParcels"] >= 2
    assert items(system, journey) == before
