/** The right column's questions: those for me, the others, and what was handed to the team. */
import { el } from "@causerie/design/dom.js";
import { n, t } from "@causerie/design/i18n.js";
import { minutes, now } from "@causerie/desk/clock.js";
import { fill, keyed, need, write } from "@causerie/desk/dom.js";
import { languageTag, pageLink, quoted, showPicture } from "@causerie/desk/parts.js";
import { fits, questions } from "@causerie/desk/state.js";

/**
 * @typedef {import("@causerie/desk/state.js").State} State
 * @typedef {import("@causerie/desk/state.js").Question} Question
 * @typedef {import("@causerie/desk/state.js").Lost} Lost
 * @typedef {(id: string) => void} Take
 */

const LONG_WAIT = 60;

/** @param {Question} question @param {Take} take @returns {HTMLElement} */
function create(question, take) {
  const id = `q-${question.id}`;
  const head = el("div", { class: "row apart whole" }, el("span", { class: "chip num count", role: "timer" }), el("p", { class: "faint tags" }));
  const button = el("button", { type: "button", class: "btn take", "data-stop": true, "aria-describedby": id, onclick: () => take(question.id) });
  const foot = el("div", { class: "foot-row" }, button, el("span", { class: "faint why" }));
  const asked = el("div", { class: "asked" }, el("span", { class: "page-picture" }), el("p", { class: "words", id }));
  return el("article", { class: "card q", "aria-labelledby": id }, head, asked, el("p", { class: "faint where" }), foot);
}

/** @param {HTMLElement} card @param {Question} question @param {State} state @param {string} brand */
function update(card, question, state, brand) {
  count(card, question);
  fill(need(".tags", card), languageTag(question.language), ...tags(question).map((words) => ` · ${words}`));
  write(need(".words", card), quoted(question.text));
  fill(need(".where", card), pageLink(question.page));
  showPicture(need(".page-picture", card), question.id, question.page, brand);
  const forMe = Boolean(state.me && fits(state.me, question));
  write(need(".why", card), note(question, forMe, state));
  const button = /** @type {HTMLButtonElement} */ (need(".take", card));
  const going = state.claiming.has(question.id);
  write(button, going ? t("One moment…") : t("I’ll answer"));
  button.classList.toggle("primary", forMe && !going);
  button.setAttribute("aria-disabled", String(going));
}

/** @param {Question} question */
const tags = ({ site, topic }) => [site?.name, topic].filter((words) => Boolean(words));

/** Why it stands here, in a few words. @param {Question} question @param {boolean} forMe @param {State} state */
function note({ later, returned, topic, topic_id }, forMe, state) {
  if (later) return t("to be answered by e-mail");
  if (returned) return t("came back to the queue");
  return forMe && topic && topic_id && state.me?.topics?.includes(topic_id) ? t("for you: {topic}", { topic }) : "";
}

/** @param {HTMLElement} card @param {Question} question */
function count(card, { waiting_since }) {
  const seconds = (now() - waiting_since) / 1000;
  const chip = need(".count", card);
  write(chip, minutes(seconds));
  chip.classList.toggle("wait", seconds >= LONG_WAIT);
}

/** Somebody was faster: said in the card itself. @param {Lost} lost @returns {HTMLElement} */
function createLost({ by, text }) {
  const words = by ? t("{name} was faster on “{words}”", { name: by, words: text }) : t("Somebody was faster on “{words}”", { words: text });
  write(need("#spoken"), words);
  return el("article", { class: "card q lost" }, el("p", { class: "faint" }, words));
}

/** @typedef {{id: string, question?: Question, lost?: Lost}} Shown */

/** @param {Element} list @param {Question[]} waiting @param {Lost[]} lost @param {State} state @param {string} brand @param {Take} take */
function drawList(list, waiting, lost, state, brand, take) {
  /** @type {Shown[]} */
  const shown = [...lost.map((lost) => ({ id: `lost-${lost.id}`, lost })), ...waiting.map((question) => ({ id: question.id, question }))];
  const create_ = (/** @type {Shown} */ item) => (item.question ? create(item.question, take) : createLost(/** @type {Lost} */ (item.lost)));
  keyed(list, shown, (item) => item.id, create_, (card, item) => item.question && update(card, item.question, state, brand));
}

/** What was handed to the team; for support it is the inbox, there even while it is empty. @param {number} count */
function showTeam(count) {
  const box = need("#team");
  if (!("inbox" in box.dataset)) box.hidden = !count;
  else need("#team-calm").hidden = count > 0;
}

/** @param {State} state @param {string} brand @param {Take} take */
export function drawQueue(state, brand, take) {
  const { mine, others, team } = questions(state);
  const held = holdFocus();
  need("#queue").removeAttribute("aria-busy");
  drawList(need("#queue-mine"), mine, [...state.lost.values()], state, brand, take);
  drawList(need("#queue-others"), others, [], state, brand, take);
  drawList(need("#queue-team"), team, [], state, brand, take);
  held();
  need("#others").hidden = !others.length;
  showTeam(team.length);
  const total = mine.length + others.length;
  need("#calm").hidden = !state.ready || total > 0 || state.lost.size > 0;
  const chip = need("#queue-count");
  write(chip, total ? n("{count} waits", "{count} wait", total) : "");
  chip.hidden = !total;
}

/** When the card under the reader's hand goes, the next one takes their place. */
function holdFocus() {
  const stops = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#queue [data-stop]")]);
  const at = stops().findIndex((stop) => stop === document.activeElement);
  return () => {
    const left = stops();
    if (at >= 0 && document.activeElement === document.body) (left[Math.min(at, left.length - 1)] ?? need("#questions-title")).focus();
  };
}

/** Counts on, without drawing the rest again. @param {State} state */
export function tickQueue(state) {
  for (const card of document.querySelectorAll(".q[data-key]")) {
    const question = state.queue.get(/** @type {HTMLElement} */ (card).dataset.key ?? "");
    if (question) count(/** @type {HTMLElement} */ (card), question);
  }
}
