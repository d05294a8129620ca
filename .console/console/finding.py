"""Which deployment there is, where nobody has said."""

import boto3
from botocore.exceptions import ClientError

from . import failures

_QUERY = "query-handler-"


class NotFound(Exception):
    """There is none, or more than one."""


def suffix_of(session: boto3.Session) -> str:
    """The suffix of the only deployment in the account and region, by its query function."""
    try:
        pages = session.client("lambda").get_paginator("list_functions").paginate()
        names = [function["FunctionName"] for page in pages for function in page["Functions"]]
    except ClientError as error:
        raise failures.of_client(error, "lambda", "the account's functions") from error
    found = sorted(name.removeprefix(_QUERY) for name in names if name.startswith(_QUERY))
    if not found:
        raise NotFound(f"there is no deployment in {session.region_name}")
    if len(found) > 1:
        raise NotFound(f"there are several deployments in {session.region_name}: {', '.join(found)}")
    return found[0]
