/** What the member does with a question or a conversation: asked of the server, told in words when refused. */
import { t } from "@causerie/design/i18n.js";
import { toast } from "@causerie/design/toast.js";
import { now } from "@causerie/desk/clock.js";
import { need } from "@causerie/desk/dom.js";
import { offer } from "@causerie/desk/notify.js";

/**
 * @typedef {import("@causerie/design/live.js").Live} Live
 * @typedef {import("@causerie/design/live.js").Refused} Refused
 * @typedef {ReturnType<typeof import("@causerie/desk/state.js").createStore>} Store
 */

const LOST_STAYS = 6000;

/** @param {Refused} refused */
function told(refused) {
  toast(refused.code === "offline" ? t("No answer from the server yet. Nothing is lost: try again in a moment.") : refused.message, { icon: "info" });
}

export class Verbs {
  /** @param {Live} live @param {Store} store */
  constructor(live, store) {
    this.live = live;
    this.store = store;
  }

  get #open() {
    return this.store.state().talks.get(this.store.state().open);
  }

  /** @param {string} conversation */
  async claim(conversation) {
    const { claiming, link } = this.store.state();
    if (claiming.has(conversation)) return;
    if (link !== "online") return told({ type: "refused", re: "claim", code: "offline", message: "" });
    this.store.tell({ type: "claiming", conversation });
    try {
      const { lease } = await this.live.request({ type: "claim", conversation });
      this.store.tell({ type: "claimed", conversation, lease, at: now() });
      this.store.tell({ type: "open", conversation });
      offer();
    } catch (error) {
      this.#missed(conversation, /** @type {Refused} */ (error));
    }
  }

  /** @param {string} conversation @param {Refused} refused */
  #missed(conversation, refused) {
    this.store.tell({ type: "notclaimed", conversation, code: refused.code, by: refused.by });
    if (!this.store.state().lost.has(conversation)) return told(refused);
    setTimeout(() => this.store.tell({ type: "forget", conversation }), LOST_STAYS);
  }

  /** @param {{state: "available" | "paused", capacity: number}} status */
  async status({ state, capacity }) {
    const before = this.store.state().me;
    this.store.tell({ type: "status", state, capacity });
    try {
      await this.live.request({ type: "status", state, capacity });
      if (before?.state === "paused" && state === "available") offer();
    } catch (error) {
      if (before) this.store.tell({ type: "status", state: before.state ?? "available", capacity: before.capacity });
      told(/** @type {Refused} */ (error));
    }
  }

  /** @param {"release" | "close" | "hand_over"} type @param {string} words */
  async #letGo(type, words) {
    const talk = this.#open;
    if (!talk) return;
    try {
      await this.live.request({ type, conversation: talk.id, lease: talk.lease ?? 0 });
      this.store.tell(type === "close" ? { type: "closed", conversation: talk.id } : { type: "gone", conversation: talk.id });
      if (words) toast(words, { icon: "check" });
    } catch (error) {
      told(/** @type {Refused} */ (error));
    }
  }

  giveBack() {
    return this.#letGo("release", t("Given back. Somebody else will take it: thank you for looking."));
  }

  end() {
    return this.#letGo("close", "");
  }

  handOver() {
    return this.#letGo("hand_over", t("Handed to the brand’s team."));
  }

  /** @param {string} reason @param {boolean} block */
  async report(reason, block) {
    const talk = this.#open;
    if (!talk) return;
    try {
      await this.live.request({ type: "report", conversation: talk.id, reason, block });
      toast(block ? t("Reported, and the visitor is blocked. You did well to tell.") : t("Reported to the brand’s team. You did well to tell."), { icon: "shield" });
    } catch (error) {
      told(/** @type {Refused} */ (error));
    }
  }

  /** Puts an ended conversation away. */
  putAway() {
    const talk = this.#open;
    if (talk) this.store.tell({ type: "gone", conversation: talk.id });
  }

  prepareDialogs() {
    /** @param {string} button @param {string} dialog @param {(form: FormData) => void} act */
    const wire = (button, dialog, act) => {
      const box = /** @type {HTMLDialogElement} */ (need(dialog));
      need(button).addEventListener("click", () => box.showModal());
      box.addEventListener("close", () => box.returnValue === "yes" && act(new FormData(need("form", box))));
    };
    wire("#end", "#end-dialog", () => this.end());
    wire("#hand-over", "#hand-over-dialog", () => this.handOver());
    wire("#report", "#report-dialog", (form) => this.report(String(form.get("reason") ?? ""), form.get("block") === "on"));
    need("#give-back").addEventListener("click", () => this.giveBack());
    need("#put-away").addEventListener("click", () => this.putAway());
  }
}
