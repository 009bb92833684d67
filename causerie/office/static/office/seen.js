/** Whether a site's tag was seen: asked again every few seconds while the page is looked at. */

import { n, t } from "@causerie/design/i18n.js";

const LOOK_EVERY_MS = 3_000;
const LATELY_S = 120;

/** @param {{origin: string, ago: number}} one */
function sentence({ origin, ago }) {
  if (ago < LATELY_S) return t("Seen on {origin} just now.", { origin });
  const minutes = Math.round(ago / 60);
  if (minutes < 120) return n("Seen on {origin} {count} minute ago.", "Seen on {origin} {count} minutes ago.", minutes, { origin });
  const hours = Math.round(minutes / 60);
  return n("Seen on {origin} {count} hour ago.", "Seen on {origin} {count} hours ago.", hours, { origin });
}

/** @param {HTMLElement} line */
async function look(line) {
  const answer = await fetch(line.dataset.seen ?? "", { headers: { accept: "application/json" } });
  if (!answer.ok) return;
  const { seen } = await answer.json();
  const words = line.querySelector("[data-words]");
  if (seen.length === 0 || !words) return;
  const said = sentence(seen[0]);
  if (words.textContent !== said) words.textContent = said;
  line.querySelector(".dot")?.classList.replace("wait", "good");
  document.querySelector('[data-step="tag"]')?.classList.add("done");
}

const lines = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-seen]")]);

async function lookAtAll() {
  if (!document.hidden) await Promise.all(lines.map((line) => look(line).catch(() => undefined)));
}

if (lines.length > 0) {
  void lookAtAll();
  setInterval(lookAtAll, LOOK_EVERY_MS);
  document.addEventListener("visibilitychange", lookAtAll);
}
