/**
 * The live connection where sockets are blocked: the same frames, carried by plain requests. It behaves as a socket does, so that live.js
 * need not know; it is loaded only when it is needed. Now and then it looks whether sockets pass again, and then ends with SOCKETS_PASS.
 */
export const SOCKETS_PASS = 4000;
const ADDRESS = "/live/link";
const ANSWER_LIMIT = 15_000;
const POLL_LIMIT = 40_000;
const FIRST_LOOK = 60_000;
const LONGEST_LOOK = 15 * 60_000;
const PROOF_LIMIT = 8_000;
const MOST_CHARACTERS = 60_000;
/** The server knows this connection no longer: it was started anew. */
const UNKNOWN = 404;

/** How long until sockets are looked at again; longer each time, for the whole life of the page. */
let patience = FIRST_LOOK;

/** What an answer that is no answer means, as a socket would have said it. @param {unknown} status */
const meaning = (status) => (status === 429 ? 4429 : status === UNKNOWN ? 1012 : 1006);

export class Poll extends EventTarget {
  /** @type {number} */ readyState = WebSocket.CONNECTING;
  /** @type {string[]} */ #out = [];
  #name = "";
  #hello = "";
  #sending = false;
  #look = 0;
  #stop = new AbortController();

  /** @param {string} url the socket's own address @param {string[]} protocols */
  constructor(url, protocols) {
    super();
    this.url = url;
    this.protocols = protocols;
    this.leave = () => this.#lost(1006);
    addEventListener("pagehide", this.leave);
    setTimeout(() => this.readyState === WebSocket.CONNECTING && this.#opened());
  }

  #opened() {
    this.readyState = WebSocket.OPEN;
    this.dispatchEvent(new Event("open"));
  }

  /** @param {string} frame */
  send(frame) {
    this.#out.push(frame);
    this.#flush();
  }

  /** Leaves; nothing is heard from now on. */
  close() {
    if (this.readyState === WebSocket.CLOSED) return;
    this.readyState = WebSocket.CLOSED;
    clearTimeout(this.#look);
    removeEventListener("pagehide", this.leave);
    if (this.#name) this.#leave();
    this.#stop.abort();
  }

  #leave() {
    fetch(ADDRESS, { method: "DELETE", headers: this.#headers(), keepalive: true }).catch(() => {});
  }

  /** @param {number} code */
  #lost(code) {
    if (this.readyState === WebSocket.CLOSED) return;
    this.close();
    this.dispatchEvent(new CloseEvent("close", { code }));
  }

  /** @returns {Record<string, string>} */
  #headers() {
    return this.#name ? { Authorization: `Link ${this.#name}` } : {};
  }

  /**
   * @param {string} method
   * @param {number} limit
   * @param {string | null} [body]
   */
  async #ask(method, limit, body = null) {
    const late = setTimeout(() => this.#lost(1006), limit);
    const asked = { method, body, headers: this.#headers(), signal: this.#stop.signal };
    try {
      const answer = await fetch(ADDRESS, asked);
      if (!answer.ok) throw this.#name || answer.status !== UNKNOWN ? answer.status : 0;
      return await answer.json();
    } finally {
      clearTimeout(late);
    }
  }

  /** What is written, in order: one request at a time, with all that came meanwhile. */
  async #flush() {
    if (this.#sending) return;
    this.#sending = true;
    try {
      while (this.#out.length && this.readyState === WebSocket.OPEN) await this.#post(this.#out.splice(0, this.#fitting()));
    } catch (error) {
      this.#lost(meaning(error));
    }
    this.#sending = false;
  }

  /** How many fit in one request; the first goes alone. */
  #fitting() {
    let size = 0;
    const most = this.#name ? this.#out.findIndex((frame) => (size += frame.length) > MOST_CHARACTERS) : 1;
    return most < 0 ? this.#out.length : Math.max(most, 1);
  }

  /** @param {string[]} frames */
  async #post(frames) {
    const { link } = await this.#ask("POST", ANSWER_LIMIT, `[${frames.join()}]`);
    if (this.#name) return;
    this.#name = link;
    this.#hello = frames[0];
    this.#lookLater();
    this.#listen();
  }

  async #listen() {
    try {
      while (this.readyState === WebSocket.OPEN) this.#heard(await this.#ask("GET", POLL_LIMIT));
    } catch (error) {
      this.#lost(meaning(error));
    }
  }

  /** An empty answer is a sign of life too. @param {{frames: {type: string}[], code: number}} answer */
  #heard({ frames, code }) {
    for (const frame of frames.length ? frames : [{ type: "pong" }]) {
      if (this.readyState === WebSocket.OPEN) this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(frame) }));
    }
    if (code) this.#lost(code);
  }

  #lookLater() {
    this.#look = window.setTimeout(() => this.#tryASocket(), patience * (0.5 + Math.random() / 2));
    patience = Math.min(patience * 2, LONGEST_LOOK);
  }

  /** Whatever a socket answers to the same hello, even a refusal of its key, has come through. */
  #tryASocket() {
    const socket = new WebSocket(this.url, this.protocols);
    const enough = setTimeout(() => socket.close(), PROOF_LIMIT);
    socket.addEventListener("open", () => socket.send(this.#hello));
    socket.addEventListener("message", () => {
      patience = FIRST_LOOK;
      socket.close(1000);
      this.#lost(SOCKETS_PASS);
    }, { once: true });
    socket.addEventListener("close", () => {
      clearTimeout(enough);
      if (this.readyState === WebSocket.OPEN) this.#lookLater();
    });
  }
}
