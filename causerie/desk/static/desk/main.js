/** The desk: the live socket's frames folded into one state, and each column drawn from it. */
import { relay } from "@causerie/community/relay.js";
import { locale, t } from "@causerie/design/i18n.js";
import { Live } from "@causerie/design/live.js";
import { toast } from "@causerie/design/toast.js";
import { everySecond, setClock } from "@causerie/desk/clock.js";
import { Composer } from "@causerie/desk/composer.js";
import { drawConversations, tickConversations } from "@causerie/desk/conversations.js";
import { need, write } from "@causerie/desk/dom.js";
import { listen } from "@causerie/desk/keys.js";
import * as layout from "@causerie/desk/layout.js";
import * as notify from "@causerie/desk/notify.js";
import { drawPeople } from "@causerie/desk/people.js";
import { drawQueue, tickQueue } from "@causerie/desk/queue.js";
import { createStore, talks } from "@causerie/desk/state.js";
import { drawStatus, prepareStatus } from "@causerie/desk/status.js";
import { drawTalk, slide, toggleDetails } from "@causerie/desk/talk.js";
import { celebrate, remember } from "@causerie/desk/thanks.js";
import { Threads } from "@causerie/desk/threads.js";
import { Verbs } from "@causerie/desk/verbs.js";
import { earned } from "@causerie/rewards/earned.js";

/** @typedef {import("@causerie/desk/state.js").State} State */

/** @type {{brand: string, csrf: string, csrf_cookie: string, now: number, silence: Record<string, number>}} */
const page = JSON.parse(need("#desk-data").textContent ?? "{}");
setClock(page.now);

/** Django's token, read at each use: signing in again, even in another tab, changes it. */
function csrf() {
  const cookie = document.cookie.split("; ").find((one) => one.startsWith(`${page.csrf_cookie}=`));
  return cookie?.slice(page.csrf_cookie.length + 1) || page.csrf;
}

/** A fresh ticket; null when the session has ended. */
async function hello() {
  const headers = { "X-CSRFToken": csrf(), Accept: "application/json" };
  const answer = await fetch("/desk/ticket", { method: "POST", headers, body: new URLSearchParams({ brand: page.brand }), redirect: "manual" });
  if (answer.ok) return await answer.json();
  if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) return null;
  throw new Error(`ticket: ${answer.status}`);
}

/** What was written survives a reload of this tab. */
const keep = {
  read: () => JSON.parse(sessionStorage.getItem("causerie.outbox") ?? "[]"),
  /** @param {unknown} frames */
  write: (frames) => sessionStorage.setItem("causerie.outbox", JSON.stringify(frames)),
};

const live = new Live({ hello, locale, keep });
const store = createStore();
const threads = new Threads(live, page.brand);
const verbs = new Verbs(live, store);
const composer = new Composer({
  say: (conversation, text) => threads.say(conversation, text),
  typing: (conversation, on) => void live.send({ type: "typing", conversation, on }),
  csrf,
  brand: page.brand,
  state: store.state,
});

/** @param {string} conversation */
const open = (conversation) => store.tell({ type: "open", conversation });
const close = () => store.state().open && open("");

/** @param {string} text */
const use = (text) => composer.use(text);

let due = 0;

/** Draws once for all that happened in a moment. */
function drawSoon() {
  due ||= window.setTimeout(() => ((due = 0), draw(store.state())), document.visibilityState === "visible" ? 16 : 250);
}

/** @param {State} state */
function draw(state) {
  drawPeople(state, page.brand);
  drawQueue(state, page.brand, (id) => verbs.claim(id));
  drawConversations(state, open);
  drawTalk(state, page.silence, page.brand, use);
  drawStatus(state);
  layout.drawBadges(state);
  drawLink(state);
}

/** @param {State} state */
function drawLink({ link, ready, denied }) {
  const chip = need("#link");
  chip.hidden = link === "online" || (!ready && link === "connecting") || denied;
  write(need("#link-words"), navigator.onLine ? t("Reconnecting; nothing is lost") : t("No network; nothing is lost"));
  need("#denied").hidden = !denied;
}

/** What is on screen has been seen. */
function sendSeen() {
  const talk = store.state().talks.get(store.state().open);
  if (!talk || document.visibilityState !== "visible" || talk.head_seq <= (talk.read ?? 0)) return;
  if (live.send({ type: "seen", conversation: talk.id, seq: talk.head_seq })) store.tell({ type: "seen", conversation: talk.id, seq: talk.head_seq, by: "us" });
}

store.watch((state, before) => {
  slide(state, before);
  layout.remember(state, before);
  if (state.open !== before.open) {
    threads.show(state.open);
    composer.turnTo(state.open);
  }
  threads.follow(state, before);
  notify.tell(state, before);
  notify.drawTitle(state);
  drawSoon();
  queueMicrotask(sendSeen);
});

/** A visitor whose "stopped writing" was lost does not write for ever. @type {Map<string, number>} */
const quiet = new Map();
const TYPING_LIMIT = 8000;

/** @param {string} type @param {(frame: any) => void} [then] */
function on(type, then = () => {}) {
  live.addEventListener(type, (event) => {
    const frame = /** @type {CustomEvent} */ (event).detail;
    store.tell({ ...frame, type });
    then(frame);
  });
}

live.addEventListener("state", () => store.tell({ type: "link", link: live.state }));
on("denied");
on("reset", () => threads.clear());
on("welcome", ({ conversations, me }) => {
  for (const talk of conversations) {
    threads.of(talk.id, me.id);
    remember(talk);
  }
  threads.restore(live.unsent, store.state());
});
for (const type of ["presence", "queue", "message", "seen", "page", "closed"]) on(type);
on("typing", ({ conversation, on: writes }) => {
  clearTimeout(quiet.get(conversation));
  if (writes) quiet.set(conversation, window.setTimeout(() => store.tell({ type: "typing", conversation, on: false }), TYPING_LIMIT));
});
live.addEventListener("message", (event) => threads.add(/** @type {CustomEvent} */ (event).detail));
on("conversation", ({ conversation }) => celebrate(conversation));
on("claimed", ({ conversation }) => threads.begin(conversation, store.state().me?.id ?? 0));
on("released", ({ why }) => why === "silence" && toast(t("The question went back to the queue: somebody else will take it. All is well."), { icon: "undo", seconds: 9 }));
need("#feed").addEventListener("htmx:afterSettle", layout.feedArrived, { once: true });
live.addEventListener("earned", (event) => earned(/** @type {CustomEvent} */ (event).detail, need("#thanks")));
relay(live, (type) => ["feed", "notice", "line"].includes(type) && layout.feedMoved());
live.addEventListener("ack", (event) => {
  const ack = /** @type {CustomEvent} */ (event).detail;
  const text = threads.acked(ack);
  store.tell({ type: "message", conversation: ack.conversation, seq: ack.seq, from: { kind: "ambassador" }, text, sent_at: ack.sent_at });
});
live.addEventListener("refused", (event) => void threads.refused(/** @type {CustomEvent} */ (event).detail));

prepareStatus((status) => verbs.status(status));
notify.prepareOffer();
layout.prepareLayout(() => close());
verbs.prepareDialogs();
need("#open-help").addEventListener("click", () => {
  need("#me-menu").hidePopover();
  /** @type {HTMLDialogElement} */ (need("#help")).showModal();
});
need("#talk-back").addEventListener("click", close);
need("#talk-details").addEventListener("click", toggleDetails);
need("#talk-tabs").addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[/** @type {KeyboardEvent} */ (event).key];
  if (step) turn(step);
});

/** The next or the one before among one's conversations. @param {number} step */
function turn(step) {
  const all = talks(store.state());
  const at = all.findIndex((talk) => talk.id === store.state().open);
  const next = all[(at + step + all.length) % all.length];
  if (next) open(next.id);
}

listen({
  back: () => composer.dismiss() || Boolean(close()),
  prepared: () => store.state().open && composer.togglePrepared(),
  turn,
  feed: () => {
    close();
    layout.showTab("centre");
    need("#feed-title").focus();
  },
});

everySecond(() => {
  const state = store.state();
  tickQueue(state);
  tickConversations(state);
  drawTalk(state, page.silence, page.brand, use);
});
document.addEventListener("visibilitychange", sendSeen);
layout.showTab("questions");
live.connect();
