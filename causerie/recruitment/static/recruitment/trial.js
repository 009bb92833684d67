/**
 * A trial conversation: a manager as the visitor, an applicant as the member. The page asks for what is new every two seconds.
 * @typedef {import("@causerie/design/thread.js").Thread} Thread
 * @typedef {{seq: number, visitor: boolean, text: string, at: number, client_id?: string}} Said
 * @typedef {{lines: Said[], over: boolean, here: boolean}} Told
 */

import { el } from "@causerie/design/dom.js";
import { t } from "@causerie/design/i18n.js";
import "@causerie/design/thread.js";

const ASK_EVERY_MS = 2_000;
const ASK_HIDDEN_MS = 15_000;
const box = /** @type {HTMLElement} */ (document.querySelector("[data-trial]"));
const form = /** @type {HTMLFormElement | null} */ (box.querySelector("[data-say]"));
const here = document.querySelector("[data-here]");
const { trial: me = "member", lines: address = "", other = "" } = box.dataset;
const thread = /** @type {Thread} */ (el(/** @type {any} */ ("c-thread"), { me, label: t("Trial conversation") }));
box.querySelector("[data-thread]")?.append(thread);
let waiting = 0;

/** @param {boolean} visitor */
const from = (visitor) => ({ kind: /** @type {"visitor" | "ambassador"} */ (visitor ? "visitor" : "ambassador"), name: visitor ? "" : other });

/** @param {Said} said */
function draw({ seq, visitor, text, at, client_id }) {
  thread.add({ type: "message", conversation: "trial", seq, id: `t${seq}`, from: from(visitor), text, sent_at: at, client_id });
}

async function ask() {
  clearTimeout(waiting);
  const answer = await fetch(`${address}?after=${thread.last}`, { headers: { accept: "application/json" } }).catch(() => null);
  const told = answer?.ok ? /** @type {Told} */ (await answer.json()) : null;
  told?.lines.forEach(draw);
  say(told);
  if (told?.over) return over();
  waiting = window.setTimeout(ask, document.hidden ? ASK_HIDDEN_MS : ASK_EVERY_MS);
}

/** Whether the other side looks at it now. @param {Told | null} told */
function say(told) {
  if (!here) return;
  const absent = me === "visitor" ? t("{name} is not here: they read it when they come back.", { name: other }) : t("The visitor is away and reads it later.");
  const present = me === "visitor" ? t("{name} is here", { name: other }) : t("The visitor is here");
  const words = !told ? t("The connection is lost. It comes back by itself.") : told.over ? "" : told.here ? present : absent;
  if (here.textContent !== words) here.textContent = words;
}

function over() {
  form?.remove();
  box.dataset.over = "";
  document.querySelector("[data-until-over]")?.setAttribute("hidden", "");
  document.querySelector("[data-once-over]")?.removeAttribute("hidden");
}

/** @param {string} id @param {string} text */
async function send(id, text) {
  const values = new FormData(form ?? undefined);
  values.set("text", text);
  values.set("client_id", id);
  const answer = await fetch(address, { method: "POST", body: values, headers: { accept: "application/json" } }).catch(() => null);
  const told = await answer?.json().catch(() => null);
  if (answer?.ok && told) return thread.acked({ type: "ack", client_id: id, conversation: "trial", id, seq: told.seq, sent_at: told.at });
  thread.failed(id, told?.message ?? t("We could not save this. Your text is safe: try again."), () => void send(id, text));
}

const field = /** @type {HTMLTextAreaElement | null} */ (form?.querySelector("textarea") ?? null);

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field?.value.trim();
  if (!field || !text) return;
  field.value = "";
  const id = crypto.getRandomValues(new Uint32Array(4)).join("-").slice(0, 40);
  thread.pending(id, text);
  void send(id, text);
});

field?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form?.requestSubmit();
  }
});

document.addEventListener("visibilitychange", () => !document.hidden && form?.isConnected && ask());
void ask().then(() => thread.toEnd());
