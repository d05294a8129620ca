"""Data as they come from life: the campaign's clients have sent them, while every fifth call failed and functions were killed."""

from pathlib import Path

from bank import Bank
from campaign.clients import Clients
from campaign.history import History
from campaign.plan import Plan, Planner
from campaign.weather import Weather

SEED, COMMANDS, ACCOUNTS = 14, 120, 10


def live_through(bank: Bank, file: Path) -> Plan:
    """Gives back what was sent, when nothing of it is under way any more."""
    plan = Planner(SEED, COMMANDS, ACCOUNTS).plan()
    history = History(file)
    with Weather(bank, history, SEED):
        Clients(bank, history, SEED).run(plan)
    bank.settle()
    history.close()
    return plan
