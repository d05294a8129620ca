// A slider over a log, by sequence or by time: the state then, as the fold has it, and what the event there has changed.
import { ask } from "./api.js";
import { h, instant, table } from "./dom.js";
import { count } from "./exact.js";
import { newest, show } from "./notice.js";

export async function showMoment(place, id, head, position) {
  const result = h("div", { id: "moment" });
  const moment = new Moment(id, head, position, result);
  place.replaceChildren(...moment.controls(), result);
  position.listen((at) => moment.follow(at));
  await moment.look({ upToSequence: position.at });
}

class Moment {
  #states = new Map();

  constructor(id, head, position, result) {
    this.id = id;
    this.position = position;
    this.result = result;
    this.begin = Date.parse(head.first.Timestamp);
    this.look = newest((bound) => this.#look(bound));
  }

  controls() {
    this.slider = h("input", { type: "range", id: "slider", min: 0, max: this.position.last, value: this.position.at, step: 1, oninput: () => this.#slid() });
    this.said = h("output", { for: "slider", id: "slider-text" }, "");
    const choice = (value, label, checked) => h("label", {}, h("input", { type: "radio", name: "axis", value, checked, onchange: () => this.#choose(value) }), ` ${label}`);
    this.axis = "sequence";
    return [h("div", { class: "bar", role: "radiogroup", "aria-label": "What the slider goes by" }, choice("sequence", "by sequence", true), choice("time", "by time", false)),
      h("div", { class: "bar" }, h("label", { for: "slider" }, "Moment"), this.said), this.slider];
  }

  async #choose(axis) {
    if (axis === "time" && this.end === undefined) {
      this.slider.disabled = true;
      await this.#findEnd();
      this.slider.disabled = false;
    }
    this.axis = axis;
    if (axis === "sequence") Object.assign(this.slider, { min: 0, max: this.position.last, value: this.position.at });
    else Object.assign(this.slider, { min: this.begin - 1, max: this.end, value: this.end });
    this.#slid();
  }

  /** A slider has milliseconds, events have microseconds. */
  async #findEnd() {
    const page = await ask("getAggregateEvents", { aggregateId: this.id, fromSequence: this.position.last, limit: 1 });
    this.end = Date.parse(page.events[0]?.Timestamp ?? new Date().toISOString()) + 1;
  }

  #slid() {
    const value = Number(this.slider.value);
    if (this.axis === "sequence") {
      if (value === this.position.at) this.look({ upToSequence: value });
      this.position.move(value);
    } else this.look({ asOf: new Date(value).toISOString() });
  }

  /** Somebody else has moved: what this one finds by time is shown already. */
  follow(at) {
    if (this.isMoving) return;
    if (this.axis === "sequence") this.slider.value = at;
    this.look({ upToSequence: at });
  }

  async #look(bound) {
    if (this.position.signal.aborted) return;
    await show(this.result, async () => {
      const after = await this.#state(bound);
      const at = count(after.eventsProcessed);
      this.said.textContent = bound.asOf ? `at ${bound.asOf}, after event ${at} of ${this.position.last}` : `after event ${at} of ${this.position.last}`;
      this.slider.setAttribute("aria-valuetext", this.said.textContent);
      const [before, page] = await Promise.all([
        this.#state({ upToSequence: Math.max(at - 1, 0) }), ask("getAggregateEvents", { aggregateId: this.id, fromSequence: Math.max(at, 1), limit: 1 })]);
      if (bound.asOf) this.#moveOthers(at);
      return describe(at, before.reconstructedState, after.reconstructedState, at > 0 ? page.events[0] : undefined);
    });
  }

  #moveOthers(at) {
    this.isMoving = true;
    this.position.move(at);
    this.isMoving = false;
  }

  /** A state never changes, so none is asked for twice. */
  async #state(bound) {
    const key = JSON.stringify(bound);
    if (!this.#states.has(key)) {
      const state = await ask("reconstructState", { aggregateId: this.id, ...bound });
      if (this.#states.size > 500) this.#states.clear();
      this.#states.set(key, state);
    }
    return this.#states.get(key);
  }
}

function describe(at, before, after, event) {
  const names = Object.keys(after).filter((name) => name !== "aggregateId");
  const rows = names.map((name) => {
    const [old, now] = [text(before[name]), text(after[name])];
    const changed = at > 0 && old !== now;
    return h("tr", { class: changed ? "at" : null }, h("th", { scope: "row" }, name), h("td", { class: "exact", "data-field": name }, now),
      h("td", { class: "exact" }, changed ? `was ${old === "" ? "empty" : old}` : ""));
  });
  const cause = event ? h("p", {}, `Event ${at}: `, h("strong", {}, event.EventType ?? event.error ?? "unreadable"), " by ", event.UserId ?? "nobody known", ", ", instant(event.Timestamp)) : h("p", {}, "Before the first event.");
  return [cause, table(`State after event ${at}, and what event ${at} changed`, ["Field", "State", "Change"], rows)];
}

function text(value) {
  return value === null || value === undefined ? "" : typeof value === "object" && value.text === undefined ? JSON.stringify(value) : String(value);
}
