// What waits, for how long, and whether somebody reads it.
import { get } from "./api.js";
import { h, table } from "./dom.js";
import { show } from "./notice.js";

/** Depths, ages and feeds need three rights: each stands by itself. */
export async function showQueues(place, minutes) {
  const [depths, ages, feeds] = [h("div", { id: "depths" }), h("div", { id: "ages" }), h("div", { id: "feeds" })];
  const work = Promise.all([
    show(depths, async () => table("Messages", ["Queue", "Waiting", "Taken", "What it holds"], (await get("/api/flow/queues")).map((one) => [
      named(one.name, one.queue), amount(one.waiting), amount(one.taken), one.holds]))),
    show(ages, async () => table("Oldest message", ["Queue", "Age"], (await get(`/api/flow/ages?minutes=${minutes}`)).filter((one) => one.seconds !== null).map((one) => [
      one.name, amount(`${Math.round(one.seconds.text)} s`)]))),
    show(feeds, async () => table("Who reads", ["Feed", "State", "Function", "Last result"], (await get("/api/flow/feeds")).map((one) => [
      one.name, h("td", { class: one.state === "Enabled" ? "good" : "bad-text" }, one.state), one.function, one.result])))]);
  const side = h("div", { class: "side" }, depths, ages, feeds);
  if (!place.querySelector("table")) place.replaceChildren(side);
  await work;
  place.replaceChildren(side);
}

function named(name, queue) {
  return h("td", { title: queue }, name);
}

function amount(value) {
  return h("td", { class: "number" }, String(value));
}
