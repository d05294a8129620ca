// Dead letters: why each is there, and what it takes to repair it.
import { get } from "./api.js";
import { h, instant, table } from "./dom.js";
import { count } from "./exact.js";
import { show } from "./notice.js";
import { letterButton } from "./operations.js";

export async function showLetters(place, run) {
  await show(place, async () => {
    const found = await get("/api/flow/letters");
    if (found.length === 0) return h("p", { class: "good" }, "There are no dead letters.");
    return table(`${found.length} dead letters`, ["Since", "What it is", "Why", "Account", "What it takes", "Message"], found.map((letter) => row(letter, run)));
  });
}

function row(letter, run) {
  const account = letter.aggregate ? h("a", { href: `#/account/${encodeURIComponent(letter.aggregate)}` }, letter.aggregate) : "";
  return [instant(new Date(count(letter.sent)).toISOString()), letter.kind, letter.reason, h("td", {}, account, letter.sequence ? `, event ${letter.sequence}` : ""),
    h("td", {}, letter.repair, ". ", run.operate ? letterButton(letter) : null), h("details", {}, h("summary", {}, "Body"), h("pre", {}, letter.body))];
}
