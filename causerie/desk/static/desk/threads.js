/** The threads of one's conversations: kept while they are open, one shown at a time. */
import { el } from "@causerie/design/dom.js";
import { t } from "@causerie/design/i18n.js";
import { need } from "@causerie/desk/dom.js";
import "@causerie/design/thread.js";

/**
 * @typedef {import("@causerie/design/live.js").Live} Live
 * @typedef {import("@causerie/design/live.js").Message} Message
 * @typedef {import("@causerie/design/live.js").Refused} Refused
 * @typedef {import("@causerie/design/live.js").Ack} Ack
 * @typedef {import("@causerie/design/thread.js").Thread} Thread
 * @typedef {import("@causerie/desk/state.js").State} State
 */

/** What cannot be mended by sending again. */
const FINAL = new Set(["not_yours", "not_found", "closed", "conflict", "blocked", "too_long", "empty"]);

export class Threads {
  /** @type {Map<string, Thread>} */ #threads = new Map();
  /** @type {Map<string, {conversation: string, text: string}>} */ #sent = new Map();

  /** @param {Live} live @param {string} brand */
  constructor(live, brand) {
    this.live = live;
    this.brand = brand;
  }

  /** @param {string} id @param {number} me */
  of(id, me = 0) {
    const known = this.#threads.get(id);
    if (known) return known;
    const thread = /** @type {Thread} */ (el(/** @type {any} */ ("c-thread"), { me: "member", hidden: true, label: t("Conversation") }));
    thread.myId = me;
    thread.loadPicture = async (picture) => `/live/pictures/${encodeURIComponent(picture)}?brand=${encodeURIComponent(this.brand)}`;
    this.#threads.set(id, thread);
    need("#talk-threads").append(thread);
    this.live.track(id);
    return thread;
  }

  /** A conversation that has just come into these hands: all of it. @param {string} id @param {number} me */
  begin(id, me) {
    this.of(id, me);
    this.live.send({ type: "fetch", conversation: id, after: 0, limit: 200 });
  }

  /** @param {string} id "" shows none */
  show(id) {
    for (const [other, thread] of this.#threads) thread.hidden = other !== id;
    if (id) this.of(id).toEnd();
  }

  /** @param {Message} message */
  add(message) {
    this.#threads.get(message.conversation)?.add(message);
  }

  /** What waits in the outbox from before a reload. @param {import("@causerie/design/live.js").Frame[]} frames @param {State} state */
  restore(frames, state) {
    for (const { type, client_id, conversation, text } of frames) {
      if (type !== "say" || this.#sent.has(client_id) || !state.talks.has(conversation)) continue;
      this.#sent.set(client_id, { conversation, text });
      this.of(conversation).pending(client_id, text);
    }
  }

  /** @param {string} conversation @param {string} text */
  say(conversation, text) {
    const id = this.live.say(conversation, text);
    this.#sent.set(id, { conversation, text });
    this.of(conversation).pending(id, text);
  }

  /** The words that an acknowledgement settles. @param {Ack} ack */
  acked(ack) {
    this.#threads.get(ack.conversation)?.acked(ack);
    const sent = this.#sent.get(ack.client_id);
    this.#sent.delete(ack.client_id);
    return sent?.text ?? "";
  }

  /** Whether the refusal was about a message; then its thread says so. @param {Refused} refused */
  refused(refused) {
    const sent = this.#sent.get(refused.re);
    if (!sent) return false;
    const again = () => void this.live.say(sent.conversation, sent.text, refused.re);
    this.of(sent.conversation).failed(refused.re, refused.message, FINAL.has(refused.code) ? null : again);
    return true;
  }

  /** Marks and dots that follow the state. @param {State} state @param {State} before */
  follow(state, before) {
    for (const [id, thread] of this.#threads) {
      const talk = state.talks.get(id);
      if (!talk) {
        if (before.talks.has(id)) this.drop(id);
        continue;
      }
      thread.seen(talk.seen ?? 0);
      const writes = state.typing.has(id);
      if (writes !== before.typing.has(id)) thread.typing(writes, { kind: "visitor", name: talk.visitor ?? "" });
    }
  }

  /** @param {string} id */
  drop(id) {
    this.#threads.get(id)?.remove();
    this.#threads.delete(id);
    this.live.untrack(id);
  }

  clear() {
    for (const id of [...this.#threads.keys()]) this.drop(id);
  }
}
