// Counts as stacked bars and lags as lines, over equal parts of time; each picture has its numbers in a table below it.
import { h, s, table } from "./dom.js";
import { Exact } from "./exact.js";

const WIDTH = 640;
const HEIGHT = 200;
const LEFT = 68;
const TOP = 10;
const BOTTOM = 20;

/** One bar a part, with a piece for each series. */
export function bars(title, found, unit) {
  const totals = columns(found).map((values) => values.reduce((a, b) => a + b, 0));
  return chart(title, found, unit, Math.max(1, ...totals), (frame) => columns(found).map((values, part) => {
    let below = 0;
    return values.map((value, index) => {
      if (value === 0) return null;
      const [bottom, top] = [frame.y(below), frame.y(below + value)];
      below += value;
      return s("rect", { class: `series-${index % 7}`, x: frame.x(part) + 0.5, width: Math.max(frame.step - 1, 1), y: top, height: bottom - top },
        s("title", {}, `${found.series[index].label}: ${value}`));
    });
  }));
}

/** One line a series, with a gap where nothing was written. */
export function lines(title, found, unit) {
  const all = found.series.flatMap((one) => one.values.map(number));
  return chart(title, found, unit, Math.max(1, ...all), (frame) => found.series.map((one, index) => {
    let pen = "M";
    const path = one.values.map((value, part) => {
      if (value === null) {
        pen = "M";
        return "";
      }
      const step = `${pen}${(frame.x(part) + frame.step / 2).toFixed(1)} ${frame.y(number(value)).toFixed(1)}h.1`;
      pen = "L";
      return step;
    }).join("");
    return s("path", { class: `series-${index % 7}`, d: path });
  }));
}

function chart(title, found, unit, highest, draw) {
  const written = found.series.filter((one) => one.values.some((value) => value !== null && number(value) !== 0));
  if (written.length === 0) return [h("p", { class: "quiet" }, "Nothing in this time.")];
  const frame = {
    step: (WIDTH - LEFT) / number(found.parts), x: (part) => LEFT + part * frame.step,
    y: (value) => HEIGHT - BOTTOM - (value / highest) * (HEIGHT - TOP - BOTTOM),
  };
  const times = [0, number(found.parts) - 1].map((part) => clock(found, part));
  return [
    s("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": `${title}, from ${times[0]} to ${times[1]}: at most ${round(highest)} ${unit}. The table below has all numbers.` },
      s("line", { class: "axis", x1: LEFT, x2: WIDTH, y1: frame.y(0), y2: frame.y(0) }), s("text", { x: LEFT - 4, y: TOP + 8, "text-anchor": "end" }, round(highest)),
      s("text", { x: LEFT - 4, y: TOP + 24, "text-anchor": "end" }, unit),
      s("text", { x: LEFT - 4, y: frame.y(0), "text-anchor": "end" }, "0"), s("text", { x: LEFT, y: HEIGHT - 4 }, times[0]),
      s("text", { x: WIDTH, y: HEIGHT - 4, "text-anchor": "end" }, times[1]), draw(frame)),
    h("ul", { class: "legend" }, found.series.map((one, index) => h("li", {}, s("svg", { viewBox: "0 0 12 12", "aria-hidden": "true" }, s("rect", { class: `series-${index % 7}`, width: 12, height: 12 })), one.label))),
    numbers(title, found, unit)];
}

function numbers(title, found, unit) {
  const rows = columns(found, null).map((values, part) => [clock(found, part), ...values.map((value) => h("td", { class: "number" }, value === null ? "" : round(value)))])
    .filter((_row, part) => found.series.some((one) => one.values[part] !== null && number(one.values[part]) !== 0));
  return h("details", {}, h("summary", {}, "As a table"), table(`${title} (${unit})`, ["From", ...found.series.map((one) => one.label)], rows));
}

/** For each part the value of each series. */
function columns(found, nothing = 0) {
  return Array.from({ length: number(found.parts) }, (_none, part) => found.series.map((one) => (one.values[part] === null ? nothing : number(one.values[part]))));
}

/** Counts and milliseconds: no amounts. */
function number(value) {
  return value instanceof Exact ? Number(value.text) : (value ?? 0);
}

function round(value) {
  return String(Math.round(value * 10) / 10);
}

function clock(found, part) {
  return new Date(Date.parse(found.start) + part * number(found.period) * 1000).toISOString().slice(11, 16);
}
