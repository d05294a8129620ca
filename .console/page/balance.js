// The balance after each event, summed up exactly here, and held against the fold at its end.
import { ask } from "./api.js";
import { h } from "./dom.js";
import { Exact, Sum, count } from "./exact.js";
import { notice, show } from "./notice.js";
import { Plot } from "./plot.js";

const PAGE = 1000;
const MOST = 20_000;

export async function showBalance(place, id, head, position) {
  const progress = h("p", { class: "quiet", id: "balance-progress" });
  const picture = h("div", { id: "balance" });
  place.replaceChildren(picture, progress);
  const curve = new Curve(id, head, position);
  await show(progress, () => curve.read(position.last > MOST ? MOST : Infinity, (at) => {
    progress.textContent = `${at} of ${position.last} events`;
  }));
  picture.replaceChildren(...curve.picture());
  position.listen((at) => curve.plot?.mark(at));
  if (!curve.isWhole && !curve.isBroken) {
    progress.append(h("button", { type: "button", onclick: () => showRest(progress, picture, curve) }, "Read the rest"));
  }
}

async function showRest(progress, picture, curve) {
  await show(progress, () => curve.read(Infinity, (at) => { progress.textContent = `${at} events`; }));
  picture.replaceChildren(...curve.picture());
}

class Curve {
  constructor(id, head, position) {
    Object.assign(this, { id, head, position, points: [], sum: new Sum(), at: 0, isWhole: false, isBroken: false });
  }

  /** Reads on, up to so many events more. Gives back what there is to say at the end. */
  async read(most, told) {
    const end = Math.min(this.at + most, this.position.last);
    while (this.at < end && !this.position.signal.aborted) {
      const page = await ask("getAggregateEvents", { aggregateId: this.id, fromSequence: this.at + 1, limit: Math.min(PAGE, end - this.at) });
      if (page.events.length === 0) break;
      for (const event of page.events) this.#take(event);
      told(this.at);
    }
    this.isWhole = this.at >= this.position.last;
    return this.#verdict();
  }

  #take(event) {
    this.at = count(event.EventSequence ?? this.at + 1);
    const amount = event.EventData?.amount;
    if (event.error) this.isBroken = true;
    if (event.EventType === "TransactionProcessed" && amount instanceof Exact) this.sum = this.sum.plus(amount);
    const text = this.sum.toString();
    this.points.push({ sequence: this.at, time: event.Timestamp, text });
  }

  #verdict() {
    if (!this.isWhole) return h("span", {}, `The first ${this.at} of ${this.position.last} events. `);
    if (!this.head.state) return h("span", {}, `${this.at} events; the fold stumbles over this log, so nothing vouches for the sum.`);
    if (this.sum.equals(this.head.state.balance)) return h("span", {}, `${this.at} events; the fold has the same balance, `, h("span", { class: "exact" }, String(this.head.state.balance)), ".");
    return notice({ kind: "aws", details: {}, message: `The sum of the amounts is ${this.sum}, and the fold says ${this.head.state.balance}.` });
  }

  picture() {
    if (this.points.length === 0) return [];
    this.plot = new Plot(this.points, (at) => this.position.move(at));
    this.plot.mark(this.position.at);
    return [this.plot.element];
  }
}
