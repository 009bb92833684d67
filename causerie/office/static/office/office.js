/** Windows as they are now, and the preview of a button. */

import { t, n } from "@causerie/design/i18n.js";

const LOOK_EVERY_MS = 10_000;

/**
 * Why a window is open or closed, in words.
 * @param {{open: boolean, online: number}} status
 * @param {number} needed
 */
function sentence({ open, online }, needed) {
  if (open) return n("Open: {count} member is free to answer.", "Open: {count} members are free to answer.", online);
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

const form = /** @type {HTMLFormElement | null} */ (document.getElementById("site-form"));

function preview() {
  const values = new FormData(/** @type {HTMLFormElement} */ (form));
  for (const place of document.querySelectorAll("[data-preview]")) {
    const text = String(values.get(place.getAttribute("data-preview") ?? "") ?? "").trim();
    place.textContent = text || place.getAttribute("data-otherwise") || "";
  }
  const shop = /** @type {HTMLElement} */ (document.querySelector("[data-preview-position]"));
  shop.classList.toggle("left", values.get("position") === "left");
  shop.style.setProperty("--preview", String(values.get("colour")));
  /** @type {HTMLElement} */ (document.querySelector("[data-preview-faces]")).hidden = !values.get("show_faces");
}

if (form) {
  form.addEventListener("input", preview);
  preview();
}
