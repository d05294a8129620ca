// What `--operate` adds. Each operation asks first, and says how far it is.
import { get, post } from "./api.js";
import { announce, h, instant, table } from "./dom.js";
import { question } from "./question.js";
import { show } from "./notice.js";

const POLL_MILLISECONDS = 1000;

/** Of one aggregate. */
export function rebuildButtons(id, noun) {
  return h("span", { class: "bar" },
    button("Rebuild", `Fold ${id} anew?`, "Its whole log is folded again into the read model, while live traffic goes on. Old items are served until the new ones are complete.",
      { operation: "rebuild", aggregateId: id, noun }, { force: "Also replace a read model that is ahead of the log" }),
    button("Republish", `Publish all events of ${id} again?`, "Whoever listens to the bus gets them once more; the projection does nothing twice.", { operation: "republish", aggregateId: id }));
}

/** Of the whole deployment. */
export function flowOperations() {
  return h("div", { class: "bar" },
    button("Redrive", "Redrive the dead letters?", "What the projection can repair is moved into the queue of replayed events; all others stay where they are. Mend the cause first.", { operation: "redrive" }),
    button("Rebuild all", "Fold all accounts anew?", "In two parts that go on by themselves, also when the console has ended. A rebuild of all that is under way ends.", { operation: "rebuildAll" },
      { force: "Also replace read models that are ahead of their logs" }),
    stretch("Republish", "Publish the events of a time again?", "From the store, whatever their age. Whoever listens to the bus gets them once more.", "republish"),
    stretch("Replay", "Replay a time from the archive?", "To the projection only. The archive may keep back events of the last minutes.", "replay"));
}

/** What one dead letter takes, where the console has it. */
export function letterButton(letter) {
  if (letter.means === "republish" && letter.times) {
    const [fromTime, toTime] = [-60_000, 60_000].map((more, end) => new Date(Date.parse(letter.times[end]) + more).toISOString());
    return button("Republish", "Publish what was given up?", `All events stored from ${fromTime} to ${toTime}, of whatever account.`, { operation: "republish", fromTime, toTime });
  }
  if (letter.means === "resume" && letter.aggregate) {
    return button("Take on", `Take ${letter.aggregate} on?`, "It goes on where it stopped. What has been done is not done again.", { operation: "resume", aggregateId: letter.aggregate });
  }
  return null;
}

/** The operations of this run, until the panel is left; what has ended calls for another look. */
export async function showOperations(place, signal, ended) {
  let running = 0;
  while (!signal.aborted) {
    let now = 0;
    const isThere = await show(place, async () => {
      const found = await get("/api/operations");
      now = found.filter((one) => one.state === "running").length;
      return found.length ? table("Operations of this run", ["Operation", "About", "State", "How far", "Began", "Ended"], found.map(row)) : h("p", { class: "quiet" }, "None has been begun.");
    });
    if (now < running) ended();
    running = now;
    if (!isThere) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
}

function row(one) {
  return h("tr", { "data-operation": one.kind, "data-state": one.state }, h("td", {}, one.kind), h("td", {}, Object.entries(one.request).map(([name, value]) => `${name}: ${value} `)),
    h("td", { class: one.state === "failed" ? "bad-text" : one.state === "done" ? "good" : "warn" }, one.state), h("td", {}, one.progress), h("td", {}, instant(one.began)), h("td", {}, instant(one.ended)));
}

function button(label, title, text, request, choices = {}) {
  return h("button", { type: "button", onclick: async () => {
    const chosen = await question(title, text, label, choices);
    if (chosen) await begin({ ...request, ...chosen });
  } }, label);
}

function stretch(label, title, text, operation) {
  return h("button", { type: "button", onclick: async () => {
    const now = Date.now();
    const times = { fromTime: ["From", new Date(now - 86_400_000).toISOString()], toTime: ["To", new Date(now).toISOString()] };
    const chosen = await question(title, text, label, {}, times);
    if (chosen) await begin({ operation, ...chosen });
  } }, `${label} a time`);
}

async function begin(request) {
  const failed = h("div", {});
  document.getElementById("main").prepend(failed);
  const isBegun = await show(failed, async () => {
    const begun = await post("/api/operations", request);
    announce(`${begun.kind} has begun`);
    return h("p", { class: "quiet" }, `${begun.kind} has begun; `, h("a", { href: "#/flow" }, "its progress is among the operations"), ".");
  });
  if (isBegun && location.hash.startsWith("#/flow")) failed.remove();
}
