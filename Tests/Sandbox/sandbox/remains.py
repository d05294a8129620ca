"""What a run has made, looked for by the suffix: Terraform was not told of all of it, and where an answer was lost it does not know of the rest."""

from collections.abc import Callable, Iterator

from botocore.exceptions import ClientError
from harness.waiting import wait_for

from .account import CallersAccount
from .progress import note
from .questions import own_name
from .session import MINUTES

_GONE = {"ResourceNotFoundException", "AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist", "NotFoundException"}
_PAGED = {
    "functions": ("lambda", "list_functions", "Functions", "FunctionName"),
    "tables": ("dynamodb", "list_tables", "TableNames", ""),
    "queues": ("sqs", "list_queues", "QueueUrls", ""),
    "log groups": ("logs", "describe_log_groups", "logGroups", "logGroupName"),
    "roles": ("iam", "list_roles", "Roles", "RoleName"),
    "topics": ("sns", "list_topics", "Topics", "TopicArn"),
    "alarms": ("cloudwatch", "describe_alarms", "MetricAlarms", "AlarmName"),
    "dashboards": ("cloudwatch", "list_dashboards", "DashboardEntries", "DashboardName"),
    "aliases of keys": ("kms", "list_aliases", "Aliases", "AliasName"),
}
_BY_TOKEN = {"buses": ("list_event_buses", "EventBuses", "Name"), "archives": ("list_archives", "Archives", "ArchiveName")}


_REMOVALS: dict[str, tuple[str, Callable]] = {
    "functions": ("lambda", lambda client, name: client.delete_function(FunctionName=name)),
    "queues": ("sqs", lambda client, url: client.delete_queue(QueueUrl=url)),
    "log groups": ("logs", lambda client, name: client.delete_log_group(logGroupName=name)),
    "roles": ("iam", lambda client, name: _delete_role(client, name)),
    "topics": ("sns", lambda client, arn: client.delete_topic(TopicArn=arn)),
    "alarms": ("cloudwatch", lambda client, name: client.delete_alarms(AlarmNames=[name])),
    "aliases of keys": ("kms", lambda client, name: client.delete_alias(AliasName=name)),
}


def remains(account: CallersAccount, suffix: str) -> list[str]:
    """Everything that has the suffix in its name, as `kind: name`, and keys that nobody has given up."""
    found = [f"{kind}: {name}" for kind in _PAGED for name in _names(account, kind, account.region) if suffix in name]
    found += [f"tables: {name} in {account.replica_region}" for name in _names(account, "tables", account.replica_region) if suffix in name]
    found += [f"{kind}: {name}" for kind in _BY_TOKEN for name in _names_by_token(account, kind) if suffix in name]
    return found + [f"keys: {key}" for key in _keys(account, suffix)]


def _names(account: CallersAccount, kind: str, region: str) -> Iterator[str]:
    service, operation, member, name = _PAGED[kind]
    for page in account.client(service, region=region).get_paginator(operation).paginate():
        for one in page.get(member, []):
            yield one[name] if name else one


def _names_by_token(account: CallersAccount, kind: str) -> Iterator[str]:
    operation, member, name = _BY_TOKEN[kind]
    token: dict[str, str] = {}
    while True:
        page = getattr(account.client("events"), operation)(**token)
        yield from (one[name] for one in page[member])
        if not page.get("NextToken"):
            return
        token = {"NextToken": page["NextToken"]}


def _keys(account: CallersAccount, suffix: str) -> list[str]:
    """Those that say so in their description."""
    kms, found = account.client("kms"), []
    for page in kms.get_paginator("list_keys").paginate():
        for key in page["Keys"]:
            about = kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"]
            if suffix in about["Description"] and about["KeyState"] != "PendingDeletion":
                found.append(about["KeyId"])
    return found


def withdraw(account: CallersAccount, suffix: str) -> None:
    """Removes the rule, the queue and the alarm of the questions: Terraform could not delete their bus."""
    name, events, sqs = own_name(suffix), account.client("events"), account.client("sqs")
    bus = {"EventBusName": f"event-sourcing-bus-{suffix}"}
    _tried(lambda: events.remove_targets(Rule=name, Ids=["queue"], **bus))
    _tried(lambda: events.delete_rule(Name=name, **bus))
    _tried(lambda: sqs.delete_queue(QueueUrl=sqs.get_queue_url(QueueName=name)["QueueUrl"]))
    account.client("cloudwatch").delete_alarms(AlarmNames=[name])


def sweep(account: CallersAccount, suffix: str) -> None:
    """Removes what Terraform does not know of: tables under restoration, replicas, keys, and whatever else has the suffix and stands alone."""
    for name in [name for name in _names(account, "tables", account.region) if suffix in name]:
        _tried(lambda: _delete_table(account, name))
    for kind, (service, remove) in _REMOVALS.items():
        client = account.client(service)
        for name in [name for name in _names(account, kind, account.region) if suffix in name]:
            _tried(lambda: remove(client, name))
    kms = account.client("kms")
    for key in _keys(account, suffix):
        kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)


def _delete_role(iam, name: str) -> None:
    for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]:
        iam.delete_role_policy(RoleName=name, PolicyName=policy)
    iam.delete_role(RoleName=name)


def _delete_table(account: CallersAccount, name: str) -> None:
    """Its replicas first: a table that was copied stays for a day as long as it has any. One that is being restored is waited for."""
    here = account.client("dynamodb")
    if here.describe_table(TableName=name)["Table"]["TableStatus"] == "DELETING":
        here.get_waiter("table_not_exists").wait(TableName=name)
        return
    for region in _replicas(account, name):
        there = account.client("dynamodb", region=region)
        _tried(lambda: there.update_table(TableName=name, DeletionProtectionEnabled=False))
        here.update_table(TableName=name, ReplicaUpdates=[{"Delete": {"RegionName": region}}])
    wait_for(lambda: not _replicas(account, name), f"the end of the replicas of {name}", 20 * MINUTES, pause=5)
    wait_for(lambda: here.describe_table(TableName=name)["Table"]["TableStatus"] == "ACTIVE", f"{name} at rest", 60 * MINUTES, pause=5)
    here.delete_table(TableName=name)
    here.get_waiter("table_not_exists").wait(TableName=name)


def _replicas(account: CallersAccount, name: str) -> list[str]:
    replicas = account.client("dynamodb").describe_table(TableName=name)["Table"].get("Replicas", [])
    return [replica["RegionName"] for replica in replicas if replica["RegionName"] != account.region]


def _tried(call: Callable[[], object]) -> None:
    """Where the run has not come so far, there is nothing to remove; what is refused keeps nothing else from being removed."""
    try:
        call()
    except ClientError as error:
        if error.response["Error"]["Code"] not in _GONE:
            note(str(error))
