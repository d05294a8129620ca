"""The account and region that MiniStack's stores are read under."""

from collections.abc import Iterator
from contextlib import contextmanager

from ministack.core import responses


@contextmanager
def scope(account: str, region: str) -> Iterator[None]:
    """Runs the block as if a request of this account in this region were being served."""
    account_token = responses._request_account_id.set(account)
    region_token = responses._request_region.set(region)
    try:
        yield
    finally:
        responses._request_region.reset(region_token)
        responses._request_account_id.reset(account_token)


def current() -> tuple[str, str]:
    """The account and the region of the request being served."""
    return responses.get_account_id(), responses.get_region()
