/** The office's pages: windows as they are now, the preview of a button, copying, words that pass. */

import { t, n } from "@causerie/design/i18n.js";
import { toast } from "@causerie/design/toast.js";

const LOOK_EVERY_MS = 10_000;
const PASSES_AFTER_MS = 5_000;

for (const note of document.querySelectorAll("[data-passing]")) setTimeout(() => note.remove(), PASSES_AFTER_MS);

document.addEventListener("click", (event) => {
  const button = /** @type {Element} */ (event.target).closest("[data-copy]");
  const text = button && document.getElementById(button.getAttribute("data-copy") ?? "")?.textContent;
  if (text) {
    navigator.clipboard.writeText(text).then(
      () => toast(t("Copied."), { icon: "check" }),
      () => toast(t("Your browser did not let us copy: select the text and copy it yourself."), { icon: "info", seconds: 8 }),
    );
  }
  for (const open of document.querySelectorAll(".ending[open], .rail-brands[open]")) {
    if (!open.contains(/** @type {Node} */ (event.target))) open.removeAttribute("open");
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const open of document.querySelectorAll(".ending[open], .rail-brands[open]")) open.removeAttribute("open");
});

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
