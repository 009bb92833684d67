/** Telling of a new question when the desk is not in sight: the page's title, and a notification if the member wants one. */
import { n, t } from "@causerie/design/i18n.js";
import { need, write } from "@causerie/desk/dom.js";
import { languageName, veiled } from "@causerie/desk/parts.js";
import { fits, questions, talks, unread, waitsForUs } from "@causerie/desk/state.js";

/**
 * @typedef {import("@causerie/desk/state.js").State} State
 * @typedef {import("@causerie/desk/state.js").Question} Question
 */

const SETTLED = "causerie.notifications";
const SPEAK_EVERY = 10_000;
const TITLE = document.title;

let spokenAt = 0;
let unspoken = 0;

/** The count in the title: questions for me, and visitors who wait for my word. @param {State} state */
export function drawTitle(state) {
  const count = questions(state).mine.length + talks(state).filter((talk) => waitsForUs(talk) && unread(talk)).length;
  const title = count ? `(${count}) ${TITLE}` : TITLE;
  if (document.title !== title) document.title = title;
}

/** What arrived between two states and fits the member. @param {State} now @param {State} before */
export function newQuestions(now, before) {
  if (!now.me || !before.ready || now.queue === before.queue) return [];
  return [...now.queue.values()].filter((question) => !before.queue.has(question.id) && now.me && fits(now.me, question));
}

/** Tells of new questions. @param {State} now @param {State} before */
export function tell(now, before) {
  const arrived = newQuestions(now, before);
  if (!arrived.length) return;
  unspoken += arrived.length;
  speak();
  if (document.visibilityState === "hidden" && now.me?.state !== "paused" && arrived[0]) notify(arrived[0]);
}

/** To those who listen to the page: at most a word every ten seconds. */
function speak() {
  const wait = spokenAt + SPEAK_EVERY - Date.now();
  if (wait > 0) return void setTimeout(speak, wait);
  if (!unspoken) return;
  write(need("#spoken"), n("{count} new question for you", "{count} new questions for you", unspoken));
  spokenAt = Date.now();
  unspoken = 0;
}

/** @param {Question} question */
function notify(question) {
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  const title = t("A question in {language}", { language: languageName(question.language) });
  try {
    const shown = new Notification(title, { body: veiled(question.text), tag: "causerie-question" });
    shown.onclick = () => (window.focus(), shown.close());
  } catch {
    // Some phones only allow notifications from a service worker: the title still tells.
  }
}

/** The right moment: the member has just shown that they want questions. */
export function offer() {
  if (!("Notification" in window) || Notification.permission !== "default" || localStorage.getItem(SETTLED)) return;
  need("#notify-offer").hidden = false;
}

/** Wires the small card that asks. */
export function prepareOffer() {
  const card = need("#notify-offer");
  const settle = () => ((card.hidden = true), localStorage.setItem(SETTLED, "asked"));
  need("#notify-yes").addEventListener("click", () => Notification.requestPermission().finally(settle));
  need("#notify-no").addEventListener("click", settle);
}
