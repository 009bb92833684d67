/**
 * The feed stays true without taking the reader's place or a half-typed comment: news goes in at the top when the reader is there,
 * behind a soft pill otherwise; likes and comments are swapped under the post, whose own form is never touched.
 * The page says `causerie:feed` on body (detail.post: the post that changed; 0 or none: something else is new).
 */
import { n } from "@causerie/design/i18n.js";
import "@causerie/community/centre.js";
import "@causerie/community/composer.js";
import "@causerie/community/names.js";
import { keepPlace } from "@causerie/community/place.js";
import { tellTime } from "@causerie/community/time.js";

/** @type {any} */
const htmx = /** @type {any} */ (window).htmx;
const JITTER_MS = 1200; // a like reaches every open feed at once: they do not all ask in the same instant
const READ_AFTER_MS = 1500;

/** @type {Set<number>} */
const arrived = new Set();
/** @type {Set<number>} */
const changed = new Set();
/** @type {Set<number>} posts whose own words changed */
const reworded = new Set();
let thanked = false;
let loading = Promise.resolve();
let timer = 0;
let read = 0;

const root = () => document.getElementById("feed-root");
const list = () => document.getElementById("feed-list");
const pill = () => /** @type {HTMLButtonElement | null} */ (document.getElementById("feed-pill"));
const brand = () => document.getElementById("community")?.dataset.brand ?? "";
const lens = () => root()?.dataset.query ?? "";
/** One post alone takes no news. */
const alone = () => Boolean(root()?.dataset.single);

/** @param {string} name */
function newest(name) {
  const found = [...(list()?.children ?? [])].map((item) => Number(item.getAttribute(name) ?? 0));
  return Math.max(0, ...found);
}

/** @param {Element} inside */
function scroller(inside) {
  for (let box = inside.parentElement; box; box = box.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(box).overflowY)) return box;
  }
  return null;
}

/** Whether news may go in without moving what is being read or written. */
function calm() {
  const feed = list();
  if (!feed?.checkVisibility()) return false;
  const box = scroller(feed);
  const top = box && box !== document.body ? box.getBoundingClientRect().top : 0;
  return feed.getBoundingClientRect().top >= top && !feed.contains(document.activeElement);
}

function showPill() {
  const button = pill();
  if (!button) return;
  button.hidden = arrived.size === 0;
  /** @type {HTMLElement} */ (button.querySelector("span")).textContent = n("{count} new post", "{count} new posts", arrived.size);
}

function loadNews() {
  loading = loading.then(async () => {
    const feed = list();
    if (!feed || alone() || (arrived.size === 0 && !thanked)) return;
    arrived.clear();
    thanked = false;
    showPill();
    const query = new URLSearchParams(lens());
    for (const [name, value] of Object.entries({ brand: brand(), after: newest("data-post"), since: newest("data-at") })) query.set(name, String(value));
    await htmx.ajax("GET", `${feed.dataset.news}?${query}`, { target: feed, swap: "afterbegin" });
    if (feed.children.length) document.querySelector(".feed-empty")?.remove();
    readSoon();
  });
  return loading;
}

/** A menu that is open, or words that are being changed, would go. @param {Element} talk */
const inUse = (talk) => Boolean(talk.querySelector(".feed-edit, details[open]"));

function refreshSoon() {
  if (changed.size) timer ||= window.setTimeout(refreshChanged, Math.random() * JITTER_MS);
}

/** What is in use is refreshed when it no longer is. */
function refreshChanged() {
  timer = 0;
  for (const post of changed) {
    const talk = document.getElementById(`talk-${post}`);
    if (talk && inUse(talk)) continue;
    changed.delete(post);
    if (!talk) continue;
    const query = new URLSearchParams({ brand: brand(), all: talk.hasAttribute("data-all") ? "1" : "0" });
    void htmx.ajax("GET", `${talk.dataset.url}?${query}`, { target: talk, swap: "outerHTML" }).then(() => refreshBody(post, query));
  }
}

/** The post's own words, when it is still there and is not being changed here. @param {number} post @param {URLSearchParams} query */
function refreshBody(post, query) {
  const [talk, body] = [document.getElementById(`talk-${post}`), document.getElementById(`body-${post}`)];
  if (reworded.delete(post) && talk && body && !body.matches("form")) void htmx.ajax("GET", `${talk.dataset.url}/body?${query}`, { target: body, swap: "outerHTML" });
}

/** @param {number} post @param {boolean} words */
function heard(post, words) {
  if (!list()) return;
  if (post && document.getElementById(`post-${post}`)) {
    changed.add(post);
    if (words) reworded.add(post);
    refreshSoon();
    return;
  }
  if (alone() || (post && post < newest("data-post"))) return;
  if (post) arrived.add(post);
  else thanked = true;
  if (calm()) void loadNews();
  else showPill();
}

/** The newest on screen is read once it stood there for a moment. */
function readSoon() {
  setTimeout(() => {
    const feed = root();
    const upto = Math.max(0, ...[...(feed?.querySelectorAll(".feed-post") ?? [])].map((post) => Number(post.getAttribute("data-post"))));
    if (!feed || alone() || lens() || upto <= read || !calm() || document.visibilityState !== "visible") return;
    read = upto;
    htmx.ajax("POST", feed.dataset.seen ?? "", { swap: "none", values: { brand: brand(), newest: upto } });
    document.body.dispatchEvent(new CustomEvent("causerie:read"));
  }, READ_AFTER_MS);
}

/** Another part of the feed in its place; `query` as in the address. @param {string} query @param {string} [more] */
function look(query, more = "") {
  const feed = root();
  if (!feed) return Promise.resolve();
  arrived.clear();
  const inside = feed.contains(document.activeElement);
  const asked = new URLSearchParams(`brand=${encodeURIComponent(brand())}&${query}&${more}`);
  return htmx.ajax("GET", `${feed.dataset.url}?${asked}`, { target: feed, swap: "outerHTML" }).then(() => {
    const top = document.getElementById("community");
    const box = top && scroller(top);
    if (more) return;
    const chosen = /** @type {HTMLElement | null} */ (document.querySelector(".feed-corners [aria-current]"));
    chosen?.scrollIntoView({ inline: "center", block: "nearest" });
    if (inside && document.activeElement === document.body) chosen?.focus({ preventScroll: true });
    if (box) box.scrollTop = 0;
    else top?.scrollIntoView({ block: "start" });
  });
}

/** @param {Event} event */
const postOf = (event) => Number(/** @type {CustomEvent} */ (event).detail?.post ?? 0);

document.body.addEventListener("causerie:feed", (event) => heard(postOf(event), Boolean(/** @type {CustomEvent} */ (event).detail?.words)));
document.body.addEventListener("causerie:anew", () => void look(lens()));

// One's own post: always shown at once, and the page goes to it.
document.body.addEventListener("causerie:posted", (event) => {
  arrived.add(postOf(event));
  void loadNews().then(() => document.getElementById("feed-composer")?.scrollIntoView({ block: "nearest" }));
});

document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  if (target.closest("#feed-pill")) {
    void loadNews().then(() => document.getElementById("feed-composer")?.scrollIntoView({ block: "start" }));
  }
  const link = target.closest("[data-lens]");
  const plain = event instanceof MouseEvent && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (link && plain && root()) {
    event.preventDefault();
    /** @type {HTMLElement | null} */ (link.closest("[popover]"))?.hidePopover();
    link.closest("details")?.removeAttribute("open");
    document.body.dispatchEvent(new CustomEvent("causerie:show", { detail: "feed" }));
    void look(link.getAttribute("data-lens") ?? "");
  }
});

document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (!form.matches("#feed-search")) return;
  event.preventDefault();
  void look(new URLSearchParams({ q: String(new FormData(form).get("q") ?? "").trim() }).toString());
});

document.addEventListener(
  "scroll",
  () => {
    if ((arrived.size > 0 || thanked) && calm()) void loadNews();
  },
  { capture: true, passive: true },
);

document.addEventListener("htmx:afterRequest", (event) => {
  const { elt, successful } = /** @type {CustomEvent} */ (event).detail;
  if (successful && elt instanceof HTMLFormElement && elt.matches(".feed-answer")) elt.reset();
});
// The answer to a refresh may come when a menu has just been opened.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, requestConfig } = /** @type {CustomEvent} */ (event).detail;
  if (requestConfig.elt !== document.body || !target.matches(".feed-talk") || !inUse(target)) return;
  /** @type {CustomEvent} */ (event).detail.shouldSwap = false;
  changed.add(Number(target.id.replace("talk-", "")));
});
document.addEventListener("toggle", refreshSoon, true);
document.addEventListener("htmx:afterSettle", refreshSoon);
document.addEventListener("htmx:afterSettle", readSoon);
document.addEventListener("visibilitychange", readSoon);
document.body.addEventListener("causerie:shown", readSoon);
readSoon();
keepPlace(look, scroller);
tellTime();
