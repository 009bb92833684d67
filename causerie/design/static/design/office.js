/** What all pages of the office share: copying, what opens and closes, words that pass. */

import { t } from "@causerie/design/i18n.js";
import { toast } from "@causerie/design/toast.js";

const PASSES_AFTER_MS = 5_000;

for (const note of document.querySelectorAll("[data-passing]")) setTimeout(() => note.remove(), PASSES_AFTER_MS);

document.querySelector(".office .tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

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

// What cannot be undone is asked once more; without a script the button simply does it.
document.addEventListener("submit", (event) => {
  const sure = /** @type {SubmitEvent} */ (event).submitter?.getAttribute("data-sure");
  if (sure && !confirm(sure)) event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const open of document.querySelectorAll(".ending[open], .rail-brands[open]")) open.removeAttribute("open");
});
