// The account panel: a search, and one aggregate's life.
import { ask } from "./api.js";
import { showBalance } from "./balance.js";
import { showComparison } from "./comparison.js";
import { announce, h, section } from "./dom.js";
import { count } from "./exact.js";
import { showIntegrity } from "./integrity.js";
import { showMoment } from "./moment.js";
import { notice } from "./notice.js";
import { rebuildButtons } from "./operations.js";
import { Position } from "./position.js";
import { searchForm } from "./search.js";
import { showTimeline } from "./timeline.js";

/** Shows the panel, and gives back what ends it. */
export function showAccount(main, run, id) {
  const life = new AbortController();
  const place = h("div", { id: "account" });
  main.replaceChildren(h("h2", {}, "Account"), searchForm(id), place);
  if (id) openAggregate(place, run, id, life.signal);
  return () => life.abort();
}

/** Each part asks for itself: one that has no answer leaves the others alone. */
async function openAggregate(place, run, id, signal) {
  performance.mark("account: begun");
  announce(`Reading ${id}`);
  const head = await readHead(id);
  if (signal.aborted) return;
  if (head.failure && head.last === 0) {
    place.replaceChildren(notice(head.failure));
    return announce("There is no answer");
  }
  if (head.last === 0) {
    place.replaceChildren(h("p", { class: "notice", role: "alert" }, "There is no event of ", h("code", {}, id), "."));
    return announce("There is no such account");
  }
  const position = new Position(head.last, signal);
  const badge = h("span", {}, "…");
  const events = section("Events");
  const moment = section("State then");
  const balance = section("Balance over time");
  const comparison = section("Read model beside the fold");
  moment.element.classList.add("tall");
  events.element.classList.add("wide");
  place.replaceChildren(
    h("div", { class: "bar" }, h("h2", {}, id), h("span", { class: "quiet" }, `${head.last} events`), badge, run.operate ? rebuildButtons(id, head.noun) : null),
    h("div", { class: "grid" }, moment.element, head.noun === "account" ? balance.element : null, comparison.element, events.element));
  const parts = [
    showTimeline(events.body, id, position).then(() => performance.mark("account: events")), showMoment(moment.body, id, head, position),
    showComparison(comparison.body, id, head.noun), showIntegrity(badge, id, position)];
  await Promise.all(parts);
  if (signal.aborted) return;
  performance.mark("account: shown");
  announce(`${id} is shown`);
  if (head.noun === "account") {
    await showBalance(balance.body, id, head, position);
    performance.mark("account: whole");
  }
}

/** Where the log ends, its first and last event, and of what kind it is; also of a log that the fold stumbles over. */
async function readHead(id) {
  const page = await settled(ask("getAggregateEvents", { aggregateId: id, limit: 1 }));
  if (page.failure) return { last: 0, failure: page.failure };
  const first = page.value.events[0];
  if (!first) return { last: 0 };
  const noun = String(first.EventType).startsWith("Transfer") ? "transfer" : "account";
  const folded = await settled(ask("reconstructState", { aggregateId: id }));
  const last = folded.failure ? await lastByIntegrity(id) : count(folded.value.upToSequence);
  return { last, first, noun, state: folded.value?.reconstructedState, failure: folded.failure };
}

/** How far a damaged log can be read: up to what is wrong with it. */
async function lastByIntegrity(id) {
  const found = await ask("verifyIntegrity", { aggregateId: id });
  return Math.max(count(found.eventsChecked), count(found.firstInvalidSequence), count(found.readModelVersion));
}

async function settled(promise) {
  try {
    return { value: await promise };
  } catch (failure) {
    if (failure.kind === undefined) throw failure;
    return { failure };
  }
}
