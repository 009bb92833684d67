/** Windows as they are now. */

import { t, n } from "@causerie/design/i18n.js";

const LOOK_EVERY_MS = 10_000;

/**
 * Why a window is open or closed, in words.
 * @param {{open: boolean, online: number, resting?: boolean}} status
 * @param {number} needed
 */
function sentence({ open, online, resting }, needed) {
  if (resting) return t("Closed: outside its opening hours.");
  if (open) return n("Open: {count} member is free to answer.", "Open: {count} members are free to answer.", online);
  if (online >= needed) return t("Closed for this hour, drawn by lot to measure sales.");
  if (online === 0) return t("Closed: no member who speaks its language is free right now.");
  return n("Closed: {count} member is free, {needed} are needed.", "Closed: {count} members are free, {needed} are needed.", online, { needed });
}

/** @param {HTMLElement} line */
async function look(line) {
  const answer = await fetch(line.dataset.window ?? "", { headers: { accept: "application/json" } });
  const status = await answer.json();
  /** @type {HTMLElement} */ (line.querySelector("[data-words]")).textContent = sentence(status, Number(line.dataset.needed));
  line.querySelector(".dot")?.classList.toggle("good", status.open);
  line.querySelector(".dot")?.classList.toggle("wait", !status.open);
  return Boolean(status.open);
}

const lines = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-window]")]);

async function lookAtAll() {
  if (document.hidden) return;
  const open = await Promise.all(lines.map((line) => look(line).catch(() => null)));
  const title = document.querySelector("[data-all-windows]");
  if (title instanceof HTMLElement && !open.includes(null)) {
    const { open: every = "", some = "", none = "" } = title.dataset;
    title.textContent = open.every(Boolean) ? every : open.some(Boolean) ? some : none;
  }
}

if (lines.length > 0) {
  void lookAtAll();
  setInterval(lookAtAll, LOOK_EVERY_MS);
  document.addEventListener("visibilitychange", lookAtAll);
}
