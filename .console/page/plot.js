// A step curve in SVG. Pixels are rounded, words are not: each label is the exact text of its point.
import { s } from "./dom.js";

const WIDTH = 640;
const HEIGHT = 220;
const LEFT = 8;
const TOP = 18;
const BOTTOM = 22;

export class Plot {
  /** Points have `sequence`, `time` and `text`; a click chooses the nearest one. */
  constructor(points, choose) {
    this.points = points;
    const values = points.map((point) => Number(point.text));
    this.low = values.reduce((a, b) => Math.min(a, b), 0);
    this.high = values.reduce((a, b) => Math.max(a, b), 0);
    const least = values.indexOf(values.reduce((a, b) => Math.min(a, b)));
    const most = values.indexOf(values.reduce((a, b) => Math.max(a, b)));
    this.line = s("line", { class: "mark", y1: TOP, y2: HEIGHT - BOTTOM, x1: LEFT, x2: LEFT });
    this.element = s("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": describe(points, least, most), onclick: (event) => choose(this.#nearest(event)) },
      s("line", { class: "axis", x1: LEFT, x2: WIDTH - LEFT, y1: this.#y(0), y2: this.#y(0) }),
      s("path", { class: "curve", d: this.#path(values) }), this.line,
      s("text", { x: LEFT, y: 12 }, `highest ${points[most].text}`), s("text", { x: LEFT, y: HEIGHT - 6 }, `lowest ${points[least].text}, event ${points[0].sequence}`),
      s("text", { x: WIDTH - LEFT, y: HEIGHT - 6, "text-anchor": "end" }, `event ${points.at(-1).sequence}: ${points.at(-1).text}`));
  }

  /** Draws the line at an event. */
  mark(sequence) {
    const x = this.#x(Math.max(sequence - this.points[0].sequence, 0));
    this.line.setAttribute("x1", x);
    this.line.setAttribute("x2", x);
  }

  /** In each column of pixels the first, the lowest, the highest and the last: no more is seen, however long the log. */
  #path(values) {
    const columns = [];
    values.forEach((value, index) => {
      const x = Math.round(this.#x(index));
      const column = columns.at(-1);
      if (column?.x === x) Object.assign(column, { low: Math.min(column.low, value), high: Math.max(column.high, value), last: value });
      else columns.push({ x, first: value, low: value, high: value, last: value });
    });
    return columns.map(({ x, first, low, high, last }, index) => {
      const steps = [first, ...(low === high ? [] : [low, high, last])].map((value) => `V${this.#y(value).toFixed(1)}`).join("");
      return index === 0 ? `M${x} ${this.#y(first).toFixed(1)}${steps}` : `H${x}${steps}`;
    }).join("");
  }

  #x(index) {
    return LEFT + (index / Math.max(this.points.length - 1, 1)) * (WIDTH - 2 * LEFT);
  }

  #y(value) {
    const span = this.high - this.low || 1;
    return HEIGHT - BOTTOM - ((value - this.low) / span) * (HEIGHT - TOP - BOTTOM);
  }

  #nearest(event) {
    const box = this.element.getBoundingClientRect();
    const share = ((event.clientX - box.left) / box.width * WIDTH - LEFT) / (WIDTH - 2 * LEFT);
    const index = Math.round(share * (this.points.length - 1));
    return this.points[Math.min(Math.max(index, 0), this.points.length - 1)].sequence;
  }
}

function describe(points, least, most) {
  return `Balance after each of ${points.length} events: ${points[0].text} after the first, at least ${points[least].text} after event ${points[least].sequence}, `
    + `at most ${points[most].text} after event ${points[most].sequence}, ${points.at(-1).text} after the last. The slider and the table of events have each one.`;
}
