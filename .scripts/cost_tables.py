"""What the pages say of cost, as Markdown."""

from costs import Costs, Units
from loads import loads
from markdown import number, table, usd

_COMMAND = (("event store", "write"), ("index", "write"), ("command journal", "write"),
            ("event store", "read"), ("command journal", "read"), ("read model", "read"))
_BATCH = (("read model", "write"), ("event store", "read"), ("read model", "read"))


def sentence(costs: Costs) -> str:
    """For the page of the whole system."""
    capacity = costs.capacity()
    each = costs.on_demand(costs.commands["a transaction"]) + costs.on_demand(costs.batches["an event"])
    return f"""\
**Cost.** The defaults reserve {capacity["read"]} read and {capacity["write"]} write units: about {costs.reserved():.0f} USD a month, used or not; with the projection they carry
{number(min(costs.bounds().values()))} transactions a second. `billing_mode = "PAY_PER_REQUEST"` reserves nothing, suits spiky or small loads, and is about {each:.1f} USD per million
transactions; provisioned capacity with `enable_autoscaling` suits a steady load. Alarms, metrics, logs, bus and storage come on top in either mode:
[terraform/README.md](terraform/README.md#what-it-costs) has the whole account, and the price of each choice."""


def section(costs: Costs) -> str:
    """For the page of the infrastructure."""
    opening = f"""\
List prices of {costs.region} as of {costs.as_of} (`.scripts/prices.json`, with the page that decides for each), without free tiers. Units, bytes and numbers of
things are measured by a test on a deployment with the defaults (`.scripts/measured.json`): events of about {costs.stored_bytes["event store"]} bytes, accounts with more than ten of them."""
    return "\n\n".join([
        opening, _standing(costs), _commands(costs), _batches(costs), _bounds(costs), loads(costs), _all_in_all(costs), _queries(costs), _stored(costs), _choices(costs)])


def _standing(costs: Costs) -> str:
    capacity, amounts = costs.capacity(), costs.standing()
    names = {
        "capacity": f"provisioned capacity as by default ({capacity['read']} read, {capacity['write']} write units), used or not",
        "alarms": f"{costs.deployment['alarms']} alarms on {costs.deployment['alarm metrics']} metrics",
        "metrics": f"{costs.deployment['metrics']} custom metrics of ordinary use; some more when something fails",
        "polls": "the mappings of two queues, which ask about 15 times a minute while nothing comes"}
    rows = [[name, usd(amounts[key])] for key, name in names.items()]
    return f"""\
**A month in which nothing happens:**

{table(["what", "USD"], *rows, ["together", usd(sum(amounts.values()))])}

Where provisioned capacity is used to less than {100 * costs.break_even("write"):.0f} % on the average (writes; {100 * costs.break_even("read"):.0f} % for reads), on demand is cheaper: `billing_mode = "PAY_PER_REQUEST"`.
The command journal is always on demand."""


def _commands(costs: Costs) -> str:
    rows = [[command, *_taken(costs, taken, _COMMAND)] for command, taken in costs.commands.items()]
    return f"""\
**A command**, in write units (1 KB, twice in a DynamoDB transaction) and read units (4 KB). A transaction of the bank has its `transactionId` as its key, so that its event
and the journal's entry are written together. A lagging projection makes each sixth command store a checkpoint. USD are of a million commands, on demand.

{table(["command", *(f"{name}: {kind}" for name, kind in _COMMAND), "USD"], *rows)}"""


def _batches(costs: Costs) -> str:
    rows = [[batch, *_taken(costs, taken, _BATCH)] for batch, taken in costs.batches.items()]
    return f"""\
**A batch of the projection**; behind each hundred events of an account (`snapshot_interval`) it writes one item more. USD are of a million batches, on demand.

{table(["batch", *(f"{name}: {kind}" for name, kind in _BATCH), "USD"], *rows)}"""


def _bounds(costs: Costs) -> str:
    bounds = costs.bounds()
    rows = [[f"{name}, {kind} units", number(second)] for (name, kind), second in bounds.items()]
    return f"""\
**What the default capacity carries** for as long as you like: {number(min(bounds.values()))} transactions a second, one at a time, with their projection; several in one command read less. Then
there are bursts, of the capacity that 300 seconds have left unused; behind them commands get slower and events wait for the projection. Queries come on top.

{table(["used up", "at transactions a second"], *rows)}"""


def _all_in_all(costs: Costs) -> str:
    alone = costs.all_in_all(1, "a transaction", "an event")
    tens = costs.all_in_all(10, "10 transactions at once", "10 events of one account")
    names = {
        "command": "DynamoDB: the command", "projection": "DynamoDB: the projection", "bus": "EventBridge: published", "archive": "EventBridge: archived",
        "queue": "SQS: sent, received, deleted", "functions": f"Lambda: three runs; and {costs.millisecond():.3f} for each ms of one", "logs": "CloudWatch: logs"}
    rows = [[name, usd(alone[key]), usd(tens[key])] for key, name in names.items()]
    own = {function: lines["own"] for function, lines in costs.log_bytes.items()}
    return f"""\
**A million transactions, all in all**, on demand, in USD: each by itself, or ten in a command, in a batch of the publisher and in one of the projection.

{table(["what", "each by itself", "tens"], *rows, ["together", usd(sum(alone.values())), usd(sum(tens.values()))])}

A run of the command function logs some {own["command"]} bytes, of the publisher {own["publisher"]}, of the projection {own["projection"]}, of the query function {own["query"]}; Lambda's own lines are some
{costs.log_bytes["command"]["Lambda"]} more. `log_level = "WARN"` and `system_log_level = "WARN"` leave the metrics. The rules' deliveries to the queues are free; a replay is paid as publishing again. A
replica is paid at its region's price: each write once more, and the storage."""


def _queries(costs: Costs) -> str:
    rows = [[query, number(sum(each.get("read", 0) for each in taken.values())), usd(costs.on_demand(taken))] for query, taken in costs.queries.items()]
    return f"""\
**A query** of an account with a hundred events, or for a hundred events, in read units of all tables together; each of several `event_type_shards` is half a unit more at least.
USD are of a million queries, on demand.

{table(["query", "read units", "USD"], *rows)}"""


def _stored(costs: Costs) -> str:
    size, price = costs.gigabytes(), costs.prices["DynamoDB storage"]
    places = [
        ("event store", "event store", price, "for ever"), ("its index, which holds each event once more", "event store", price, "for ever"),
        ("read model: the audit trail", "read model", price, "for ever"),
        ("command journal", "command journal", price, "`command_journal_retention_days`"),
        ("archive", "archive", costs.prices["EventBridge archive storage"], "`event_archive_retention_days`")]
    rows = [[name, f"{size[place]:.2f}", usd(size[place] * each), how_long] for name, place, each, how_long in places]
    return f"""\
**What a million transactions leave behind**, each month:

{table(["where", "GB", "USD", "how long"], *rows)}

Point-in-time recovery is {usd(costs.prices["DynamoDB point-in-time recovery"])} USD per GB of table more."""


def _choices(costs: Costs) -> str:
    prices = costs.prices
    rows = [
        ["`enable_dashboard`", f"{usd(prices['CloudWatch dashboard'])} a month"],
        ["`create_kms_key`", f"{usd(prices['KMS key'])} a month, and {usd(prices['KMS request'])} per 10,000 requests"],
        ["`provisioned_concurrency`", f"{usd(costs.warm())} a month for each environment of 128 MB"],
        ["`enable_xray`", f"{usd(prices['X-Ray trace'])} per million traces"],
        ["`enable_http_api`", f"{usd(prices['HTTP API request'])} per million requests"]]
    return f"""\
**Choices:**

{table(["what", "USD"], *rows)}

Not offered: an upper bound of on-demand throughput, warm throughput, the table class for infrequent access, Contributor Insights, and the log class for infrequent access,
which takes no metrics out of log lines."""


def _taken(costs: Costs, taken: Units, columns: tuple[tuple[str, str], ...]) -> list[str]:
    return [*(number(taken.get(name, {}).get(kind, 0)) for name, kind in columns), usd(costs.on_demand(taken))]
