"""The order of items whose index keys are equal."""

from collections.abc import Iterator

import pytest
from conftest import LocalAWS
from dynamodb_tables import create_table, indexed, item, numbers

COUNT = 40


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[tuple[LocalAWS, str]]]:
    """Two servers of different seeds with the same items: half of them at one time, half at another."""
    servers = [LocalAWS(tmp_path_factory.mktemp("seed"), LOCAL_AWS_SEED=seed, LOCAL_AWS_LAG_MILLISECONDS="0")
               for seed in ("1", "2")]
    filled = []
    for server in servers:
        table = create_table(server)
        for number in range(COUNT):
            time = "early" if number % 2 else "late"
            server.client("dynamodb").put_item(TableName=table, Item=item(number, Kind={"S": "k"}, Time={"S": time}))
        filled.append((server, table))
    yield filled
    assert [server.stop() for server in servers] == [0, 0]


def test_equal_keys_come_back_by_chance_and_others_in_order(orders: list[tuple[LocalAWS, str]]) -> None:
    found = [numbers(indexed(server, table)) for server, table in orders]
    for each in found:
        assert {number % 2 for number in each[:COUNT // 2]} == {1}
        assert sorted(each) == list(range(COUNT))
        assert each[:COUNT // 2] != sorted(each[:COUNT // 2])
    assert found[0] != found[1]


@pytest.mark.parametrize("forward", [True, False])
def test_pages_neither_lose_nor_double_an_item(orders: list[tuple[LocalAWS, str]], forward: bool) -> None:
    server, table = orders[0]
    whole = numbers(indexed(server, table, ScanIndexForward=forward))
    found, start = [], {}
    while True:
        page = indexed(server, table, ScanIndexForward=forward, Limit=7, **start)
        found += numbers(page)
        if "LastEvaluatedKey" not in page:
            break
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
    assert found == whole and len(found) == COUNT


def test_a_backward_query_is_the_forward_one_reversed(orders: list[tuple[LocalAWS, str]]) -> None:
    server, table = orders[0]
    assert numbers(indexed(server, table)) == numbers(indexed(server, table, ScanIndexForward=False))[::-1]
