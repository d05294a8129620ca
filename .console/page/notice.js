// What stands in a panel's place when there is no answer.
import { h } from "./dom.js";

const TITLES = {
  forbidden: "A right is missing", absent: "It is not there", unreachable: "AWS cannot be reached", credentials: "AWS does not know you",
  function: "The function failed", refused: "The question was refused", stopped: "The console has stopped", aws: "AWS answered with an error",
};

/** A failure as an element. */
export function notice(failure) {
  if (failure.kind === undefined) throw failure;
  const { right, resource } = failure.details;
  return h("div", { class: "notice", role: "alert" },
    h("strong", {}, TITLES[failure.kind] ?? failure.kind),
    right ? h("p", {}, "Your credentials lack ", h("code", {}, right), " on ", h("code", {}, resource), ".") : null,
    h("p", {}, failure.message));
}

/** Puts what comes of some work into a place, or why nothing does. Gives back whether it came. */
export async function show(place, work) {
  place.setAttribute("aria-busy", "true");
  try {
    place.replaceChildren(...[await work()].flat(Infinity).filter((child) => child !== null && child !== undefined));
    return true;
  } catch (failure) {
    place.replaceChildren(notice(failure));
    return false;
  } finally {
    place.removeAttribute("aria-busy");
  }
}

/** Runs one piece of work at a time, and of those asked for meanwhile only the last. */
export function newest(work) {
  let running = false;
  let waiting = null;
  return async function run(...given) {
    waiting = given;
    if (running) return;
    running = true;
    try {
      while (waiting) {
        const next = waiting;
        waiting = null;
        await work(...next);
      }
    } finally {
      running = false;
    }
  };
}
