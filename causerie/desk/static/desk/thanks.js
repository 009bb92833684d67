/** Thanks and stars, celebrated quietly as they come: one card a conversation, that grows with what is added. */
import { el } from "@causerie/design/dom.js";
import { t } from "@causerie/design/i18n.js";
import { icon } from "@causerie/design/icons.js";
import { fill, need } from "@causerie/desk/dom.js";

/**
 * @typedef {import("@causerie/desk/state.js").Talk} Talk
 * @typedef {{thanked: boolean, stars: number, comment: string}} Word
 */

const STAYS = 12_000;
/** @type {Map<string, Word>} */
const known = new Map();

/** @param {Talk} talk @returns {Word} */
const wordOf = ({ thanked = false, stars = 0, comment = "" }) => ({ thanked, stars, comment });

/** Remembers what was said before the page was here. @param {Talk} talk */
export function remember(talk) {
  if (!known.has(talk.id)) known.set(talk.id, wordOf(talk));
}

/** Celebrates what is new. @param {Talk} talk */
export function celebrate(talk) {
  const before = known.get(talk.id);
  const word = wordOf(talk);
  known.set(talk.id, word);
  const new_ = JSON.stringify(before ?? wordOf({ ...talk, thanked: false, stars: 0, comment: "" })) !== JSON.stringify(word);
  if (new_ && (word.thanked || word.stars || word.comment)) show(talk.id, word, talk.visitor ?? "");
}

/** @param {string} id @param {Word} word @param {string} name */
function show(id, { stars, comment }, name) {
  const box = need("#thanks");
  const card = /** @type {HTMLElement | null} */ (box.querySelector(`[data-key="${CSS.escape(id)}"]`)) ?? create(box, id);
  const title = name ? t("{name} says thank you", { name }) : t("A visitor says thank you");
  const row = stars ? el("p", { class: "stars", role: "img", "aria-label": t("{stars} stars out of 5", { stars }) }, "★".repeat(stars), el("span", {}, "★".repeat(5 - stars))) : null;
  fill(need(".thanks-words", card), el("h2", {}, title), row, comment && el("p", { class: "soft" }, t("“{words}”", { words: comment })), card.querySelector(".earned"));
  stay(card);
}

/** @param {HTMLElement} box @param {string} id @returns {HTMLElement} */
function create(box, id) {
  const close = el("button", { type: "button", class: "btn icon-only small quiet", "aria-label": t("Close"), onclick: () => card.remove() }, icon("x"));
  const heart = el("span", { class: "thanks-heart" }, icon("heart", { className: "full" }));
  const card = el("div", { class: "card thanks", "data-key": id }, heart, el("div", { class: "thanks-words" }), close);
  box.append(card);
  return card;
}

/** It leaves by itself, but not from under a pointer or a reader's place. @param {HTMLElement} card */
function stay(card) {
  clearTimeout(Number(card.dataset.timer));
  const leave = () => (card.matches(":hover, :focus-within") ? stay(card) : card.remove());
  card.dataset.timer = String(setTimeout(leave, STAYS));
}
