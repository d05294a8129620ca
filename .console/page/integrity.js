// Whether a log is as it was written, as a badge; with the first bad event, and the way to the last good one.
import { ask } from "./api.js";
import { h } from "./dom.js";
import { count } from "./exact.js";
import { show } from "./notice.js";

export async function showIntegrity(place, id, position) {
  await show(place, async () => {
    const found = await verify(id, place, position);
    if (!found.valid) {
      position.fault(count(found.firstInvalidSequence));
      return damaged(found, position);
    }
    if (found.readModelMatches === false) return badge("bad-text", "intact, but the read model differs", found.readModelDifference);
    if (found.checkpointMatches === false) return badge("bad-text", "intact, but the write side's copy differs", found.checkpointDifference);
    return badge("good", `intact: ${found.eventsChecked} events`, `The hash of the last is ${found.headHash}`);
  });
}

/** A long log is checked in parts. */
async function verify(id, place, position) {
  let found;
  do {
    found = await ask("verifyIntegrity", { aggregateId: id, nextToken: found?.nextToken });
    place.textContent = `${found.eventsChecked} checked…`;
  } while (found.nextToken && !position.signal.aborted);
  return found;
}

function badge(kind, label, detail) {
  return [h("span", { class: `badge ${kind}`, id: "integrity", title: detail ?? null }, label), detail && kind !== "good" ? h("span", {}, ` ${detail}`) : null];
}

function damaged(found, position) {
  const good = count(found.firstInvalidSequence) - 1;
  return [...badge("bad-text", `damaged at event ${found.firstInvalidSequence}`, found.reason), " ",
    h("button", { type: "button", onclick: () => position.move(good) }, `Go to event ${good}, the last good one`)];
}
