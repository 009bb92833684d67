/** A visitor's own data, inside the window's frame: the token that the window keeps is the right to see, take along, report and erase. */
import { el } from "@causerie/design/dom.js";
import { t } from "@causerie/design/i18n.js";

const root = /** @type {HTMLElement} */ (document.querySelector("#mine"));
const site = root.dataset.site ?? "";
const token = kept();
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
  for (const { id } of await talks()) await post("/live/erase", { conversation: id });
  say(t("Everything is erased, for everybody."));
}

/** @param {Event} event */
async function report(event) {
  event.preventDefault();
  const reason = /** @type {HTMLTextAreaElement} */ (root.querySelector("#reason"));
  const last = (await talks()).at(-1);
  if (!last) return say(t("There is no conversation to report."));
  await post("/live/report", { conversation: last.id, reason: reason.value });
  reason.value = "";
  say(t("Thank you. The brand’s team looks at it."));
}

/** @param {(event: Event) => Promise<unknown>} work */
const tried = (work) => (/** @type {Event} */ event) => void work(event).catch((error) => say(error.message));

for (const part of root.querySelectorAll("[data-when]")) /** @type {HTMLElement} */ (part).hidden = (part.getAttribute("data-when") === "something") !== Boolean(token);
root.querySelector("#export")?.addEventListener("click", tried(takeAlong));
root.querySelector("#erase")?.addEventListener("click", tried(erase));
root.querySelector("#report")?.addEventListener("submit", tried(report));
