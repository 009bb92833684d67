/**
 * The visitor's conversation: which one it is, what is written in it, what the members say. It draws the thread; everything else
 * follows its "change" events.
 * @typedef {import("@causerie/design/live.js").Frame} Frame
 * @typedef {import("@causerie/design/live.js").Refused} Refused
 * @typedef {{name: string, photo?: string, story?: string, kind?: "ambassador" | "team"}} Holder
 * @typedef {{id: string, state: "waiting" | "taken" | "closed", head_seq: number, asked_at: number, holder?: Holder, seen?: number, read?: number,
 *   offered?: boolean, returned?: boolean, for_team?: boolean, later?: boolean, thanked?: boolean, stars?: number, comment?: string,
 *   closed_at?: number, erased?: boolean}} View
 * @typedef {{open: boolean, people: {name: string, photo: string}[]}} Status
 */
import { locale, t } from "@causerie/design/i18n.js";
import { Live, newClientId } from "@causerie/design/live.js";

const STATUS_EVERY = 10_000;
const RECENT = 10 * 60_000;
const TYPING_EVERY = 3_000;
const MOST_PICTURE = 5 * 1024 * 1024;

export class Talk extends EventTarget {
  /** @type {View | null} */ view = null;
  /** @type {Status | null} */ status = null;
  members = 0;
  usualWait = 0;
  /** Where one may become a member, "" when nobody is looked for. */ join = "";
  unread = 0;
  blocked = false;
  #asking = "";
  /** @type {[string, string][]} */ #behindTheQuestion = [];
  #seen = 0;
  #typedAt = 0;
  #timer = 0;

  /**
   * @param {{site: {key: string, preview?: unknown}, keep: import("@causerie/window/keep.js").Keep, host: import("@causerie/window/host.js").Host,
   *   thread: import("@causerie/design/thread.js").Thread}} parts
   */
  constructor({ site, keep, host, thread }) {
    super();
    this.site = site;
    this.keep = keep;
    this.host = host;
    this.thread = thread;
    this.token = keep.read("token");
    this.live = new Live({ hello: async () => (this.token ? { token: this.token } : null), locale, keep: keep.outbox });
    thread.loadPicture = (id) => this.#loadPicture(id);
    this.#listen();
  }

  get talking() {
    return Boolean(this.#asking || (this.view && this.view.state !== "closed"));
  }

  /** A question was written and is not known to be over. */
  get waiting() {
    return this.talking && this.view?.state !== "taken";
  }

  get online() {
    return this.blocked || !this.token || this.live.state === "online";
  }

  async start() {
    const asked = this.live.unsent.find((frame) => frame.type === "ask");
    this.#asking = asked?.client_id ?? "";
    if (asked) this.thread.pending(asked.client_id, asked.text);
    if (this.token) this.live.connect();
    addEventListener("storage", (event) => event.key?.endsWith(":token") && this.#adopt(this.keep.read("token")));
    await this.#look();
    this.#changed();
  }

  /** Another tab became this visitor, or a mailed link did. @param {string} token */
  #adopt(token) {
    if (!token || token === this.token) return;
    this.live.disconnect();
    this.token = token;
    this.live.connect();
  }

  /** The code of a mailed link. @param {string} code */
  async comeBack(code) {
    const answer = await this.#post(`/w/${this.site.key}/return`, JSON.stringify({ code }));
    this.keep.write("token", answer.token);
    this.keep.write("done", "");
    this.#adopt(answer.token);
  }

  /**
   * Words of the visitor: the first ones open a conversation.
   * @param {string} text
   * @param {string} [email]
   */
  write(text, email = "") {
    if (this.site.preview) return this.#say(t("This is a preview: nothing is sent."));
    const id = newClientId();
    this.thread.pending(id, text);
    if (this.view && this.view.state !== "closed") this.live.say(this.view.id, text, id);
    else if (this.#asking) this.#behindTheQuestion.push([id, text]);
    else this.#ask(id, text, email);
  }

  /** @param {string} id @param {string} text @param {string} email */
  async #ask(id, text, email) {
    this.#asking = id;
    this.#changed();
    try {
      await this.#mint();
      this.live.ask({ text, page: this.host.page, email, client_id: id });
      this.live.connect();
    } catch (error) {
      this.#asking = "";
      this.thread.failed(id, words(error), () => this.#ask(id, text, email));
      this.#changed();
    }
  }

  async #mint() {
    if (this.token) return;
    this.token = (await this.#post(`/w/${this.site.key}/visits`)).token;
    this.keep.write("token", this.token);
  }

  /**
   * @param {string} address
   * @param {BodyInit | null} [body]
   */
  async #post(address, body = null) {
    const response = await fetch(address, { method: "POST", body, headers: this.#headers() });
    const answer = await response.json();
    if (!response.ok) throw answer;
    return answer;
  }

  /** @returns {Record<string, string>} */
  #headers() {
    return this.token ? { Authorization: `Bearer ${this.token}` } : {};
  }

  /** @param {File} file */
  async picture(file) {
    if (!["image/jpeg", "image/png", "image/webp"].includes(file.type)) return this.#say(t("Only JPEG, PNG or WebP pictures can be sent."));
    if (file.size > MOST_PICTURE) return this.#say(t("This picture is larger than 5 MB. Please choose a smaller one."));
    const id = newClientId();
    this.thread.pending(id, "", URL.createObjectURL(file));
    this.#send(id, file);
  }

  /** @param {string} id @param {File} file */
  async #send(id, file) {
    try {
      this.thread.acked(await this.#post(`/live/pictures?conversation=${this.view?.id}&client_id=${id}`, file));
    } catch (error) {
      this.thread.failed(id, words(error), () => this.#send(id, file));
    }
  }

  /** @param {string} id */
  async #loadPicture(id) {
    const response = await fetch(`/live/pictures/${encodeURIComponent(id)}`, { headers: this.#headers() });
    if (!response.ok) throw new Error(String(response.status));
    return URL.createObjectURL(await response.blob());
  }

  /** @param {string} text */
  #say(text) {
    this.dispatchEvent(new CustomEvent("words", { detail: text }));
  }

  /**
   * A verb about the conversation: thank, rate, close, later, transcript, erase.
   * @param {string} type
   * @param {Record<string, unknown>} [fields]
   */
  async verb(type, fields = {}) {
    if (!this.view) return;
    await this.live.request({ type, conversation: this.view.id, ...fields });
  }

  /** The talk is over and said to be: the window greets again. */
  finish() {
    if (this.view) this.keep.write("done", this.view.id);
    this.#show(null);
  }

  /** The visitor is writing, or stopped. @param {boolean} on */
  typing(on) {
    if (!this.view || this.view.state !== "taken" || (on && Date.now() - this.#typedAt < TYPING_EVERY)) return;
    this.#typedAt = on ? Date.now() : 0;
    this.live.send({ type: "typing", conversation: this.view.id, on });
  }

  /** What is on screen counts as seen. */
  look() {
    if (!this.host.shown || document.visibilityState !== "visible") return;
    const last = this.thread.last;
    if (this.unread) this.#count(0);
    if (!this.view || last <= this.#seen) return;
    if (this.live.send({ type: "seen", conversation: this.view.id, seq: last })) this.#seen = last;
  }

  /** @param {number} unread */
  #count(unread) {
    this.unread = unread;
    this.dispatchEvent(new Event("unread"));
  }

  /** Before the visitor wrote, the public status says who is here. */
  async #look() {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#look(), STATUS_EVERY);
    if (document.visibilityState !== "visible" || this.view?.state === "taken" || (this.status && !this.host.shown)) return;
    const answer = await fetch(`/w/${this.site.key}/status.json`).then((response) => (response.ok ? response.json() : null)).catch(() => null);
    if (!answer) return;
    const before = JSON.stringify(this.status);
    this.status = answer;
    if (!this.talking) this.members = answer.online;
    if (before !== JSON.stringify(answer)) this.#changed();
  }

  #listen() {
    /** @param {string} name @param {(frame: any) => void} handler */
    const on = (name, handler) => this.live.addEventListener(name, (event) => handler(/** @type {CustomEvent} */ (event).detail));
    on("welcome", (frame) => this.#welcomed(frame));
    on("conversation", (frame) => this.#viewed(frame.conversation));
    on("message", (frame) => this.#arrived(frame));
    on("ack", (frame) => this.#acked(frame));
    on("refused", (frame) => this.#refused(frame));
    on("typing", (frame) => frame.conversation === this.view?.id && this.thread.typing(frame.on, this.#who()));
    on("seen", (frame) => frame.conversation === this.view?.id && frame.by === "us" && this.thread.seen(frame.seq));
    on("online", (frame) => this.#here(frame.members, frame.usual_wait ?? 0));
    on("state", () => this.#changed());
    on("reset", () => this.#show(null));
    on("denied", (detail) => this.#denied(detail.code));
    this.host.addEventListener("page", () => this.host.page && this.live.send({ type: "page", ...this.host.page }));
    this.host.addEventListener("identify", () => this.#identify());
    this.host.addEventListener("open", () => this.look());
    document.addEventListener("visibilitychange", () => this.look());
  }

  #who() {
    const holder = this.view?.holder;
    return { kind: holder?.kind ?? /** @type {const} */ ("ambassador"), name: holder?.name ?? "", photo: holder?.photo };
  }

  #identify() {
    if (this.host.identity && this.live.state === "online") this.live.request({ type: "identify", jwt: this.host.identity }).catch(() => {});
  }

  /** @param {number} members @param {number} wait */
  #here(members, wait) {
    this.members = members;
    this.usualWait = wait;
    this.#changed();
  }

  /** @param {Frame} frame */
  #welcomed(frame) {
    const { members = 0, usual_wait = 0, site } = frame.me;
    this.join = site.join_url;
    if (this.host.page) this.live.send({ type: "page", ...this.host.page });
    this.#identify();
    const current = frame.conversations.find((/** @type {View} */ view) => view.id === this.view?.id) ?? this.#latest(frame.conversations);
    this.#show(current);
    for (const unsent of this.live.unsent) this.thread.pending(unsent.client_id, unsent.text);
    this.#here(members, usual_wait);
  }

  /** The talk to show: the newest that is not over, or that ended a moment ago without a word about it. @param {View[]} views */
  #latest(views) {
    const newest = [...views].sort((one, other) => other.asked_at - one.asked_at)[0];
    if (!newest || newest.erased || newest.id === this.keep.read("done")) return null;
    return newest.state !== "closed" || Date.now() - (newest.closed_at ?? 0) < RECENT || this.host.embedded === false ? newest : null;
  }

  /** @param {View | null} view */
  #show(view) {
    const another = view?.id !== this.view?.id;
    const left = this.view?.id;
    this.view = view;
    if (another) {
      this.#seen = view?.read ?? 0;
      if (left || !this.#asking) this.thread.clear();
      if (left) this.live.untrack(left);
      if (view) this.live.track(view.id, 0);
    }
    if (view?.seen) this.thread.seen(view.seen);
    this.#changed();
  }

  /** @param {View} view */
  #viewed(view) {
    if (view.erased && view.id === this.view?.id) return this.#erased();
    if (this.view ? view.id !== this.view.id : view.state === "closed") return;
    const before = this.view;
    if (before?.state === "taken" && view.state === "waiting") this.thread.note(t("Your question is back with the members: somebody else will take it."));
    this.#show(view);
  }

  #erased() {
    this.finish();
    this.#say(t("The conversation is erased, for everybody."));
  }

  /** @param {import("@causerie/design/live.js").Ack} ack */
  #acked(ack) {
    if (ack.client_id === this.#asking) this.#opened(ack);
    this.thread.acked(ack);
  }

  /** The question has its conversation: what was written behind it follows. @param {import("@causerie/design/live.js").Ack} ack */
  #opened(ack) {
    this.#asking = "";
    this.view ??= { id: ack.conversation, state: "waiting", head_seq: ack.seq, asked_at: ack.sent_at };
    for (const [id, text] of this.#behindTheQuestion.splice(0)) this.live.say(ack.conversation, text, id);
    this.#changed();
  }

  /** @param {import("@causerie/design/live.js").Message} message */
  #arrived(message) {
    if (message.conversation !== this.view?.id) return;
    this.thread.add(message);
    if (message.from.kind === "visitor") return;
    if (message.seq > this.#seen) this.#count(this.unread + 1);
    if (this.unread) this.dispatchEvent(new CustomEvent("answer", { detail: message }));
    this.look();
  }

  /** @param {Refused} refused */
  #refused(refused) {
    if (refused.re === this.#asking) this.#asking = "";
    this.thread.failed(refused.re, refused.message, null);
    this.#changed();
  }

  /** @param {number} code */
  #denied(code) {
    this.blocked = code === 4403;
    // Who is blocked keeps the token: it is their right to the reasons, to appeal, to take along and to erase.
    if (!this.blocked) {
      this.token = "";
      this.keep.write("token", "");
      this.#show(null);
    }
    this.#asking = "";
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

/** What to say of an error: the server's words, or that the network is away. @param {unknown} error */
export function words(error) {
  const said = /** @type {{message?: string, type?: string}} */ (error);
  return (said?.type === "refused" && said.message) || t("Not sent: the connection is lost. Your text is safe.");
}
