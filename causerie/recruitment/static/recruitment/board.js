/** The board: how many are ticked, and which cards. */

import { n, t } from "@causerie/design/i18n.js";

const form = document.querySelector("[data-board]");
const words = form?.querySelector("[data-chosen]");

function count() {
  if (!form || !words) return;
  const ticked = form.querySelectorAll("[name=ids]:checked").length;
  words.textContent = ticked ? n("{count} person chosen.", "{count} people chosen.", ticked) : t("Tick one or several people, then answer them together.");
  for (const button of form.querySelectorAll("[name=what]")) /** @type {HTMLButtonElement} */ (button).disabled = !ticked;
}

form?.addEventListener("change", count);
count();
