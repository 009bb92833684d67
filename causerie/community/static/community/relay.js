/** What the live socket says of the community, said again on the page's body as `causerie:<type>`; `causerie:online` after each hello. */

const TYPES = ["feed", "notice", "chat", "chat_gone", "line", "moderation"];

/** @param {EventTarget} live @param {(type: string) => void} [heard] */
export function relay(live, heard = () => {}) {
  for (const type of TYPES) {
    live.addEventListener(type, (event) => {
      document.body.dispatchEvent(new CustomEvent(`causerie:${type}`, { detail: /** @type {CustomEvent} */ (event).detail }));
      heard(type);
    });
  }
  live.addEventListener("welcome", () => {
    document.body.dispatchEvent(new CustomEvent("causerie:feed", { detail: { post: 0 } }));
    document.body.dispatchEvent(new CustomEvent("causerie:online"));
  });
}
