/**
 * `<c-thread me="visitor" | "member">`: a conversation, drawn. Used by the window and by the desk.
 * `intro` and `outro` are places for what a page shows before and after the messages.
 * @typedef {import("@causerie/design/live.js").Message} Message
 * @typedef {import("@causerie/design/live.js").Ack} Ack
 * @typedef {import("@causerie/design/live.js").From} From
 * @typedef {{node: HTMLElement, from: From, mine: boolean, seq: number, at: number, state: "" | "pending" | "failed" | "sent" | "seen"}} Line
 */
import { el } from "@causerie/design/dom.js";
import { face as drawn } from "@causerie/design/face.js";
import { locale, t } from "@causerie/design/i18n.js";
import { linked } from "@causerie/design/links.js";

const TOGETHER = 5 * 60_000;
const TYPING_LIMIT = 8_000;
const NEAR_END = 90;

const hour = new Intl.DateTimeFormat(locale, { timeStyle: "short" });
const longDay = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" });
const nearDay = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });

/** @param {From} from */
const nameOf = (from) => from.name || (from.kind === "visitor" ? t("Visitor") : t("Member"));

/** @param {From} from */
const face = (from) => drawn({ name: nameOf(from), photo: from.photo }, "s");

/** @param {number} at */
const midnight = (at) => new Date(at).setHours(0, 0, 0, 0);

/** @param {number} at */
function dayName(at) {
  const days = Math.round((midnight(at) - midnight(Date.now())) / 86_400_000);
  const name = days >= -1 ? nearDay.format(days, "day") : longDay.format(at);
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
}

/** @param {From} one @param {From} other */
const same = (one, other) => one.kind === other.kind && one.name === other.name && one.id === other.id;

export class Thread extends HTMLElement {
  /** @type {Line[]} in order */ #lines = [];
  /** @type {Map<string, Line>} by client_id, until acknowledged */ #unsettled = new Map();
  #seenUpTo = 0;
  #typingTimer = 0;
  #built = false;
  intro = el("div", { class: "thread-aside" });
  outro = el("div", { class: "thread-aside" });
  #log = el("div", { class: "thread-log", role: "log", "aria-live": "polite", "aria-relevant": "additions" });
  #typing = el("div", { class: "msg last thread-typing", hidden: true });
  #scroll = el("div", { class: "thread-scroll", tabindex: "0", role: "region" });
  #below = el("button", { type: "button", class: "thread-below", hidden: true, onclick: () => this.toEnd() });

  /** Gives the address of a picture. @type {(id: string) => Promise<string>} */
  loadPicture = async (id) => `/live/pictures/${id}`;
  /** The reader's own membership, at the desk: colleagues' lines then carry their name. */
  myId = 0;

  connectedCallback() {
    if (this.#built) return;
    this.#built = true;
    const label = this.getAttribute("label") || t("Conversation");
    this.#scroll.setAttribute("aria-label", label);
    this.#log.setAttribute("aria-label", label);
    this.#below.append(t("New messages"));
    this.#scroll.append(this.intro, this.#log, this.#typing, this.outro);
    this.#scroll.addEventListener("scroll", () => this.#nearEnd() && (this.#below.hidden = true), { passive: true });
    this.append(this.#scroll, this.#below);
    this.#scroll.addEventListener("load", () => this.#stay(), true);
    new ResizeObserver(() => this.#stay()).observe(this.#scroll);
  }

  #pinned = true;

  #nearEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroll;
    this.#pinned = scrollHeight - scrollTop - clientHeight < NEAR_END;
    return this.#pinned;
  }

  #stay() {
    if (this.#pinned) this.#scroll.scrollTop = this.#scroll.scrollHeight;
  }

  /** Shows the last line. */
  toEnd() {
    this.#pinned = true;
    this.#below.hidden = true;
    this.#scroll.scrollTop = this.#scroll.scrollHeight;
  }

  /** @param {From} from */
  #isMine(from) {
    return (this.getAttribute("me") === "member") === (from.kind !== "visitor");
  }

  /** The position of the last message drawn. */
  get last() {
    return this.#lines.reduce((last, line) => Math.max(last, line.seq), 0);
  }

  /** A message of the log; a second time changes nothing. @param {Message} message */
  add(message) {
    if (this.#lines.some((line) => line.seq === message.seq)) return;
    const waiting = message.client_id ? this.#unsettled.get(message.client_id) : undefined;
    if (waiting && message.client_id) return this.#settled(message.client_id, waiting, message.seq, message.sent_at, message.text);
    const mine = this.#isMine(message.from);
    const body = message.picture ? this.#picture(message.picture) : null;
    this.#insert(this.#line(message.from, mine, message.seq, message.sent_at, mine ? "sent" : "", message.text, body));
    if (!mine) this.typing(false);
  }

  /**
   * Own words on their way. `picture`: the address of a picture chosen here.
   * @param {string} clientId
   * @param {string} text
   * @param {string} [picture]
   */
  pending(clientId, text, picture = "") {
    if (this.#unsettled.has(clientId)) return;
    const kind = this.getAttribute("me") === "member" ? "ambassador" : "visitor";
    const body = picture ? el("img", { class: "shot", src: picture, alt: t("Picture") }) : null;
    const line = this.#line({ kind, id: this.myId || undefined }, true, 0, Date.now(), "pending", text, body);
    this.#unsettled.set(clientId, line);
    this.#insert(line);
    this.toEnd();
  }

  /** @param {Ack} ack */
  acked(ack) {
    const line = this.#unsettled.get(ack.client_id);
    if (!line) return;
    this.#settled(ack.client_id, line, ack.seq, ack.sent_at, ack.text);
    if (ack.text) this.note(t("We hid something personal, to protect you."));
  }

  /**
   * Own words that did not leave, and why.
   * @param {string} clientId
   * @param {string} words
   * @param {(() => void) | null} retry
   */
  failed(clientId, words, retry) {
    const line = this.#unsettled.get(clientId);
    if (!line) return;
    line.state = "failed";
    this.#mark(line);
    const again = retry && el("button", { type: "button", class: "thread-retry", onclick: () => this.#again(line, retry) }, t("Try again"));
    line.node.querySelector(".meta")?.append(el("span", { class: "why", role: "status" }, words), again || "");
    this.#stay();
  }

  /** The other side has seen up to this position. @param {number} seq */
  seen(seq) {
    if (seq <= this.#seenUpTo) return;
    this.#seenUpTo = seq;
    for (const line of this.#lines) this.#mark(line);
  }

  /**
   * @param {boolean} on
   * @param {From} [from]
   */
  typing(on, from) {
    clearTimeout(this.#typingTimer);
    this.#typing.hidden = !on;
    if (!on) return;
    const who = from ?? { kind: "visitor", name: "" };
    const label = who.name ? t("{name} is writing", { name: who.name }) : t("Writing…");
    const dots = el("div", { class: "bubble dots", role: "img", "aria-label": label }, el("i"), el("i"), el("i"));
    this.#typing.replaceChildren(face(who), dots);
    this.#typingTimer = window.setTimeout(() => this.typing(false), TYPING_LIMIT);
    this.#stay();
  }

  /** A line that nobody wrote: what just happened. @param {string} text */
  note(text) {
    this.#log.append(el("p", { class: "thread-note" }, text));
    this.#stay();
  }

  /** Something drawn by the page, at its moment in the talk. @param {HTMLElement} node */
  card(node) {
    this.#log.append(node);
    this.#stay();
  }

  clear() {
    this.#lines = [];
    this.#unsettled.clear();
    this.#seenUpTo = 0;
    this.#log.replaceChildren();
    this.typing(false);
  }

  /** @param {Line} line @param {() => void} retry */
  #again(line, retry) {
    line.state = "pending";
    this.#mark(line);
    retry();
  }

  /**
   * @param {From} from
   * @param {boolean} mine
   * @param {number} seq
   * @param {number} at
   * @param {Line["state"]} state
   * @param {string} text
   * @param {HTMLElement | null} picture
   * @returns {Line}
   */
  #line(from, mine, seq, at, state, text, picture) {
    const bubble = el("div", { class: picture ? "bubble with-shot" : "bubble" }, picture, text && el("p", {}, ...linked(text)));
    const node = el("div", { class: mine ? "msg mine" : "msg" }, mine ? null : face(from), bubble, el("div", { class: "meta" }));
    bubble.addEventListener("click", () => node.classList.toggle("told"));
    const line = { node, from, mine, seq, at, state };
    this.#mark(line);
    return line;
  }

  /** @param {{id: string, width: number, height: number}} picture */
  #picture({ id, width, height }) {
    const image = el("img", { class: "shot", width, height, alt: t("Picture") });
    const button = el("button", { type: "button", class: "shot-open", onclick: () => this.#enlarge(image.src) }, image);
    this.loadPicture(id).then(
      (address) => (image.src = address),
      () => button.replaceWith(el("p", { class: "why" }, t("The picture could not be loaded."))),
    );
    return button;
  }

  /** @param {string} address */
  #enlarge(address) {
    const close = el("button", { type: "button", class: "btn small" }, t("Close"));
    const dialog = el("dialog", { class: "dialog lightbox", "aria-label": t("Picture") }, el("img", { src: address, alt: t("Picture") }), close);
    dialog.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    this.append(dialog);
    dialog.showModal();
  }

  /** Puts a line where its position says; what is not acknowledged comes last. @param {Line} line */
  #insert(line) {
    const pinned = this.#pinned;
    const place = line.seq ? this.#lines.findIndex((other) => !other.seq || other.seq > line.seq) : -1;
    const before = place < 0 ? null : this.#lines[place];
    this.#lines.splice(place < 0 ? this.#lines.length : place, 0, line);
    if (before) before.node.before(line.node);
    else this.#log.append(line.node);
    this.#arrange(this.#lines.indexOf(line));
    if (pinned) this.#stay();
    else if (!line.mine) this.#below.hidden = false;
  }

  /**
   * @param {string} clientId
   * @param {Line} line
   * @param {number} seq
   * @param {number} at
   * @param {string} [text] as others read it
   */
  #settled(clientId, line, seq, at, text) {
    this.#unsettled.delete(clientId);
    if (text) line.node.querySelector("p")?.replaceChildren(...linked(text));
    this.#lines = this.#lines.filter((other) => other !== line);
    const twice = this.#lines.some((other) => other.seq === seq);
    if (twice) return line.node.remove();
    Object.assign(line, { seq, at, state: "sent" });
    this.#mark(line);
    const next = this.#lines.findIndex((other) => !other.seq || other.seq > seq);
    this.#lines.splice(next < 0 ? this.#lines.length : next, 0, line);
    const follower = next < 0 ? null : this.#lines[next + 1]?.node;
    if (follower && line.node.compareDocumentPosition(follower) & Node.DOCUMENT_POSITION_PRECEDING) follower.before(line.node);
    this.#arrange(this.#lines.indexOf(line));
  }

  /** Days, names and groups around a line. @param {number} place */
  #arrange(place) {
    for (const index of [place, place + 1]) {
      const line = this.#lines[index];
      if (line) this.#group(line, this.#lines[index - 1]);
    }
    for (const index of [place - 1, place, place + 1]) {
      const line = this.#lines[index];
      line?.node.classList.toggle("last", !this.#lines[index + 1]?.node.classList.contains("next"));
    }
  }

  /** @param {Line} line @param {Line | undefined} previous */
  #group(line, previous) {
    const newDay = !previous || midnight(previous.at) !== midnight(line.at);
    const next = !newDay && line.mine === previous.mine && same(line.from, previous.from) && line.at - previous.at < TOGETHER;
    line.node.classList.toggle("next", next);
    const above = line.node.previousElementSibling;
    if (above?.classList.contains("day")) above.remove();
    if (newDay) line.node.before(el("p", { class: "day" }, dayName(line.at)));
    line.node.querySelector(".author")?.remove();
    line.node.prepend(el("span", { class: this.#named(line, next) ? "author" : "author unseen" }, this.#author(line)));
  }

  /** A name is written when another person than before speaks on that side. @param {Line} line @param {boolean} next */
  #named(line, next) {
    if (next || (line.mine && (!this.myId || !line.from.id || line.from.id === this.myId))) return false;
    return line.mine || this.#lines.some((other) => !other.mine && !same(other.from, line.from));
  }

  /** @param {Line} line */
  #author(line) {
    if (line.mine && (!this.myId || !line.from.id || line.from.id === this.myId)) return t("You");
    return nameOf(line.from);
  }

  /** Writes the hour and the state under a line. @param {Line} line */
  #mark(line) {
    if (line.mine && line.seq && line.seq <= this.#seenUpTo) line.state = "seen";
    const words = { "": "", pending: t("sending…"), failed: t("not sent"), sent: t("sent"), seen: t("seen") }[line.state];
    line.node.dataset.state = line.state;
    const time = line.seq ? el("time", { datetime: new Date(line.at).toISOString() }, hour.format(line.at)) : null;
    line.node.querySelector(".meta")?.replaceChildren(time ?? "", words && el("span", { class: "state" }, words));
  }
}

customElements.define("c-thread", Thread);
