/** A talk with a visitor who is a script of this page. Nothing is sent anywhere. */

import { el } from "@causerie/design/dom.js";
import { t } from "@causerie/design/i18n.js";
import "@causerie/design/thread.js";

/** @typedef {import("@causerie/design/thread.js").Thread} Thread */

const PAUSE_MS = 1_400;
const VISITOR = /** @type {const} */ ({ kind: "visitor", name: t("Practice visitor") });

const script = [
  t("Hello! I am in two minds. Is it really people like me who answer here?"),
  t("That is good to hear. How was your very first time?"),
  t("Thank you, I am going to try. One last thing: could you give me your phone number?"),
  t("You are right, here is fine too. Thank you for your time!"),
];
const hints = [
  t("Say who you are, in a line. You need not know everything."),
  t("Tell what you lived, with its small hitches: that is what they came for."),
  t("Never give your number or theirs: everything is said here. A kind no is enough."),
];

const form = /** @type {HTMLFormElement} */ (document.querySelector("#practice-form"));
const field = /** @type {HTMLTextAreaElement} */ (document.querySelector("#practice-text"));
const done = /** @type {HTMLElement} */ (document.querySelector("#practice-done"));
const thread = /** @type {Thread} */ (el(/** @type {any} */ ("c-thread"), { me: "member", label: t("Practice conversation") }));
document.querySelector("#practice-talk")?.append(thread);

let seq = 0;
let turn = 0;
let theirs = true;

function visitorSpeaks() {
  theirs = true;
  thread.typing(true, VISITOR);
  setTimeout(() => {
    thread.seen(seq);
    seq += 1;
    thread.add({ type: "message", conversation: "practice", seq, id: `v${seq}`, from: VISITOR, text: script[turn], sent_at: Date.now() });
    if (turn < hints.length) thread.note(hints[turn]);
    turn += 1;
    theirs = false;
    if (turn === script.length) end();
    thread.toEnd();
  }, PAUSE_MS);
}

function end() {
  thread.note(t("The visitor says thank you. A real one would, too."));
  form.hidden = true;
  done.hidden = false;
  done.querySelector("button")?.focus({ preventScroll: true });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value.trim();
  if (!text) return;
  field.value = "";
  const id = `m${seq + 1}`;
  thread.pending(id, text);
  seq += 1;
  thread.acked({ type: "ack", client_id: id, conversation: "practice", id, seq, sent_at: Date.now() });
  if (!theirs) visitorSpeaks();
});

field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !matchMedia("(pointer: coarse)").matches) {
    event.preventDefault();
    form.requestSubmit();
  }
});

visitorSpeaks();
