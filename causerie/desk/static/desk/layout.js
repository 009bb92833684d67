/** On a phone the columns are three tabs, and a conversation is a page of its own that the back gesture leaves. */
import { n } from "@causerie/design/i18n.js";
import { need, write } from "@causerie/desk/dom.js";
import { questions, talks, waitsForUs } from "@causerie/desk/state.js";

/** @typedef {import("@causerie/desk/state.js").State} State */

/** @param {string} name questions, centre or people */
export function showTab(name) {
  document.body.dataset.tab = name;
  for (const button of document.querySelectorAll("#tab-bar button")) {
    const current = /** @type {HTMLElement} */ (button).dataset.tab === name;
    if (current) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
  if (name !== "centre") return;
  write(need("#feed-badge"), "");
  document.body.dispatchEvent(new CustomEvent("causerie:shown", { detail: "centre" }));
}

/** @param {() => void} close what the back gesture does */
export function prepareLayout(close) {
  for (const button of document.querySelectorAll("#tab-bar button"))
    button.addEventListener("click", () => showTab(/** @type {HTMLElement} */ (button).dataset.tab ?? "questions"));
  addEventListener("popstate", () => close());
}

/** A page of the browser's history for the open conversation. @param {State} state @param {State} before */
export function remember(state, before) {
  if (state.open && !before.open) history.pushState({ talk: true }, "");
  if (!state.open && before.open && history.state?.talk) history.back();
}

/** @param {State} state */
export function drawBadges(state) {
  const waiting = questions(state).mine.length;
  const forMe = waiting + talks(state).filter(waitsForUs).length;
  const badge = need("#questions-badge");
  write(badge, forMe ? String(forMe) : "");
  badge.title = n("{count} waits for you", "{count} wait for you", forMe);
}

/** What is unread when the feed arrives, and is not in sight. */
export function feedArrived() {
  const unread = document.getElementById("feed-root")?.dataset.unread ?? "";
  if (unread && document.body.dataset.tab !== "centre") write(need("#feed-badge"), unread);
}

/** The feed has something new, and is not in sight. */
export function feedMoved() {
  if (document.body.dataset.tab !== "centre") write(need("#feed-badge"), "•");
}
