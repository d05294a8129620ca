// The search: one word, which may be an account, a customer or a transfer.
import { ask } from "./api.js";
import { announce, h, table } from "./dom.js";
import { notice, show } from "./notice.js";

export function searchForm(id) {
  const field = h("input", { type: "search", id: "wanted", name: "wanted", value: id, autocomplete: "off", spellcheck: "false", required: true });
  const found = h("div", { id: "found" });
  const search = async (event) => {
    event.preventDefault();
    announce("Searching");
    await show(found, () => results(field.value));
    announce(`${found.querySelectorAll("tbody tr").length} found`);
  };
  return h("div", {}, h("form", { role: "search", onsubmit: search }, h("label", { for: "wanted" }, "Account, customer or transfer"), field, h("button", { class: "main" }, "Search")), found);
}

const QUESTIONS = { log: askLog, customer: askCustomer, transfer: askTransfer };

/** All three are asked at once; one that fails is told beside what the others found. */
async function results(word) {
  const answers = await Promise.allSettled(Object.values(QUESTIONS).map((question) => question(word)));
  const rows = answers.flatMap((answer) => answer.value ?? []);
  const failures = answers.filter((answer) => answer.status === "rejected").map((answer) => answer.reason);
  const told = new Map(failures.map((failure) => [failure.message, notice(failure)]));
  if (rows.length) return [table("Found", ["What", "Id", "Status", "Amount"], rows), ...told.values()];
  return told.size ? [...told.values()] : h("p", {}, "Nothing is known by ", h("code", {}, word), ".");
}

async function askLog(id) {
  const page = await ask("getAggregateEvents", { aggregateId: id, limit: 1 });
  const first = page.events[0];
  if (!first || String(first.EventType).startsWith("Transfer")) return [];
  const summary = await ask("getAccountSummary", { accountId: id });
  return [row("account", id, summary?.Status ?? "not in the read model yet", summary?.Balance)];
}

async function askCustomer(id) {
  const rows = [];
  let nextToken;
  do {
    const page = await ask("getCustomerAccounts", { customerId: id, limit: 100, nextToken });
    rows.push(...page.accounts.map((account) => row("account of the customer", account.accountId, account.status, account.balance)));
    nextToken = page.nextToken;
  } while (nextToken && rows.length < 500);
  return rows;
}

async function askTransfer(id) {
  let found;
  try {
    found = await ask("getTransfer", { transferId: id });
  } catch (failure) {
    // Transfers are switched off in this deployment: then there is none.
    if (failure.message === "Unknown queryType") return [];
    throw failure;
  }
  if (!found) return [];
  return [row("transfer", id, found.Status, found.Amount),
    row("it pays from", found.FromAccountId, "", undefined), row("it pays to", found.ToAccountId, "", undefined)];
}

function row(what, id, status, amount) {
  return [what, h("a", { href: `#/account/${encodeURIComponent(id)}` }, id), status, h("td", { class: "number exact" }, amount === undefined ? "" : String(amount))];
}
