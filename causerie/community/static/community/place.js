/**
 * Coming back by the browser's Back, or by reloading, one finds the feed as far as one had read, at the very post.
 * The place is kept in this tab alone: which part of the feed, how far down it was loaded, the post in sight and where it stood.
 */
const KEY = "causerie.feed-place";

/** @typedef {{path: string, query: string, down: number, post: string, offset: number}} Place */

/** @returns {Place | null} */
function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  } catch {
    return null;
  }
}

const posts = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#feed-list > .feed-post")]);

/** @param {(inside: Element) => Element | null} scroller */
function remember(scroller) {
  const root = document.getElementById("feed-root");
  const all = posts();
  const box = root && scroller(root);
  if (!root?.checkVisibility() || root.dataset.single || !all.length) return;
  const top = box ? box.getBoundingClientRect().top : 0;
  const inSight = all.find((post) => post.getBoundingClientRect().bottom > top + 40);
  const down = Math.min(...all.map((post) => Number(post.dataset.post)));
  const first = all[0] === inSight && (inSight?.getBoundingClientRect().top ?? 0) >= top;
  const place = { path: location.pathname, query: root.dataset.query ?? "", down, post: inSight?.id ?? "", offset: (inSight?.getBoundingClientRect().top ?? 0) - top };
  sessionStorage.setItem(KEY, first && !place.query ? "null" : JSON.stringify(place));
}

/** Whether the reader comes back, rather than anew. */
function comesBack() {
  const [way] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  return way?.type === "back_forward" || way?.type === "reload";
}

/**
 * @param {(query: string, more: string) => Promise<void>} look
 * @param {(inside: Element) => Element | null} scroller
 */
export function keepPlace(look, scroller) {
  addEventListener("pagehide", () => remember(scroller));
  const place = comesBack() ? kept() : null;
  if (!place || place.path !== location.pathname) return;
  const restore = () => {
    const root = document.getElementById("feed-root");
    if (!root || root.dataset.single) return;
    document.removeEventListener("htmx:afterSettle", restore);
    void look(place.query, `down=${place.down}`).then(() => {
      const post = document.getElementById(place.post);
      const box = post && scroller(post);
      const top = box ? box.getBoundingClientRect().top : 0;
      const by = post ? post.getBoundingClientRect().top - top - place.offset : 0;
      (box ?? window).scrollBy({ top: by, behavior: "instant" });
    });
  };
  if (document.getElementById("feed-root")) restore();
  else document.addEventListener("htmx:afterSettle", restore);
}
