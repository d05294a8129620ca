// What the page asks of the console's own server, and nobody else.
import { parse } from "./exact.js";

const KEPT = "token of the run";

/** Why there is no answer: `kind` is forbidden, absent, unreachable, credentials, function, refused or aws. */
export class Failure extends Error {
  constructor({ kind, message, ...details }) {
    super(message);
    this.kind = kind;
    this.details = details;
  }
}

/** Takes the token out of the address, so that it is in no history, and keeps it for this tab. Gives back whether there was one. */
export function takeToken() {
  const given = /^#token=([\w-]+)$/.exec(location.hash);
  if (!given) return false;
  sessionStorage.setItem(KEPT, given[1]);
  history.replaceState(null, "", `${location.pathname}#/account`);
  return true;
}

/** Asks one of the query function's questions; what it does not find is null. */
export async function ask(queryType, fields) {
  const { status, body } = await send("/api/query", { queryType, ...fields });
  if (status === 404) return null;
  if (status !== 200) throw new Failure({ kind: "refused", message: body.error ?? `status ${status}` });
  return body;
}

/** Something of the server's own. */
export async function get(path) {
  return (await send(path)).body;
}

export async function post(path, content) {
  return (await send(path, content)).body;
}

async function send(path, content) {
  const headers = { Authorization: `Bearer ${sessionStorage.getItem(KEPT) ?? ""}` };
  const request = content === undefined ? { headers } : {
    method: "POST", headers: { ...headers, "Content-Type": "application/json" }, body: JSON.stringify(content),
  };
  let answer;
  try {
    answer = await fetch(path, request);
  } catch {
    throw new Failure({ kind: "stopped", message: "The console itself does not answer: start it again, and open the address that it prints." });
  }
  const body = parse(await answer.text());
  if (body?.failure) throw new Failure(body.failure);
  return { status: answer.status, body };
}
