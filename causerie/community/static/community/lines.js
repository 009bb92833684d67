/** The room's chat and the private lines: drawn by `<c-thread>`, sent by HTTP under a name of the message's own, heard live. */
import { el } from "@causerie/design/dom.js";
import { icon } from "@causerie/design/icons.js";
import { t } from "@causerie/design/i18n.js";
import { newClientId } from "@causerie/design/live.js";
import "@causerie/design/thread.js";
import { report } from "@causerie/community/centre.js";

/**
 * @typedef {import("@causerie/design/thread.js").Thread} Thread
 * @typedef {{id: number, by: {id: number, name: string, photo?: string, team?: boolean}, text: string, at: number, client_id: string, member?: number}} Word
 */

const csrf = () => document.querySelector('meta[name="csrf"]')?.getAttribute("content") ?? "";
const OFFLINE = () => t("No connection right now. Nothing is lost: try again in a moment.");

/** @param {string} address @param {Record<string, string>} values @returns {Promise<any>} */
async function post(address, values) {
  const headers = { "X-CSRFToken": csrf(), "HX-Request": "true" };
  const answer = await fetch(address, { method: "POST", body: new URLSearchParams(values), headers });
  if (answer.ok) return answer.status === 204 ? null : answer.json();
  throw new Error((await answer.json().catch(() => ({}))).message || t("That did not work. Please reload the page and try again."));
}

/** @param {HTMLElement} box */
export function start(box) {
  if (box.dataset.started) return;
  box.dataset.started = "yes";
  const { lines = "", url = "", brand = "", me = "", whose = "", seen = "" } = box.dataset;
  const thread = /** @type {Thread} */ (box.querySelector("c-thread"));
  const form = /** @type {HTMLFormElement} */ (box.querySelector("form"));
  const field = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("text"));
  const isLine = lines === "line";
  /** @type {Record<string, string>} */
  const whom = isLine && whose !== me ? { member: whose } : {};
  /** @type {Map<number, Element>} */
  const nodes = new Map();
  let last = 0;
  thread.myId = Number(me);

  /** Of one's own side: oneself; on another's line, all of the team. @param {Word} word */
  const ours = (word) => (isLine && whose !== me ? String(word.by.id) !== whose : String(word.by.id) === me);

  /** @param {Word} word */
  function add(word) {
    if (nodes.has(word.id)) return;
    const { id, name, photo = "" } = word.by;
    const known = new Set(thread.querySelectorAll(".msg"));
    thread.add({ type: "message", conversation: "", seq: word.id, id: String(word.id), from: { kind: ours(word) ? "ambassador" : "visitor", id, name, photo }, text: word.text, sent_at: word.at, client_id: word.client_id });
    const node = [...thread.querySelectorAll(".msg")].find((one) => !known.has(one));
    last = Math.max(last, word.id);
    nodes.set(word.id, node ?? thread);
    if (node && !isLine) node.append(tools(word));
  }

  /** What can be done with somebody's message in the chat. @param {Word} word */
  function tools(word) {
    const mine = String(word.by.id) === me;
    const flag = () => report(`${url}/${word.id}/flag`);
    const remove = () => void post(`${url}/${word.id}/delete`, { brand }).then(() => gone(word.id), () => {});
    return el(
      "span",
      { class: "msg-tools" },
      !mine && el("button", { type: "button", class: "btn quiet icon-only small", "aria-label": t("Report what {name} wrote", { name: word.by.name }), onclick: flag }, icon("flag", { className: "s" })),
      (mine || box.hasAttribute("data-may-remove")) && el("button", { type: "button", class: "btn quiet icon-only small", "aria-label": t("Remove this message"), onclick: remove }, icon("trash", { className: "s" })),
    );
  }

  /** @param {number} id */
  function gone(id) {
    const node = nodes.get(id);
    if (node && node !== thread) node.remove();
  }

  /** This side has seen what is on screen. */
  function look() {
    if (!isLine || !last || !box.checkVisibility() || document.visibilityState !== "visible") return;
    if (Number(box.dataset.read ?? 0) >= last) return;
    box.dataset.read = String(last);
    void post(seen, { brand, upto: String(last), ...whom }).catch(() => (box.dataset.read = "0"));
  }

  async function load() {
    const answer = await fetch(`${url}?${new URLSearchParams({ brand, ...whom })}`, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok) return;
    const found = await answer.json();
    found.messages.forEach(add);
    if (!found.messages.length && !box.querySelector(".lines-empty")) thread.intro.append(el("p", { class: "faint lines-empty" }, isLine ? t("Nothing has been said here yet. The first word may be yours.") : t("Nobody has spoken yet. Say hello to who is around.")));
    if (found.seen) thread.seen(found.seen);
    thread.toEnd();
    look();
  }

  /** @param {string} text @param {string} id */
  function send(text, id) {
    post(url, { brand, text, client_id: id, ...whom }).then(
      (/** @type {Word} */ word) => {
        thread.acked({ type: "ack", client_id: id, conversation: "", id: "", seq: word.id, sent_at: word.at });
        last = Math.max(last, word.id);
        box.dataset.read = String(last);
      },
      (error) => thread.failed(id, error instanceof TypeError ? OFFLINE() : error.message, () => send(text, id)),
    );
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!text) return;
    const id = newClientId();
    box.querySelector(".lines-empty")?.remove();
    thread.pending(id, text);
    send(text, id);
    form.reset();
    field.focus();
  });

  /** @param {string} name @param {(detail: any) => void} hear */
  const on = (name, hear) => document.body.addEventListener(`causerie:${name}`, (event) => box.isConnected && hear(/** @type {CustomEvent} */ (event).detail));
  on(isLine ? "line" : "chat", (word) => {
    if (isLine && String(word.member) !== whose) return;
    box.querySelector(".lines-empty")?.remove();
    add(word);
    look();
  });
  on("chat_gone", ({ id }) => !isLine && gone(id));
  on("online", () => void load());
  on("shown", look);
  document.addEventListener("visibilitychange", look);
  void load();
}
