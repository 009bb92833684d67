/** Prepared answers: a list that `/` opens above the field. */
import { el } from "@causerie/design/dom.js";
import { t } from "@causerie/design/i18n.js";
import { fill, need } from "@causerie/desk/dom.js";

/**
 * @typedef {import("@causerie/desk/state.js").Prepared} Prepared
 * @typedef {(answer: Prepared) => void} Pick
 */

/** @param {string} text */
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Those that fit what was typed: the conversation's language first, then by shortcut. @param {Prepared[]} all @param {string} typed @param {string} language */
export function found(all, typed, language) {
  const words = folded(typed.replace(/^\//, "").trim());
  /** @param {Prepared} answer */
  const rank = ({ shortcut, language: own }) => (folded(shortcut).startsWith(words) ? 0 : 2) + (!own || own === language ? 0 : 1);
  return all
    .filter(({ shortcut, text }) => folded(`${shortcut} ${text}`).includes(words))
    .sort((a, b) => rank(a) - rank(b) || a.shortcut.localeCompare(b.shortcut));
}

export class PreparedList {
  /** @type {Prepared[]} */ #shown = [];
  #at = 0;

  /** @param {HTMLTextAreaElement} field @param {Pick} pick */
  constructor(field, pick) {
    this.field = field;
    this.pick = pick;
    this.box = need("#prepared-list");
    this.field.setAttribute("aria-controls", this.box.id);
  }

  get open() {
    return !this.box.hidden;
  }

  /** @param {Prepared[]} all @param {string} typed @param {string} language */
  show(all, typed, language) {
    this.#shown = found(all, typed, language);
    this.#at = 0;
    this.box.hidden = false;
    this.#draw();
  }

  hide() {
    this.box.hidden = true;
    this.field.removeAttribute("aria-activedescendant");
  }

  #draw() {
    const rows = this.#shown.map((answer, place) => this.#row(answer, place));
    fill(this.box, ...rows, !rows.length && el("p", { class: "faint none" }, t("No prepared answer fits. You can write some from your menu.")));
    this.#mark();
  }

  /** @param {Prepared} answer @param {number} place */
  #row(answer, place) {
    const head = el("b", {}, `/${answer.shortcut}`);
    const note = answer.mine ? t("yours") : answer.by || t("the brand’s");
    const row = el("div", { role: "option", class: "prepared", id: `prepared-${place}` }, head, " ", el("span", { class: "faint" }, note), el("p", { class: "soft" }, answer.text));
    row.addEventListener("pointerdown", (event) => event.preventDefault());
    row.addEventListener("click", () => this.pick(answer));
    return row;
  }

  #mark() {
    [...this.box.children].forEach((row, place) => row.setAttribute("aria-selected", String(place === this.#at)));
    const current = this.box.children[this.#at];
    if (!this.#shown.length || !current) return;
    this.field.setAttribute("aria-activedescendant", current.id);
    current.scrollIntoView({ block: "nearest" });
  }

  /** Whether the key was for the list. @param {KeyboardEvent} event */
  key(event) {
    if (!this.open) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const answer = this.#shown[this.#at];
    if (step && this.#shown.length) this.#at = (this.#at + step + this.#shown.length) % this.#shown.length;
    else if (event.key === "Enter" && answer) this.pick(answer);
    else if (event.key === "Escape") this.hide();
    else return false;
    if (step) this.#mark();
    return true;
  }
}
