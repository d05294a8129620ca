// The flow panel: what comes in, what is behind, what waits, and what is stuck.
import { get } from "./api.js";
import { showAlarms } from "./alarms.js";
import { bars, lines } from "./chart.js";
import { announce, h, section } from "./dom.js";
import { showEvents } from "./events.js";
import { showLetters } from "./letters.js";
import { newest, show } from "./notice.js";
import { flowOperations, showOperations } from "./operations.js";
import { showQueues } from "./queues.js";

const WINDOWS = { 15: "15 minutes", 60: "1 hour", 360: "6 hours", 1440: "24 hours" };
const EVERY_SECONDS = 10;

/** Shows the panel, and gives back what ends it. */
export function showFlow(main, run) {
  const life = new AbortController();
  const parts = {
    events: section("Events by type"), commands: section("Commands by outcome"), lags: section("Lag"), alarms: section("Alarms"),
    queues: section("Queues"), letters: section("Dead letters"), operations: run.operate ? section("Operations") : null,
  };
  for (const part of [parts.queues, parts.letters]) part.element.classList.add("wide");
  parts.operations?.element.classList.add("wide");
  const looked = h("select", { id: "window" }, Object.entries(WINDOWS).map(([minutes, label]) => h("option", { value: minutes, selected: minutes === "60" }, label)));
  const again = newest(() => refresh(parts, looked.value, run, life.signal));
  looked.addEventListener("change", again);
  main.replaceChildren(h("div", { class: "bar" }, h("h2", {}, "Flow"), h("label", { for: "window" }, "The last"), looked,
    h("button", { type: "button", onclick: again }, "Refresh"), everySoOften(again, life.signal)),
  h("div", { class: "grid" }, Object.values(parts).filter(Boolean).map((part) => part.element)));
  if (run.operate) {
    parts.operations.body.append(flowOperations(), h("div", { id: "operations" }));
    showOperations(document.getElementById("operations"), life.signal, again);
  }
  again();
  return () => life.abort();
}

function everySoOften(again, signal) {
  const box = h("input", { type: "checkbox", id: "often" });
  const timer = setInterval(() => { if (box.checked) again(); }, EVERY_SECONDS * 1000);
  signal.addEventListener("abort", () => clearInterval(timer));
  return h("label", {}, box, ` every ${EVERY_SECONDS} s`);
}

/** Each part asks for itself, so that a right that is missing takes one part only. */
async function refresh(parts, minutes, run, signal) {
  announce("Reading");
  const chart = (part, draw) => show(part.body, async () => draw(await get(`/api/flow/${part.name}?minutes=${minutes}`)));
  for (const [name, part] of Object.entries(parts)) if (part) part.name = name;
  await Promise.all([
    showEvents(parts.events.body, minutes, signal),
    chart(parts.commands, (found) => bars("Commands by outcome", found, "commands")),
    chart(parts.lags, (found) => lines("Lag", found, "ms")),
    showQueues(parts.queues.body, minutes), showAlarms(parts.alarms.body), showLetters(parts.letters.body, run)]);
  announce(`Read at ${new Date().toLocaleTimeString()}`);
}
