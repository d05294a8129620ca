// The page's beginning: the token, the run, and which panel the address names.
import { showAccount } from "./account.js";
import { get, takeToken } from "./api.js";
import { h } from "./dom.js";
import { isExact } from "./exact.js";
import { showFlow } from "./flow.js";
import { notice, show } from "./notice.js";

const main = document.getElementById("main");
let leave = () => {};
let shown = null;

async function begin() {
  takeToken();
  if (!isExact) {
    main.replaceChildren(h("p", { role: "alert" }, "This browser would round amounts: use one of 2025 or newer."));
    return;
  }
  let run;
  try {
    run = await get("/api/run");
  } catch (failure) {
    main.replaceChildren(notice(failure));
    return;
  }
  tell(run);
  addEventListener("hashchange", () => route(run));
  route(run);
}

function tell(run) {
  const caller = h("span", {}, "…");
  document.title = `${run.suffix} – event sourcing console`;
  document.getElementById("run").replaceChildren(
    h("strong", {}, run.suffix), ` in ${run.region}, `, h("span", { class: "mode" }, run.operate ? "operating" : "reading only"), ", as ", caller);
  show(caller, async () => (await get("/api/caller")).arn);
}

/** `#/account`, `#/account/ID`, `#/flow`. */
function route(run) {
  // Another run on the same port: its address was opened in this tab.
  if (takeToken()) return location.reload();
  // An address that was changed while the page began is told of once more.
  if (location.hash === shown) return;
  shown = location.hash;
  const [, panel = "account", given = ""] = /^#\/(\w+)(?:\/(.*))?$/.exec(location.hash) ?? [];
  leave();
  for (const link of document.querySelectorAll("nav a")) {
    if (link.getAttribute("href") === `#/${panel}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  leave = panel === "flow" ? showFlow(main, run) : showAccount(main, run, decodeURIComponent(given));
}

begin();
