"""Numbers keep every digit on their way: command, store, stream, bus, read model, queries, and the same through a replay."""

from decimal import Decimal

from harness.system import System, transaction
from test_replay import replayed

DIGITS = "0.12345678901234567890123456789012345678"
"""38 digits, which is what DynamoDB keeps; a binary float has seventeen."""
AMOUNT = "999999999999999.9999"


def test_every_digit_arrives(system: System) -> None:
    account = system.open_account()
    before = system.archived()
    answer = system.command(transaction(account, AMOUNT, "tx").replace('"type":', f'"exact": {DIGITS}, "type":'))
    assert answer.status == 200, answer

    stored = system.events(account)[1]["EventData"]
    assert (stored["amount"], stored["exact"]) == (Decimal(AMOUNT), Decimal(DIGITS))
    items = system.projected(account, 2)
    assert items["AccountSummary"]["Balance"] == Decimal(AMOUNT)
    exact_in_the_queries(system, account)

    system.eventually(lambda: system.archived() > before, "the event in the archive")
    for projection in items:
        key = {"AccountId": {"S": account}, "ProjectionType": {"S": projection}}
        system.dynamodb.delete_item(TableName=system.read_model_table, Key=key)
    replayed(system, [account])
    assert system.projected(account, 2)["AccountSummary"]["Balance"] == Decimal(AMOUNT)
    exact_in_the_queries(system, account)


def exact_in_the_queries(system: System, account: str) -> None:
    for query, shown in (({"queryType": "getAuditTrail", "accountId": account}, (AMOUNT, DIGITS)),
                         ({"queryType": "getAggregateEvents", "aggregateId": account}, (AMOUNT, DIGITS)),
                         ({"queryType": "getAccountSummary", "accountId": account}, (AMOUNT,)),
                         ({"queryType": "reconstructState", "aggregateId": account}, (AMOUNT,))):
        answer = system.query(query)
        assert answer.status == 200, answer
        for digits in shown:
            assert digits in answer.text, query
    assert system.query({"queryType": "verifyIntegrity", "aggregateId": account}).body["readModelMatches"] is True
