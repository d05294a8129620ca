// Events by type over time. They are counted one by one, so the picture grows from the newest on, and stops when it has cost enough.
import { get } from "./api.js";
import { bars } from "./chart.js";
import { h } from "./dom.js";
import { Exact } from "./exact.js";
import { show } from "./notice.js";

const MOST_PAGES = 10;
let latest = 0;

/** Gives back when the newest are shown, and counts on. A later call takes the place of one that is still counting. */
export async function showEvents(place, minutes, signal) {
  const mine = ++latest;
  const counts = new Counts(minutes);
  const isOver = () => signal.aborted || mine !== latest;
  if (await showPage(place, counts, isOver)) countOn(place, counts, isOver, MOST_PAGES - 1);
}

async function countOn(place, counts, isOver, pages) {
  for (let page = 0; page < pages && !counts.isWhole && !isOver(); page++) {
    if (!(await showPage(place, counts, isOver))) return;
  }
  if (!counts.isWhole && !isOver()) place.append(h("button", { type: "button", onclick: () => countOn(place, counts, isOver, MOST_PAGES) }, "Count on"));
}

/** Counts one page more, and draws. What is there stays while it is counted. */
async function showPage(place, counts, isOver) {
  return show(place, async () => {
    await counts.take();
    if (isOver()) return [...place.childNodes];
    return [...bars("Events by type", counts.found, "events"), counts.isWhole ? null : h("p", { class: "warn" }, `Counted back to ${counts.found.countedBackTo} so far.`)];
  });
}

class Counts {
  constructor(minutes) {
    this.path = `/api/flow/events?minutes=${minutes}`;
    this.values = new Map();
    this.isWhole = false;
  }

  /** One page more. */
  async take() {
    const more = this.found ? `&end=${encodeURIComponent(this.found.end)}&next=${encodeURIComponent(this.found.next)}` : "";
    const page = await get(this.path + more);
    for (const { label, values } of page.series) {
      const before = this.values.get(label) ?? values.map(() => 0);
      this.values.set(label, values.map((value, part) => before[part] + Number(value.text)));
    }
    const series = [...this.values].sort().map(([label, values]) => ({ label, values: values.map((value) => new Exact(String(value))) }));
    this.found = { ...page, series };
    this.isWhole = page.next === null;
  }
}
