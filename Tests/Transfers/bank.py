"""The deployed system in the words of accounts and transfers."""

import json
from decimal import Decimal

from harness.answers import Answer
from harness.sandboxes import Sandbox
from harness.system import System, create, transaction, unique
from harness.waiting import settled, wait_for

FEEDS = ("projection_queue", "process_queue")


class Bank(System):
    def account(self, balance: int | str = 0, **data: object) -> str:
        """The identifier of a new account with so much money on it."""
        account = self.open_account(None, **data)
        if Decimal(str(balance)):
            self.move(account, balance)
        return account

    def move(self, account: str, amount: int | str) -> None:
        answer = self.command(transaction(account, amount))
        assert answer.status == 200, answer

    def request(self, source: str, target: str, amount: int | str, transfer: str | None = None, **data: object) -> str:
        """The identifier of a transfer that was asked for."""
        transfer = transfer or unique("transfer")
        answer = self.command(requested(transfer, source, target, amount, **data))
        assert answer.status == 200, answer
        return transfer

    def transfer(self, transfer: str) -> dict:
        """What `getTransfer` answers; nothing where it knows none."""
        answer = self.query({"queryType": "getTransfer", "transferId": transfer})
        assert answer.status in (200, 404), answer
        return answer.body if answer.status == 200 else {}

    def ended(self, transfer: str) -> dict:
        """Waits until a transfer is completed or has failed, in the read model too."""
        found = self.eventually(
            lambda: (state := self.transfer(transfer)).get("Status") in ("Completed", "Failed") and state, f"the end of {transfer}", 240)
        self.settle()
        return found

    def settle(self) -> None:
        """Winds the clock until nothing is under way."""
        wound = 0

        def look() -> tuple[int, bool, list[int]]:
            nonlocal wound
            wound += self.aws.wind_to_the_next_retry()
            return wound, self.aws.is_idle(), [self.depth(name) for name in FEEDS]

        wait_for(lambda: settled(look, "what is under way", seconds=900)[1:] == (True, [0] * len(FEEDS)), "the end of it", seconds=1800)

    def balance(self, account: str) -> Decimal:
        return self.query({"queryType": "getAccountSummary", "accountId": account, "consistent": True}).body["Balance"]

    def listed(self, account: str, **fields: object) -> Answer:
        return self.query({"queryType": "getAccountTransfers", "accountId": account, **fields})

    def resume(self, transfer: str) -> dict:
        answer = self.invoke(self.name("process"), {"action": "resume", "transferId": transfer})
        return {"status": answer["statusCode"], **json.loads(answer["body"])}

    def processes(self) -> list[Sandbox]:
        return self.sandboxes(self.name("process"))


def requested(transfer: str, source: str, target: str, amount: int | str, **data: object) -> str:
    """The command for a transfer, as JSON text in which the amount stands as it was given."""
    event = {"fromAccountId": source, "toAccountId": target, "amount": "AMOUNT", **data}
    text = json.dumps({"aggregateId": transfer, "eventType": "TransferRequested", "eventData": event})
    return text.replace('"AMOUNT"', str(amount))


__all__ = ["Bank", "create", "requested"]
