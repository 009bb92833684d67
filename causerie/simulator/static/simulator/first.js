/** The first page's live line: whether the shop's window is open, and who is here. */
import { n, t } from "@causerie/design/i18n.js";

const LOOK_AGAIN_MS = 5000;
const line = /** @type {HTMLElement} */ (document.querySelector("[data-live]"));

/** @param {string} said @param {boolean} open */
function tell(said, open) {
  if (line.textContent !== said) line.textContent = said;
  line.classList.toggle("open", open);
}

/** @param {{open: boolean, online: number}} status */
function show({ open, online }) {
  if (open) tell(n("The shop’s window is open: {count} member is here", "The shop’s window is open: {count} members are here", online), true);
  else tell(t("The shop’s window is closed: the members are on their way"), false);
}

async function look() {
  try {
    const answer = await fetch(String(line.dataset.live));
    if (answer.ok) show(await answer.json());
  } catch {
    tell(t("The server does not answer at the moment"), false);
  }
  setTimeout(look, LOOK_AGAIN_MS);
}

look();
