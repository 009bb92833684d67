/**
 * The live socket, as a page uses it: one connection that comes back by itself, messages delivered once and in order,
 * what was written kept until the server has it. The frames are those of docs/wire.md.
 *
 * @typedef {{type: string, [field: string]: any}} Frame
 * @typedef {{kind: "visitor" | "ambassador" | "team", name?: string, photo?: string, id?: number}} From
 * @typedef {{type: string, conversation: string, seq: number, id: string, from: From, text: string, sent_at: number,
 *   client_id?: string, picture?: {id: string, width: number, height: number}}} Message
 * @typedef {{type: string, client_id: string, conversation: string, id: string, seq: number, sent_at: number, text?: string}} Ack
 * @typedef {{type: string, re: string, code: string, message: string, conversation?: string, retry_after?: number, by?: string}} Refused
 * @typedef {"connecting" | "online" | "offline"} State
 * @typedef {{read(): Frame[], write(frames: Frame[]): void}} Keep
 */
import { Requests } from "@causerie/design/requests.js";

const FIRST_DELAY = 500;
const LONGEST_DELAY = 60_000;
const REPLY_LIMIT = 15_000;
const QUIET_LIMIT = 45_000;
const STEADY_AFTER = 5_000;
const REPAIR_AFTER = 1_500;
const BLOCKED_AFTER = 2;
const SOCKETS_PASS = 4000;

/** A name for a message that nobody else will choose. */
export function newClientId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Full jitter: anywhere between nothing and a limit that doubles. @param {number} tries */
export function backOff(tries) {
  return Math.random() * Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.min(tries, 10));
}

export class Live extends EventTarget {
  /** @type {State} */ #state = "offline";
  /** @type {WebSocket | import("@causerie/design/poll.js").Poll | null} */ #socket = null;
  /** @type {Map<string, number>} the last position delivered of each conversation */ #known = new Map();
  /** @type {Map<string, number>} the last position heard of */ #heads = new Map();
  /** @type {Map<string, Map<number, Message | null>>} arrived before their turn */ #early = new Map();
  /** @type {Map<string, Frame>} written, not yet acknowledged */ #outbox = new Map();
  /** @type {Map<string, number>} */ #fetching = new Map();
  #requests = new Requests();
  #epoch = "";
  #tries = 0;
  /** Connections in a row that brought no welcome: from the second on, sockets are taken for blocked. */ #barren = 0;
  #wanted = false;
  #denied = 0;
  #heardAt = 0;
  #retry = 0;
  #steady = 0;
  #pulse = 0;

  /**
   * `hello` gives the token or a fresh ticket at each connection (null: stop trying). `keep` lets what was written survive a reload.
   * @param {{hello: () => Promise<{token: string} | {ticket: string} | null>, locale?: string, url?: string, keep?: Keep}} options
   */
  constructor({ hello, locale = "", url = "", keep }) {
    super();
    this.hello = hello;
    this.locale = locale;
    this.url = url || new URL("/live", location.href).href.replace(/^http/, "ws");
    this.keep = keep;
    for (const frame of keep?.read() ?? []) this.#outbox.set(frame.client_id, frame);
    addEventListener("online", () => this.#comeBack());
    addEventListener("offline", () => this.#cut());
    addEventListener("pageshow", (event) => event.persisted && this.#comeBack());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#comeBack());
  }

  get state() {
    return this.#state;
  }

  /** What was written and is not acknowledged yet, oldest first. */
  get unsent() {
    return [...this.#outbox.values()];
  }

  connect() {
    this.#wanted = true;
    if (this.#state === "offline" && !this.#socket) this.#open();
  }

  disconnect() {
    this.#wanted = false;
    clearTimeout(this.#retry);
    const socket = this.#socket;
    socket?.close(1000);
    if (socket) this.#lost(socket, 1000);
    this.#become("offline");
  }

  /**
   * Follow a conversation from a position; what came after is fetched.
   * @param {string} conversation
   * @param {number} [seq]
   */
  track(conversation, seq = 0) {
    this.#known.set(conversation, Math.max(seq, this.#known.get(conversation) ?? 0));
    this.#repair(conversation);
  }

  /** Follow no more. @param {string} conversation */
  untrack(conversation) {
    for (const map of [this.#known, this.#heads, this.#early, this.#fetching]) map.delete(conversation);
  }

  /**
   * A message; it stays in the outbox until the server has it or refuses it.
   * @param {string} conversation
   * @param {string} text
   * @param {string} [client_id]
   */
  say(conversation, text, client_id = newClientId()) {
    return this.#post({ type: "say", client_id, conversation, text });
  }

  /**
   * A first message: opens a conversation.
   * @param {{text: string, page?: {url: string, title?: string, picture?: string} | null, email?: string, client_id?: string}} question
   */
  ask({ text, page = null, email = "", client_id = newClientId() }) {
    return this.#post({ type: "ask", client_id, text, locale: this.locale, ...(page && { page }), ...(email && { email }) });
  }

  /**
   * A verb, and its answer. Rejects with the `refused` frame (`code` is "offline" when no answer came in time).
   * @param {Frame} frame
   * @returns {Promise<Frame>}
   */
  request(frame) {
    this.send(frame);
    return this.#requests.add(frame);
  }

  /** Soft: lost when there is no connection. @param {Frame} frame */
  send(frame) {
    const open = this.#state === "online" && this.#socket?.readyState === WebSocket.OPEN;
    if (open) this.#socket?.send(JSON.stringify(frame));
    return open;
  }

  /** @param {Frame} frame */
  #post(frame) {
    this.#outbox.set(frame.client_id, frame);
    this.#saved();
    this.send(frame);
    return frame.client_id;
  }

  #saved() {
    this.keep?.write(this.unsent);
  }

  async #open() {
    clearTimeout(this.#retry);
    this.#become("connecting");
    const blocked = this.#barren >= BLOCKED_AFTER && import("@causerie/design/poll.js").catch(() => null);
    const [credential, polling] = await Promise.all([this.hello(), blocked]).catch(() => /** @type {undefined[]} */ ([]));
    if (!this.#wanted || this.#socket) return;
    if (credential === undefined) return this.#later();
    if (credential === null) return this.#deny(4401);
    const socket = (this.#socket = new (polling ? polling.Poll : WebSocket)(this.url, ["causerie.v1"]));
    socket.addEventListener("open", () => socket.send(JSON.stringify(this.#greeting(credential))));
    socket.addEventListener("message", (event) => this.#heard(/** @type {MessageEvent} */ (event).data));
    socket.addEventListener("close", (event) => this.#lost(socket, /** @type {CloseEvent} */ (event).code));
    this.#heardAt = Date.now();
    clearInterval(this.#pulse);
    this.#pulse = window.setInterval(() => this.#listen(), 5_000);
  }

  /** @param {{token: string} | {ticket: string}} credential */
  #greeting(credential) {
    return { type: "hello", ...credential, resume: Object.fromEntries(this.#known), epoch: this.#epoch, locale: this.locale };
  }

  /** The server speaks every 15 s: after a long silence the connection is dead, whatever the network says. */
  #listen() {
    const quiet = Date.now() - this.#heardAt;
    const welcomed = this.#state === "online";
    if (quiet > (welcomed ? QUIET_LIMIT : REPLY_LIMIT)) {
      if (!welcomed) this.#barren += 1;
      this.#cut();
    } else if (quiet > QUIET_LIMIT / 2) this.send({ type: "ping" });
  }

  /** The network is away: the socket would only notice much later. */
  #cut() {
    const socket = this.#socket;
    socket?.close();
    if (socket) this.#lost(socket, 1006);
  }

  /**
   * @param {WebSocket | import("@causerie/design/poll.js").Poll} socket
   * @param {number} code
   */
  #lost(socket, code) {
    if (socket !== this.#socket) return;
    const barren = this.#state === "connecting" && navigator.onLine;
    this.#socket = null;
    this.#fetching.clear();
    clearInterval(this.#pulse);
    clearTimeout(this.#steady);
    if (!this.#wanted) return this.#become("offline");
    if (code === 4403 || (code === 4401 && ++this.#denied > 1)) return this.#deny(code);
    if (code === 4429 || code === 4400) this.#tries = Math.max(this.#tries, 4);
    if (code === SOCKETS_PASS) return (this.#barren = 0), this.#later(0);
    if (barren && code !== 1012 && (code < 4400 || code === 4408)) {
      this.#barren = socket instanceof WebSocket ? this.#barren + 1 : 1;
      if (this.#barren === BLOCKED_AFTER) return this.#later(0);
    }
    this.#later(code === 1012 ? 5_000 * Math.random() : backOff(this.#tries));
  }

  /** @param {number} [delay] */
  #later(delay = backOff(this.#tries)) {
    this.#become("offline");
    this.#tries += 1;
    clearTimeout(this.#retry);
    this.#retry = window.setTimeout(() => this.#wanted && !this.#socket && this.#open(), delay);
  }

  #comeBack() {
    if (this.#wanted && !this.#socket && this.#state === "offline") this.#open();
  }

  /** @param {number} code */
  #deny(code) {
    this.#wanted = false;
    this.#become("offline");
    this.#tell("denied", { code });
  }

  /** @param {State} state */
  #become(state) {
    if (state === this.#state) return;
    this.#state = state;
    this.#tell("state", state);
  }

  /**
   * @param {string} name
   * @param {unknown} detail
   */
  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** @param {unknown} data */
  #heard(data) {
    this.#heardAt = Date.now();
    /** @type {Frame} */
    let frame;
    try {
      frame = JSON.parse(String(data));
    } catch {
      return;
    }
    if (frame && typeof frame.type === "string") this.#receive(frame);
  }

  /** @param {Frame} frame */
  #receive(frame) {
    if (frame.type === "welcome") return this.#welcomed(frame);
    if (frame.type === "message") return this.#arrived(/** @type {Message} */ (frame));
    if (frame.type === "messages") return this.#fetched(frame);
    if (frame.type === "ack") this.#acked(/** @type {Ack} */ (frame));
    if (frame.type === "head") this.#compared(frame.conversations);
    if (frame.type === "refused" && this.#refused(/** @type {Refused} */ (frame))) return;
    this.#requests.answer(frame);
    this.#tell(frame.type, frame);
  }

  /** @param {Frame} frame */
  #welcomed(frame) {
    this.#denied = 0;
    this.#steady = window.setTimeout(() => (this.#tries = 0), STEADY_AFTER);
    if (this.#epoch && this.#epoch !== frame.epoch) this.#startAfresh();
    this.#epoch = frame.epoch;
    this.#become("online");
    for (const view of frame.conversations) this.#heads.set(view.id, view.head_seq);
    this.#tell("welcome", frame);
    for (const written of this.unsent) this.send(written);
    for (const verb of this.#requests.open) this.send(verb);
    setTimeout(() => [...this.#known.keys()].forEach((id) => this.#repair(id)), REPAIR_AFTER);
  }

  #startAfresh() {
    for (const map of [this.#known, this.#heads, this.#early, this.#fetching]) map.clear();
    this.#tell("reset", null);
  }

  /** @param {Message} message */
  #arrived(message) {
    this.#place(message.conversation, message.seq, message);
  }

  /**
   * Own words: the acknowledgement takes their place in the order.
   * @param {Ack} ack
   */
  #acked(ack) {
    if (this.#outbox.delete(ack.client_id)) this.#saved();
    this.#place(ack.conversation, ack.seq, null);
  }

  /**
   * @param {string} conversation
   * @param {number} seq
   * @param {Message | null} message
   */
  #place(conversation, seq, message) {
    const known = this.#known.get(conversation) ?? 0;
    this.#heads.set(conversation, Math.max(seq, this.#heads.get(conversation) ?? 0));
    if (seq <= known) return;
    const early = this.#early.get(conversation) ?? new Map();
    this.#early.set(conversation, early);
    if (!early.has(seq)) early.set(seq, message);
    this.#deliver(conversation, known, early);
    this.#repair(conversation);
  }

  /**
   * @param {string} conversation
   * @param {number} known
   * @param {Map<number, Message | null>} early
   */
  #deliver(conversation, known, early) {
    let next = known + 1;
    for (; early.has(next); next += 1) {
      const message = early.get(next);
      early.delete(next);
      this.#known.set(conversation, next);
      if (message) this.#tell("message", message);
    }
    if (!this.#known.has(conversation)) this.#known.set(conversation, known);
  }

  /** @param {Record<string, number>} heads */
  #compared(heads) {
    for (const [conversation, seq] of Object.entries(heads)) {
      this.#heads.set(conversation, seq);
      this.#repair(conversation);
    }
  }

  /** Fetches what is missing, one request at a time. @param {string} conversation */
  #repair(conversation) {
    const known = this.#known.get(conversation);
    const behind = known !== undefined && known < (this.#heads.get(conversation) ?? 0);
    if (!behind || Date.now() - (this.#fetching.get(conversation) ?? 0) < REPLY_LIMIT) return;
    if (this.send({ type: "fetch", conversation, after: known, limit: 200 })) this.#fetching.set(conversation, Date.now());
  }

  /** @param {Frame} frame */
  #fetched(frame) {
    const { conversation, messages, head_seq } = frame;
    this.#fetching.delete(conversation);
    if (!messages.length) this.#known.set(conversation, Math.max(head_seq, this.#known.get(conversation) ?? 0));
    this.#heads.set(conversation, Math.max(head_seq, this.#heads.get(conversation) ?? 0));
    for (const message of messages) this.#settleOwn(message);
    for (const message of messages) this.#arrived(message);
    this.#repair(conversation);
    this.#requests.answer(frame);
    this.#tell("messages", frame);
  }

  /** The acknowledgement was lost, the message was not. @param {Message} message */
  #settleOwn(message) {
    if (message.client_id && this.#outbox.delete(message.client_id)) this.#saved();
  }

  /**
   * True when the message is simply tried again later.
   * @param {Refused} refused
   */
  #refused(refused) {
    const written = this.#outbox.get(refused.re);
    if (!written) return false;
    if (refused.retry_after) {
      setTimeout(() => this.#outbox.has(refused.re) && this.send(written), refused.retry_after * 1000);
      return true;
    }
    this.#outbox.delete(refused.re);
    this.#saved();
    return false;
  }
}
