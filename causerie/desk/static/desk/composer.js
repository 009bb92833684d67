/** Where the member writes: a field that grows, prepared answers, pictures, drafts kept for each conversation. */
import { t } from "@causerie/design/i18n.js";
import { newClientId } from "@causerie/design/live.js";
import { need, write } from "@causerie/desk/dom.js";
import { PreparedList } from "@causerie/desk/prepared.js";

/**
 * @typedef {import("@causerie/desk/state.js").State} State
 * @typedef {{say: (conversation: string, text: string) => void, typing: (conversation: string, on: boolean) => void, csrf: () => string, brand: string,
 *   state: () => State}} Desk
 */

const TYPING_EVERY = 3000;
const TYPING_ENDS = 4000;
const MOST_BYTES = 5 * 1024 * 1024;
const KINDS = ["image/jpeg", "image/png", "image/webp"];
const DRAFTS = "causerie.drafts";

/** @returns {Record<string, string>} */
function readDrafts() {
  try {
    return JSON.parse(sessionStorage.getItem(DRAFTS) ?? "{}");
  } catch {
    return {};
  }
}

const coarse = () => matchMedia("(pointer: coarse)").matches;

export class Composer {
  #conversation = "";
  #toldAt = 0;
  #quiet = 0;
  #drafts = readDrafts();

  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.form = /** @type {HTMLFormElement} */ (need("#composer"));
    this.field = /** @type {HTMLTextAreaElement} */ (need("#answer"));
    this.file = /** @type {HTMLInputElement} */ (need("#picture-file"));
    this.list = new PreparedList(this.field, (answer) => this.use(answer.text));
    // On a touch keyboard the key makes a line: it must not say that it sends.
    if (coarse()) this.field.enterKeyHint = "enter";
    this.form.addEventListener("submit", (event) => (event.preventDefault(), this.#send()));
    this.field.addEventListener("input", () => this.#changed());
    this.field.addEventListener("keydown", (event) => this.#key(event));
    this.field.addEventListener("paste", (event) => this.#pasted(event));
    need("#pick-prepared").addEventListener("click", () => this.togglePrepared());
    need("#pick-picture").addEventListener("click", () => this.file.click());
    this.file.addEventListener("change", () => this.#picture(this.file.files?.[0]));
  }

  /** Turns to another conversation; its draft comes back. @param {string} conversation */
  turnTo(conversation) {
    if (conversation === this.#conversation) return;
    this.#stopTyping();
    this.#conversation = conversation;
    this.field.value = this.#drafts[conversation] ?? "";
    this.list.hide();
    this.#tell("");
    this.#grow();
  }

  /** Closes what is open above the field; false when nothing was. */
  dismiss() {
    if (!this.list.open) return false;
    this.list.hide();
    return true;
  }

  togglePrepared() {
    if (this.list.open) return this.list.hide();
    this.field.focus();
    this.#offer("");
  }

  /** @param {string} typed */
  #offer(typed) {
    const { prepared, talks } = this.desk.state();
    this.list.show(prepared, typed, talks.get(this.#conversation)?.language ?? "");
  }

  /** A prepared answer takes the place of the `/word`, and can still be changed. @param {string} text */
  use(text) {
    const kept = this.field.value.startsWith("/") ? "" : this.field.value;
    this.field.value = kept && !kept.endsWith(" ") ? `${kept} ${text}` : kept + text;
    this.list.hide();
    this.#changed();
    this.field.focus();
  }

  #changed() {
    const typed = this.field.value;
    this.#drafts[this.#conversation] = typed;
    this.#keep();
    this.#grow();
    if (/^\/\S{0,40}$/.test(typed)) this.#offer(typed);
    else this.list.hide();
    if (typed.trim()) this.#isTyping();
    else this.#stopTyping();
  }

  #keep() {
    try {
      sessionStorage.setItem(DRAFTS, JSON.stringify(Object.fromEntries(Object.entries(this.#drafts).filter(([, text]) => text))));
    } catch {
      // A full or forbidden storage only costs the draft after a reload.
    }
  }

  #grow() {
    need("#send").toggleAttribute("data-ready", Boolean(this.field.value.trim()));
    if (CSS.supports("field-sizing", "content")) return;
    this.field.style.blockSize = "auto";
    this.field.style.blockSize = `${Math.min(this.field.scrollHeight + 2, 150)}px`;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing) return;
    if (this.list.key(event)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "Enter" && !event.shiftKey && !coarse()) {
      event.preventDefault();
      this.#send();
    }
  }

  #send() {
    const text = this.field.value.trim();
    if (!text || !this.#conversation) return this.field.focus();
    this.desk.say(this.#conversation, text);
    this.field.value = "";
    delete this.#drafts[this.#conversation];
    this.#keep();
    this.list.hide();
    this.#stopTyping(false);
    this.#grow();
    this.field.focus();
  }

  #isTyping() {
    clearTimeout(this.#quiet);
    this.#quiet = window.setTimeout(() => this.#stopTyping(), TYPING_ENDS);
    if (Date.now() - this.#toldAt < TYPING_EVERY) return;
    this.#toldAt = Date.now();
    this.desk.typing(this.#conversation, true);
  }

  #stopTyping(tell = true) {
    clearTimeout(this.#quiet);
    if (this.#toldAt && tell) this.desk.typing(this.#conversation, false);
    this.#toldAt = 0;
  }

  /** @param {ClipboardEvent} event */
  #pasted(event) {
    const file = [...(event.clipboardData?.files ?? [])].find(({ type }) => KINDS.includes(type));
    if (!file) return;
    event.preventDefault();
    this.#picture(file);
  }

  /** @param {string} words */
  #tell(words) {
    write(need("#composer-note"), words);
  }

  /** @param {File | undefined} file */
  async #picture(file) {
    this.file.value = "";
    if (!file) return;
    if (!KINDS.includes(file.type)) return this.#tell(t("Only JPEG, PNG or WebP pictures can be sent."));
    if (file.size > MOST_BYTES) return this.#tell(t("This picture is too large (5 MB at most)."));
    this.#tell(t("Sending the picture…"));
    const words = await this.#upload(file, this.#conversation);
    this.#tell(words);
  }

  /** What went wrong, in words; nothing when it arrived. @param {File} file @param {string} conversation */
  async #upload(file, conversation) {
    const query = new URLSearchParams({ brand: this.desk.brand, conversation, client_id: newClientId() });
    const headers = { "Content-Type": file.type, "X-CSRFToken": this.desk.csrf(), Accept: "application/json" };
    try {
      const answer = await fetch(`/live/pictures?${query}`, { method: "POST", headers, body: file });
      if (answer.ok) return "";
      const refused = await answer.json().catch(() => ({}));
      return refused.message || t("The picture could not be sent. Try again.");
    } catch {
      return t("No connection: the picture was not sent. Try again in a moment.");
    }
  }
}
