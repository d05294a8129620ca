// The read model as it is stored beside the fold of the log, at the same event: what is only behind is not wrong.
import { ask, get } from "./api.js";
import { h, table } from "./dom.js";
import { Exact, Sum, count } from "./exact.js";
import { show } from "./notice.js";

export async function showComparison(place, id, noun) {
  await show(place, async () => {
    const [stored, now] = await Promise.all([get(`/api/stored?noun=${noun}&id=${encodeURIComponent(id)}`), ask("reconstructState", { aggregateId: id })]);
    if (!stored) return h("p", { class: "bad-text" }, `The read model has nothing of it, and the log has ${now.upToSequence} events.`);
    const summary = Object.fromEntries(Object.entries(stored).map(([name, attribute]) => [name, plain(attribute)]));
    const version = count(summary.Version);
    const behind = count(now.upToSequence) - version;
    const fold = behind > 0 ? await ask("reconstructState", { aggregateId: id, upToSequence: version }) : now;
    return [h("p", {}, behind === 0 ? `Both are at event ${version}.` : behind > 0 ? `The read model is ${behind} events behind; both are shown at event ${version}.` : `The read model is ${-behind} events ahead of the log.`),
      table("Read model and fold", ["Field", "Read model", "Fold", "Verdict"], rows(summary, fold.reconstructedState))];
  });
}

/** An attribute of DynamoDB: one value under the name of its type. */
function plain(attribute) {
  const [[type, value]] = Object.entries(attribute);
  if (type === "N") return new Exact(value);
  return type === "NULL" ? null : value;
}

function rows(summary, fold) {
  return Object.keys(fold).filter((name) => name !== "aggregateId").map((name) => {
    const stored = summary[name[0].toUpperCase() + name.slice(1)] ?? null;
    const same = equal(stored, fold[name]);
    return h("tr", { class: same ? null : "bad" }, h("th", { scope: "row" }, name), h("td", { class: "exact" }, text(stored)), h("td", { class: "exact" }, text(fold[name])),
      h("td", { class: same ? "good" : "bad-text" }, same ? "the same" : "differs"));
  });
}

function equal(one, other) {
  if (one instanceof Exact && other instanceof Exact) return Sum.of(one.text).equals(other.text);
  return text(one) === text(other);
}

function text(value) {
  return value === null || value === undefined ? "" : String(value);
}
