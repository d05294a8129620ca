// Elements from calls. Text is always text here: nothing that comes from an event is ever read as HTML.

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes, listeners (`onclick`) and children; null and false leave out. */
export function h(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

export function s(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A table with a header cell for each column. */
export function table(caption, columns, rows) {
  return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
    h("table", {}, h("caption", {}, caption),
      h("thead", {}, h("tr", {}, columns.map((column) => h("th", { scope: "col" }, column)))),
      h("tbody", {}, rows.map((row) => (row instanceof Node ? row : h("tr", {}, row.map(cell)))))));
}

function cell(content) {
  return content instanceof HTMLTableCellElement ? content : h("td", {}, content);
}

/** A part of a panel under a heading, with a place for what it shows. */
export function section(title, ...children) {
  const body = h("div", {}, ...children);
  const element = h("section", { "aria-label": title }, h("h3", {}, title), body);
  return { element, body };
}

/** What people read of an instant; the exact one is in the title. */
export function instant(text) {
  return text ? h("time", { datetime: text, title: text }, String(text).replace("T", " ").replace(/(\.\d{3})\d*/, "$1").replace(/\+00:00$/, "Z")) : "";
}

/** Says something to those who do not see it change. */
export function announce(text) {
  document.getElementById("status").textContent = text;
}
