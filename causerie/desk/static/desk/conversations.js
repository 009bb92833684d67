/** One's own conversations: cards in the right column, tabs above the open one. Their colour says who waits for whom. */
import { el } from "@causerie/design/dom.js";
import { t } from "@causerie/design/i18n.js";
import { minutes, now } from "@causerie/desk/clock.js";
import { keyed, need, write } from "@causerie/desk/dom.js";
import { pageTitle, veiled } from "@causerie/desk/parts.js";
import { talks, unread, waitsForUs } from "@causerie/desk/state.js";

/**
 * @typedef {import("@causerie/desk/state.js").State} State
 * @typedef {import("@causerie/desk/state.js").Talk} Talk
 * @typedef {(id: string) => void} Open
 */

/** How a conversation is called: the visitor's name, or what they look at. @param {Talk} talk */
export function nameOf({ visitor, page, topic }) {
  if (visitor) return visitor;
  if (page?.url) return t("Visitor · {page}", { page: pageTitle(page) });
  return topic ? t("Visitor · {topic}", { topic }) : t("Visitor");
}

/** The same, shorter, for a tab. @param {Talk} talk */
const shortName = ({ visitor, page, topic }) => visitor || (page?.url ? pageTitle(page) : topic || t("Visitor"));

/** Who waits, and since when. @param {Talk} talk */
export function waiting(talk) {
  if (talk.state === "closed") return t("finished");
  const time = minutes((now() - (talk.last_at || talk.asked_at)) / 1000);
  return waitsForUs(talk) ? t("waits {time}", { time }) : t("you wait {time}", { time });
}

/** The last line, as the card shows it. @param {Talk} talk @param {boolean} typing */
function lastLine({ last_text, last_from, preview }, typing) {
  if (typing) return t("writing…");
  const words = veiled(last_text || (last_from ? t("A picture") : (preview ?? "")));
  return last_from === "us" ? t("You: {words}", { words }) : words;
}

/** @param {HTMLElement} element @param {Talk} talk */
function colour(element, talk) {
  element.classList.toggle("waits", waitsForUs(talk));
  element.classList.toggle("done", talk.state === "closed");
}

/** @param {Talk} talk @param {Open} open @returns {HTMLElement} */
function createCard(talk, open) {
  const name = el("button", { type: "button", class: "link name cut", "data-stop": true, onclick: () => open(talk.id) });
  const side = el("span", { class: "row tight whole" }, el("span", { class: "badge unread" }), el("span", { class: "chip num who-waits" }));
  return el("article", { class: "card q mine" }, el("div", { class: "row apart whole" }, name, side), el("p", { class: "soft last" }));
}

/** @param {HTMLElement} card @param {Talk} talk @param {State} state */
function updateCard(card, talk, state) {
  colour(card, talk);
  count(card, talk);
  write(need(".name", card), nameOf(talk));
  write(need(".last", card), lastLine(talk, state.typing.has(talk.id)));
  const new_ = state.open === talk.id ? 0 : unread(talk);
  write(need(".unread", card), new_ ? String(new_) : "");
  card.classList.toggle("open", state.open === talk.id);
}

/** @param {HTMLElement} card @param {Talk} talk */
function count(card, talk) {
  const chip = need(".who-waits", card);
  write(chip, waiting(talk));
  chip.classList.toggle("alert", waitsForUs(talk));
  chip.classList.toggle("good", talk.state === "closed");
}

/** @param {Talk} talk @param {Open} open @returns {HTMLElement} */
function createTab(talk, open) {
  const parts = [el("span", { class: "dot" }), el("span", { class: "cut name" }), el("span", { class: "badge unread" })];
  return el("button", { type: "button", role: "tab", class: "talk-tab", "aria-controls": "talk-panel", onclick: () => open(talk.id) }, ...parts);
}

/** @param {HTMLElement} tab @param {Talk} talk @param {State} state */
function updateTab(tab, talk, state) {
  const current = state.open === talk.id;
  tab.setAttribute("aria-selected", String(current));
  tab.tabIndex = current ? 0 : -1;
  colour(tab, talk);
  need(".dot", tab).className = `dot ${waitsForUs(talk) ? "alert" : talk.state === "closed" ? "good" : ""}`;
  write(need(".name", tab), shortName(talk));
  tab.title = waiting(talk);
  const new_ = current ? 0 : unread(talk);
  write(need(".unread", tab), new_ ? String(new_) : "");
}

/** @param {State} state @param {Open} open */
export function drawConversations(state, open) {
  const all = talks(state);
  keyed(need("#talks"), all, (talk) => talk.id, (talk) => createCard(talk, open), (card, talk) => updateCard(card, talk, state));
  keyed(need("#talk-tabs"), all, (talk) => talk.id, (talk) => createTab(talk, open), (tab, talk) => updateTab(tab, talk, state));
  need("#talk-tabs").hidden = all.length < 2;
  need("#no-talks").hidden = !state.ready || all.length > 0;
  const held = all.filter((talk) => talk.state === "taken").length;
  write(need("#talks-count"), state.me ? t("{load} of {capacity}", { load: held, capacity: state.me.capacity ?? 0 }) : "");
}

/** @param {State} state */
export function tickConversations(state) {
  for (const card of document.querySelectorAll("#talks > .q")) {
    const talk = state.talks.get(/** @type {HTMLElement} */ (card).dataset.key ?? "");
    if (talk) count(/** @type {HTMLElement} */ (card), talk);
  }
}
