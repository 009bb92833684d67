/** The board: how many are ticked, and which cards. */

import { n } from "@causerie/design/i18n.js";

const form = document.querySelector("[data-board]");
const words = form?.querySelector("[data-chosen]");
const bar = /** @type {HTMLElement | null} */ (form?.querySelector(".decide") ?? null);

function count() {
  if (!form || !words) return;
  const ticked = form.querySelectorAll("[name=ids]:checked").length;
  words.textContent = n("{count} person chosen.", "{count} people chosen.", ticked);
  if (bar) bar.hidden = !ticked;
}

form?.addEventListener("change", count);
count();
