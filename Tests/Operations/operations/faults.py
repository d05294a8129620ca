"""Faults in the deployed system, each taken back at the end."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from harness.live import configure
from harness.system import System


@contextmanager
def environment(system: System, function: str, **changes: str | None) -> Iterator[None]:
    """Other environment variables for a deployed function; one that is None is taken away."""
    name = system.name(function)
    found = system.functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    changed = {key: value for key, value in {**found, **changes}.items() if value is not None}
    configure(system.functions, name, Environment={"Variables": changed})
    try:
        yield
    finally:
        configure(system.functions, name, Environment={"Variables": found})


@contextmanager
def timeout(system: System, function: str, seconds: int) -> Iterator[None]:
    """Less time for each invocation of a deployed function."""
    name = system.name(function)
    found = system.functions.get_function_configuration(FunctionName=name)["Timeout"]
    configure(system.functions, name, Timeout=seconds)
    try:
        yield
    finally:
        configure(system.functions, name, Timeout=found)


@contextmanager
def disabled_mapping(system: System, source: str) -> Iterator[None]:
    """What feeds a function from a queue or the stream, by the name of its outputs, is off."""
    [mapping] = system.functions.list_event_source_mappings(EventSourceArn=system.outputs[f"{source}_arn"])["EventSourceMappings"]
    system.functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
    try:
        yield
    finally:
        system.functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=True)


@contextmanager
def no_concurrency(system: System, function: str) -> Iterator[None]:
    """Lambda runs the function no more."""
    system.functions.put_function_concurrency(FunctionName=system.name(function), ReservedConcurrentExecutions=0)
    try:
        yield
    finally:
        system.functions.delete_function_concurrency(FunctionName=system.name(function))


@contextmanager
def no_right_to_send_dead_letters(system: System, function: str) -> Iterator[None]:
    """The function's role has lost `sqs:SendMessage`."""
    iam, role = system.aws.client("iam"), system.outputs["lambda_role_arns"][function].rpartition("/")[2]
    [name] = iam.list_role_policies(RoleName=role)["PolicyNames"]
    policy = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
    less = {**policy, "Statement": [one for one in policy["Statement"] if one["Sid"] != "DeadLetters"]}
    assert less != policy
    iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(less))
    try:
        yield
    finally:
        iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(policy))


@contextmanager
def disabled_rule(system: System) -> Iterator[None]:
    """The bus drops what comes meanwhile."""
    rule = {"Name": system.outputs["financial_events_rule_name"], "EventBusName": system.outputs["event_bus_name"]}
    system.bus.disable_rule(**rule)
    try:
        yield
    finally:
        system.bus.enable_rule(**rule)


@contextmanager
def silent_service() -> Iterator[str]:
    """An endpoint that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        kept: list[socket.socket] = []

        def accept() -> None:
            while True:
                try:
                    kept.append(listener.accept()[0])
                except OSError:
                    return

        threading.Thread(target=accept, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            for connection in kept:
                connection.close()


def publish(system: System, detail: object, detail_type: str = "AccountCreated") -> None:
    """Puts something on the bus as the publisher would."""
    answer = system.publishers_bus.put_events(Entries=[{"Source": "event-sourcing.financial", "DetailType": detail_type,
                                             "Detail": json.dumps(detail), "EventBusName": system.outputs["event_bus_name"]}])
    assert answer["FailedEntryCount"] == 0, answer


@contextmanager
def little_capacity(system: System, table: str) -> Iterator[None]:
    """One unit a second for reading and writing, where the table is paid by request otherwise."""
    little = {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}
    indexes = system.dynamodb.describe_table(TableName=table)["Table"].get("GlobalSecondaryIndexes", [])
    updates = [{"Update": {"IndexName": index["IndexName"], "ProvisionedThroughput": little}} for index in indexes]
    system.dynamodb.update_table(TableName=table, BillingMode="PROVISIONED", ProvisionedThroughput=little,
                                 **({"GlobalSecondaryIndexUpdates": updates} if updates else {}))
    try:
        yield
    finally:
        system.dynamodb.update_table(TableName=table, BillingMode="PAY_PER_REQUEST")
