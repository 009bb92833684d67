/**
 * Verbs sent on the live socket, until their answers come.
 * @typedef {import("@causerie/design/live.js").Frame} Frame
 * @typedef {import("@causerie/design/live.js").Refused} Refused
 * @typedef {{frame: Frame, resolve: (reply: Frame) => void, reject: (refused: Refused) => void, timer: number}} Asked
 */

const LIMIT = 15_000;

/** What answers a frame, where it is not `ok` with the frame's type in `re`. @type {Record<string, string>} */
const REPLIES = { claim: "claimed", release: "released", close: "closed", fetch: "messages", ping: "pong" };

/** @param {Frame} frame @param {Frame} verb */
function answers(frame, verb) {
  if (frame.conversation && verb.conversation && frame.conversation !== verb.conversation) return false;
  if (frame.type === "refused" || frame.type === "ok") return frame.re === verb.type;
  return frame.type === REPLIES[verb.type];
}

export class Requests {
  /** @type {Asked[]} */ #asked = [];

  /** The verbs without an answer so far. */
  get open() {
    return this.#asked.map(({ frame }) => frame);
  }

  /** @param {Frame} frame @returns {Promise<Frame>} */
  add(frame) {
    return new Promise((resolve, reject) => {
      const timer = window.setTimeout(() => this.#settle(asked, null), LIMIT);
      const asked = { frame, resolve, reject, timer };
      this.#asked.push(asked);
    });
  }

  /** @param {Frame} frame */
  answer(frame) {
    const asked = this.#asked.find(({ frame: verb }) => answers(frame, verb));
    if (asked) this.#settle(asked, frame);
  }

  /** @param {Asked} asked @param {Frame | null} reply */
  #settle(asked, reply) {
    clearTimeout(asked.timer);
    this.#asked = this.#asked.filter((other) => other !== asked);
    if (reply && reply.type !== "refused") asked.resolve(reply);
    else asked.reject(/** @type {Refused} */ (reply ?? { type: "refused", re: asked.frame.type, code: "offline", message: "" }));
  }
}
