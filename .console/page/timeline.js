// The events, page by page: a page costs the same wherever it is in the log, and no more of it is ever in the document.
import { ask } from "./api.js";
import { h, instant, table } from "./dom.js";
import { count } from "./exact.js";
import { newest, show } from "./notice.js";

const SIZE = 50;

export async function showTimeline(place, id, position) {
  const rows = h("div", { id: "events" });
  const timeline = new Timeline(rows, id, position);
  place.replaceChildren(timeline.bar(), rows);
  position.listen((at) => timeline.follow(at));
  await timeline.turn(timeline.pageOf(position.last));
}

class Timeline {
  constructor(place, id, position) {
    this.place = place;
    this.id = id;
    this.position = position;
    this.pages = Math.max(1, Math.ceil(position.last / SIZE));
    this.turn = newest((page) => this.#turn(page));
  }

  bar() {
    this.field = h("input", { type: "text", inputmode: "numeric", id: "page", size: 5, onchange: () => this.turn(Number(this.field.value) || 1) });
    const button = (label, page) => h("button", { type: "button", onclick: () => this.turn(page()) }, label);
    return h("div", { class: "bar", role: "group", "aria-label": "Pages of events" },
      button("First", () => 1), button("Earlier", () => this.page - 1),
      h("label", { for: "page" }, "Page"), this.field, h("span", {}, `of ${this.pages}`),
      button("Later", () => this.page + 1), button("Last", () => this.pages));
  }

  pageOf(sequence) {
    return Math.max(1, Math.ceil(sequence / SIZE));
  }

  /** Turns to the page of an event, and marks it. */
  async follow(at) {
    const page = this.pageOf(at);
    if (page === this.page) this.#mark();
    else await this.turn(page);
  }

  async #turn(wanted) {
    const page = Math.min(Math.max(wanted, 1), this.pages);
    const first = (page - 1) * SIZE + 1;
    await show(this.place, async () => {
      const found = await ask("getAggregateEvents", { aggregateId: this.id, fromSequence: first, limit: SIZE });
      const last = first + found.events.length - 1;
      return table(`Events ${first} to ${last} of ${this.position.last}`, ["Sequence", "Time", "Type", "Amount", "Who", "Correlation", "Hash", "All of it"],
        found.events.flatMap((event, index) => this.#rows(event, first + index)));
    });
    this.page = page;
    this.field.value = page;
    this.#mark();
  }

  #rows(event, expected) {
    const sequence = count(event.EventSequence ?? expected);
    const whole = h("tr", { hidden: true }, h("td", { colspan: 8 }, h("pre", {}, JSON.stringify(event, null, 2))));
    const more = h("button", { type: "button", class: "plain", "aria-expanded": "false", "aria-label": `All of event ${sequence}`, onclick: () => {
      whole.hidden = !whole.hidden;
      more.setAttribute("aria-expanded", String(!whole.hidden));
    } }, "show");
    const go = h("button", { type: "button", class: "plain", title: "The state after this event", onclick: () => this.position.move(sequence) }, String(sequence));
    const row = h("tr", { "data-sequence": sequence }, h("td", {}, go), h("td", {}, instant(event.Timestamp)), h("td", {}, event.EventType ?? event.error ?? ""),
      h("td", { class: "number exact" }, String(event.EventData?.amount ?? "")), h("td", {}, event.UserId ?? ""),
      h("td", {}, h("code", { title: event.CorrelationId }, short(event.CorrelationId))), h("td", {}, h("code", { title: event.EventHash }, short(event.EventHash))), h("td", {}, more));
    return [row, whole];
  }

  #mark() {
    for (const row of this.place.querySelectorAll("tr[data-sequence]")) {
      const sequence = Number(row.dataset.sequence);
      row.classList.toggle("at", sequence === this.position.at);
      row.classList.toggle("bad", sequence === this.position.bad);
      if (sequence === this.position.at) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
  }
}

function short(text) {
  return text ? `${text.slice(0, 8)}…` : "";
}
