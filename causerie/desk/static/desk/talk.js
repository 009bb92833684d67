/** The open conversation: it slides over the feed, its thread beside what is known of the visitor's situation. */
import { el } from "@causerie/design/dom.js";
import { t } from "@causerie/design/i18n.js";
import { icon } from "@causerie/design/icons.js";
import { minutes, now, when } from "@causerie/desk/clock.js";
import { nameOf } from "@causerie/desk/conversations.js";
import { fill, need, write } from "@causerie/desk/dom.js";
import { found } from "@causerie/desk/prepared.js";
import { languageName, pageLink, pageTitle, quoted, showPicture } from "@causerie/desk/parts.js";

/**
 * @typedef {import("@causerie/desk/state.js").State} State
 * @typedef {import("@causerie/desk/state.js").Talk} Talk
 * @typedef {import("@causerie/desk/state.js").Prepared} Prepared
 */

const panel = () => need("#talk");

/** Shows or hides the panel; the reader's place follows. @param {State} state @param {State} before */
export function slide(state, before) {
  if (state.open === before.open) return;
  const open = Boolean(state.open);
  panel().hidden = !open;
  need("#feed-column").inert = open;
  document.body.classList.toggle("talking", open);
  need("#talk-context").classList.remove("shown");
  need("#talk-details").setAttribute("aria-expanded", "false");
  if (open) need(matchMedia("(hover: hover)").matches ? "#answer" : "#talk-name").focus({ preventScroll: true });
  else giveBackFocus(before.open);
}

/** @param {string} id */
function giveBackFocus(id) {
  const card = document.querySelector(`#talks [data-key="${CSS.escape(id)}"] [data-stop]`);
  const place = card ?? document.querySelector("#queue [data-stop]") ?? need("#main");
  /** @type {HTMLElement} */ (place).focus({ preventScroll: true });
}

/**
 * @param {State} state
 * @param {Record<string, number>} silence seconds of silence that a site allows
 * @param {string} brand
 * @param {(text: string) => void} use puts a prepared answer into the field
 */
export function drawTalk(state, silence, brand, use) {
  const talk = state.talks.get(state.open);
  if (!talk) return;
  write(need("#talk-name"), nameOf(talk));
  write(need("#talk-reading"), reading(talk));
  drawNote(talk, state, silence);
  drawContext(talk, state.prepared, brand, use);
  const over = talk.state === "closed";
  need("#composer").hidden = over;
  for (const button of document.querySelectorAll("[data-while=open]")) /** @type {HTMLElement} */ (button).hidden = over;
  for (const button of document.querySelectorAll("[data-while=over]")) /** @type {HTMLElement} */ (button).hidden = !over;
}

/** @param {Talk} talk */
function reading({ page, visitor_here, state }) {
  if (state === "closed") return t("The conversation is over.");
  if (!visitor_here) return t("not here right now; your words will wait");
  return page?.url ? t("reads “{page}”", { page: pageTitle(page) }) : t("here now");
}

/** @param {Talk} talk @param {State} state @param {Record<string, number>} silence */
function drawNote(talk, state, silence) {
  const note = need("#talk-note");
  const words = noteWords(talk, state, silence);
  note.hidden = !words;
  note.className = `note ${talk.state === "closed" ? "good" : talk.warned ? "wait" : ""}`;
  write(need("span", note), words);
}

/** @param {Talk} talk @param {State} state @param {Record<string, number>} silence */
function noteWords(talk, state, silence) {
  if (talk.state === "closed") return closingWords(talk);
  if (talk.warned) return silenceWords(talk, state, silence);
  return talk.later ? t("An e-mail address was left: what you write here is mailed, and the visitor can come back.") : "";
}

/** @param {Talk} talk */
function closingWords({ thanked, stars = 0, comment }) {
  if (comment) return t("{stars} “{words}”", { stars: "★".repeat(stars), words: comment });
  if (stars) return t("The visitor gave {stars}. Thank you for this answer.", { stars: "★".repeat(stars) });
  return thanked ? t("The visitor said thank you ♥") : t("This conversation has ended. Thank you for being there.");
}

/** @param {Talk} talk @param {State} state @param {Record<string, number>} silence */
function silenceWords(talk, state, silence) {
  const limit = silence[talk.site?.name ?? ""] ?? 0;
  const from = Math.max(talk.last_at ?? 0, state.taken_at.get(talk.id) ?? 0);
  const left = (from - now()) / 1000 + limit;
  if (left <= 1) return t("It has been quiet for a while. The question will go back to the queue soon: no worry, somebody else can take it.");
  return t("It has been quiet for a while. The question will go back to the queue in {time}: no worry, a word from you keeps it.", { time: minutes(left) });
}

/** @param {Talk} talk @param {Prepared[]} prepared @param {string} brand @param {(text: string) => void} use */
function drawContext(talk, prepared, brand, use) {
  const marks = [talk.language && languageName(talk.language), talk.site?.name, talk.topic].filter(Boolean).join("\u00a0· ");
  const here = el("span", { class: `chip ${talk.visitor_here ? "good" : ""}` }, talk.visitor_here ? t("here now") : t("away"));
  const key = JSON.stringify([talk.id, marks, talk.visitor_here, talk.page, talk.preview, talk.later, prepared.length, talk.state]);
  const box = need("#talk-facts");
  if (box.dataset.drawn === key) return;
  box.dataset.drawn = key;
  const picture = el("span", { class: "page-picture" });
  showPicture(picture, talk.id, talk.page, brand);
  fill(
    box,
    fact(t("The page they look at"), picture, pageLink(talk.page) ?? el("span", { class: "faint" }, t("not known"))),
    fact(t("Their question"), el("p", {}, quoted(talk.preview ?? ""))),
    fact(t("Language, site, topic"), el("p", {}, marks)),
    fact(t("Asked"), el("p", {}, when(talk.asked_at))),
    fact(t("The visitor"), here, talk.later ? el("p", { class: "row tight" }, icon("mail", { className: "s" }), t("waits for an e-mail")) : null),
    talk.state === "taken" && prepared.length ? fact(t("Prepared answers"), picks(found(prepared, "", talk.language ?? ""), use)) : null,
  );
}

/** The first prepared answers, at hand. @param {Prepared[]} answers @param {(text: string) => void} use */
function picks(answers, use) {
  const buttons = answers.slice(0, 6).map(({ shortcut, text }) => el("button", { type: "button", class: "chip", title: text, onclick: () => use(text) }, `/${shortcut}`));
  return el("div", { class: "picks" }, ...buttons);
}

/** @param {string} label @param {...(Node | null)} parts @returns {HTMLElement} */
function fact(label, ...parts) {
  return el("div", { class: "fact" }, el("h3", { class: "label" }, label), ...parts);
}

/** The details, on a phone, cover the thread until asked away. */
export function toggleDetails() {
  const shown = need("#talk-context").classList.toggle("shown");
  need("#talk-details").setAttribute("aria-expanded", String(shown));
  if (shown) need("#talk-context").focus({ preventScroll: true });
}
