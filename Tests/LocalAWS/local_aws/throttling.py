"""How DynamoDB refuses what there is no capacity for.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ProvisionedThroughputExceededException.html,
https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ThrottlingReason.html, and for the reasons of a
transaction https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
"""

from dataclasses import dataclass

from ministack.core.responses import error_response_json

from . import capacity_meter
from .capacity_ledger import CapacityLedger, provisioned
from .capacity_units import Charge

_TABLE = ("The level of configured provisioned throughput for the table was exceeded. "
          "Consider increasing your provisioning level with the UpdateTable API.")
_INDEX = ("The level of configured provisioned throughput for one or more global secondary indexes of the table was "
          "exceeded. Consider increasing your provisioning level for the under-provisioned global secondary indexes "
          "with the UpdateTable API")
_ON_DEMAND = ("Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your "
              "table or index so please try again shortly. If exceptions persist, check if you have a hot key: "
              "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html.")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A charge that could not be had, and why."""

    charge: Charge
    reason: str

    @property
    def on_demand(self) -> bool:
        return provisioned(self.charge) is None

    @property
    def message(self) -> str:
        if self.on_demand:
            return _ON_DEMAND
        return _INDEX if self.charge.index else _TABLE

    def answer(self) -> tuple:
        """The answer to a whole request."""
        code = "ThrottlingException" if self.on_demand else "ProvisionedThroughputExceededException"
        arn = self.charge.table["TableArn"]
        resource = f"{arn}/index/{self.charge.index}" if self.charge.index else arn
        return error_response_json(code, self.message, 400, {
            "ThrottlingReasons": [{"reason": self.reason, "resource": resource}]})

    def cancellation(self) -> dict:
        """The reason of one item of a transaction."""
        return {"Code": "ThrottlingError" if self.on_demand else "ProvisionedThroughputExceeded", "Message": self.message}


def refusals(ledger: CapacityLedger, charges: list[Charge]) -> list[Refusal]:
    """Which of these charges cannot be had now; each counts as throttled."""
    refused = [Refusal(charge, reason) for charge in charges if (reason := ledger.refuses(charge)) is not None]
    for each in refused:
        capacity_meter.throttled(each.charge)
    return refused


def cancelled(reasons: list[dict]) -> tuple:
    """The answer to a transaction: one reason for each of its items."""
    codes = ", ".join(reason["Code"] for reason in reasons)
    message = f"Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]"
    return error_response_json("TransactionCanceledException", message, 400, {"CancellationReasons": reasons})
