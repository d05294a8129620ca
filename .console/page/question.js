// A question before something is done. The browser's own dialog keeps the focus, and Escape is a no.
import { h } from "./dom.js";

/** The answers as an object, or null for no. `choices` are boxes to tick, `texts` are fields: name to label and value. */
export function question(title, text, verb, choices = {}, texts = {}) {
  const boxes = Object.entries(choices).map(([name, label]) => [name, h("input", { type: "checkbox", id: `ask-${name}` }), label]);
  const fields = Object.entries(texts).map(([name, [label, value]]) => [name, h("input", { type: "text", id: `ask-${name}`, value, required: true }), label]);
  const dialog = h("dialog", { "aria-labelledby": "ask" },
    h("form", { method: "dialog" }, h("h3", { id: "ask" }, title), h("p", {}, text),
      boxes.map(([, box, label]) => h("p", {}, h("label", {}, box, ` ${label}`))),
      fields.map(([, field, label]) => h("p", {}, h("label", { for: field.id }, `${label} `), field)),
      h("p", { class: "bar" }, h("button", { value: "yes", class: "main" }, verb), h("button", { value: "no", formnovalidate: true, autofocus: true }, "Cancel"))));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      const answers = [...boxes.map(([name, box]) => [name, box.checked]), ...fields.map(([name, field]) => [name, field.value])];
      resolve(dialog.returnValue === "yes" ? Object.fromEntries(answers) : null);
      dialog.remove();
    });
  });
}
