"""What the clients send, drawn from the seed before anything is sent."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from . import words

SURNAMES = ("Quixote", "Oblomov", "Karamazov", "Buendia", "Samsa", "Castorp", "Bovary", "Pechorin")


@dataclass
class Step:
    """One command or query of a client."""

    name: str
    body: dict
    is_query: bool = False
    is_repeatable: bool = True
    """Whether it has a key, so that its caller may send it again after a failure."""
    is_twin: bool = False
    """Whether two clients send it at once."""
    expects: int | None = None
    """How far `expectedSequence` is from what the client knows: filled in when it is sent."""


@dataclass
class Plan:
    """Openings, which come first, and everything else, in order."""

    openings: list[Step] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    @property
    def commands(self) -> int:
        return sum(not step.is_query for step in (*self.openings, *self.steps))


class Planner:
    """Draws a plan: so many commands, of which one in twenty is a transfer, and a query to every three."""

    def __init__(self, seed: int, commands: int, accounts: int) -> None:
        self._chance = random.Random(f"{seed} plan")
        self._seed = seed
        self._commands = commands
        self._accounts = [f"account-{seed}-{number}" for number in range(accounts)]
        self._plan = Plan()
        self._number = 0
        self._used: list[Step] = []

    def plan(self) -> Plan:
        self._plan.openings = [self._opening(account) for account in self._accounts]
        makers: list[Callable[[], Step]] = []
        for weight, maker in ((40, self._movement), (6, self._keyless), (12, self._batch), (5, self._transfer), (5, self._expecting),
                              (4, self._invalid), (2, self._unknown), (2, self._again), (2, self._reused), (1, self._closing),
                              (1, self._opening_again)):
            makers += [maker] * weight
        while self._plan.commands < self._commands:
            self._plan.steps.append(self._chance.choice(makers)())
            if self._chance.random() < 1 / 3:
                self._plan.steps.append(self._query())
        return self._plan

    # What is drawn

    def _name(self) -> str:
        self._number += 1
        return f"command-{self._seed}-{self._number}"

    def _account(self) -> str:
        """A few accounts have much of the traffic."""
        few = max(1, len(self._accounts) // 20)
        return self._chance.choice(self._accounts[:few] if self._chance.random() < 0.3 else self._accounts)

    def _amount(self, largest: int = 5_000_000) -> Decimal:
        """With four digits after the point, the last of them not zero: no other number in a log looks so."""
        return Decimal(self._chance.randrange(1, largest) * 10 + self._chance.randrange(1, 10)).scaleb(-4)

    def _signed(self) -> Decimal:
        amount = self._amount()
        return amount if self._chance.random() < 0.6 else -amount

    def _kept(self, step: Step) -> Step:
        step.is_twin = self._chance.random() < 0.05
        self._used.append(step)
        return step

    # Commands

    def _opening(self, account: str) -> Step:
        name = self._name()
        limit = {"overdraftLimit": words.Exact(self._amount(1_000_000))} if self._chance.random() < 0.3 else {}
        holder = f"{self._chance.choice(SURNAMES)}{self._chance.randrange(10**6):06}"
        body = words.opening(account, name, holder, f"customer-{self._chance.randrange(1 + len(self._accounts) // 3)}", **limit)
        return Step(name, body, is_twin=self._chance.random() < 0.1)

    def _opening_again(self) -> Step:
        """Of an account that is there: refused."""
        return self._opening(self._account())

    def _movement(self) -> Step:
        name = self._name()
        body = {"aggregateId": self._account(), **words.movement(self._signed(), name, transactionId=name)}
        return self._kept(Step(name, body))

    def _keyless(self) -> Step:
        name = self._name()
        body = {"aggregateId": self._account(), **words.movement(self._signed(), name)}
        return Step(name, body, is_repeatable=False)

    def _batch(self) -> Step:
        name = self._name()
        events = [words.movement(self._signed(), f"{name}/{place}") for place in range(self._chance.randrange(2, 9))]
        return self._kept(Step(name, {"aggregateId": self._account(), "commandId": name, "events": events}))

    def _expecting(self) -> Step:
        step = self._movement()
        step.expects = self._chance.choice((0, 0, 0, -1, 1))
        step.is_twin = False
        self._used.pop()
        return step

    def _transfer(self) -> Step:
        name = self._name()
        source, target = self._chance.sample(self._accounts, 2)
        if self._chance.random() < 0.05:
            target = f"nobody-{name}"
        return self._kept(Step(name, words.transfer(f"transfer-{name}", name, source, target, self._amount(300_000))))

    def _closing(self) -> Step:
        """Rarely one of the accounts; mostly one that was never opened."""
        name = self._name()
        account = self._account() if self._chance.random() < 0.1 else f"nobody-{name}"
        return Step(name, words.closing(account, name))

    def _unknown(self) -> Step:
        name = self._name()
        return Step(name, {"aggregateId": f"nobody-{name}", **words.movement(self._amount(), name, transactionId=name)})

    def _invalid(self) -> Step:
        name = self._name()
        body = {"aggregateId": self._account(), **words.movement(self._signed(), name, transactionId=name)}
        data = body["eventData"]
        fault = self._chance.randrange(6)
        if fault == 0:
            del body["aggregateId"]
        elif fault == 1:
            data["amount"] = words.Exact("0")
        elif fault == 2:
            data["amount"] = words.Exact("1.00001")
        elif fault == 3:
            data["amount"] = "12.5"
        elif fault == 4:
            body["eventType"] = "MoneyPrinted"
        else:
            data["type"] = "deposit" if data["type"] == "withdrawal" else "withdrawal"
        return Step(name, body)

    def _again(self) -> Step:
        """A command that another client sends, or has sent."""
        step = self._chance.choice(self._used) if self._used else self._movement()
        return Step(step.name, step.body, expects=step.expects)

    def _reused(self) -> Step:
        """Other content under a used key."""
        used = [step for step in self._used if "transactionId" in step.body.get("eventData", {}) and step.expects is None]
        if not used:
            return self._movement()
        step = self._chance.choice(used)
        data = {**step.body["eventData"], **words.movement(self._signed(), self._name())["eventData"]}
        return Step(data["reference"], {**step.body, "eventData": data})

    # Queries

    def _query(self) -> Step:
        account = self._account()
        body: dict = {"queryType": "getAccountSummary", "accountId": account}
        kind = self._chance.randrange(4)
        if kind == 0:
            body["consistent"] = True
        elif kind == 1:
            return Step(account, {**body, "minSequence": 0}, is_query=True, expects=self._chance.choice((0, 0, 1)))
        elif kind == 2:
            body = {"queryType": "reconstructState", "aggregateId": account}
        return Step(account, body, is_query=True)
