/** A visitor's own data, inside the window's frame: the token that the window keeps is the right to see, take along, report and erase. */
import { el } from "@causerie/design/dom.js";
import { locale, t } from "@causerie/design/i18n.js";

const root = /** @type {HTMLElement} */ (document.querySelector("#mine"));
const site = root.dataset.site ?? "";
const token = kept();
const day = new Intl.DateTimeFormat(locale, { dateStyle: "long" });
/** @typedef {{id: string, erased?: boolean}} Talk */

function kept() {
  try {
    return localStorage.getItem(`causerie:${site}:token`) ?? "";
  } catch {
    return "";
  }
}

/** @param {string} words */
function say(words) {
  const place = root.querySelector("#said");
  if (place) place.textContent = words;
}

/** @param {string} address @param {unknown} [body] */
async function post(address, body = {}) {
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).message || t("That did not work. Please try again."));
  return answer;
}

/** @returns {Promise<Talk[]>} */
const talks = async () => (await (await post("export")).json()).conversations.filter((/** @type {Talk} */ one) => !one.erased);

async function takeAlong() {
  const blob = await (await post("export")).blob();
  const link = el("a", { href: URL.createObjectURL(blob), download: "my-data.json" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

async function erase() {
  if (!confirm(t("Erase all your conversations, for everybody? This cannot be undone."))) return;
  await post("erase");
  say(t("Everything is erased, for everybody."));
}

/** @param {Event} event */
async function report(event) {
  event.preventDefault();
  const reason = /** @type {HTMLTextAreaElement} */ (root.querySelector("#reason"));
  if (!(await talks()).length) return say(t("There is no conversation to report."));
  await post("report", { reason: reason.value });
  reason.value = "";
  say(t("Thank you. The brand’s team looks at it."));
}

/** @typedef {{id: number, at: number, what: string, words: string, state: string, outcome: string, answer: string}} Decision */

/** What the brand's team decided about this visitor, why, and a way to have it looked at again. */
async function decided() {
  /** @type {{blocked: boolean, decisions: Decision[], held: {at: number, state: string}[]}} */
  const told = await (await post("decisions")).json();
  const out = told.held.filter((one) => one.state !== "passed");
  const undecided = told.blocked && !told.decisions.length;
  root.querySelector("#decided")?.replaceChildren(
    ...(undecided ? [note(t("You can no longer write here"), t("A member asked the brand’s team to look at a conversation. Say below how you see it: a person reads it."))] : []),
    ...told.decisions.map(decision),
    ...out.map((one) => note(day.format(one.at), one.state === "waits" ? t("The team reads a message of yours first, because of a word in it.") : t("The team kept a message of yours out, because of a word in it. You may ask below to look again."))),
  );
}

/** @param {string} title @param {...(string | Node | null)} rest */
const note = (title, ...rest) => el("section", { class: "card pad" }, el("h2", {}, title), ...rest.map((one) => (typeof one === "string" ? el("p", {}, one) : one)));

/** What happened, said to the visitor. @type {Record<string, string>} */
const HAPPENED = { warn: t("The team has a word for you"), end: t("The team ended a conversation"), block: t("You can no longer write here") };

/** @param {Decision} one */
function decision(one) {
  const title = HAPPENED[one.what] ?? one.what;
  const head = [el("p", { class: "faint" }, day.format(one.at)), el("p", {}, one.words || "—")];
  if (one.state === "settled") return note(title, ...head, el("p", {}, el("b", {}, one.outcome)), one.answer);
  if (one.state === "appealed") return note(title, ...head, t("You asked to look again. Somebody of the team will answer."));
  const id = `again-${one.id}`;
  const words = el("textarea", { id, class: "input", rows: "3", maxlength: "1000", required: "" });
  const form = el("form", { class: "form" }, el("div", { class: "field" }, el("label", { for: id }, t("Why should it be looked at again?")), words), el("div", { class: "actions" }, el("button", { class: "btn primary" }, t("Ask to look again"))));
  form.addEventListener("submit", tried(async (event) => {
    event.preventDefault();
    await post("appeal", { decision: one.id, words: /** @type {HTMLTextAreaElement} */ (words).value });
    await decided();
  }));
  return note(title, ...head, form);
}

/** @param {(event: Event) => Promise<unknown>} work */
const tried = (work) => (/** @type {Event} */ event) => void work(event).catch((error) => say(error.message));

for (const part of root.querySelectorAll("[data-when]")) /** @type {HTMLElement} */ (part).hidden = (part.getAttribute("data-when") === "something") !== Boolean(token);
root.querySelector("#export")?.addEventListener("click", tried(takeAlong));
root.querySelector("#erase")?.addEventListener("click", tried(erase));
root.querySelector("#report")?.addEventListener("submit", tried(report));
if (token) decided().catch((error) => say(error.message));
