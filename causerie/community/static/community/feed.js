/**
 * The feed stays true without taking the reader's place or a half-typed comment: news goes in at the top when the reader is there,
 * behind a soft pill otherwise; likes and comments are swapped under the post, whose own form is never touched.
 * The page says `causerie:feed` on body (detail.post: the post that changed; 0 or none: something else is new).
 */

import { t, n, locale } from "@causerie/design/i18n.js";

/** @type {any} */
const htmx = /** @type {any} */ (window).htmx;
const JITTER_MS = 1200; // a like reaches every open feed at once: they do not all ask in the same instant

/** @type {Set<number>} */
const arrived = new Set();
/** @type {Set<number>} */
const changed = new Set();
let thanked = false;
let loading = Promise.resolve();
let timer = 0;

const list = () => document.getElementById("feed-list");
const pill = () => /** @type {HTMLButtonElement | null} */ (document.getElementById("feed-pill"));
const brand = () => JSON.parse(list()?.closest("[hx-vals]")?.getAttribute("hx-vals") ?? "{}").brand ?? "";

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
  if (!feed) return false;
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
    if (!feed || (arrived.size === 0 && !thanked)) return;
    arrived.clear();
    thanked = false;
    showPill();
    const query = new URLSearchParams({ brand: brand(), after: String(newest("data-post")), since: String(newest("data-at")) });
    await htmx.ajax("GET", `${feed.dataset.news}?${query}`, { target: feed, swap: "afterbegin" });
    document.querySelector(".feed-empty")?.remove();
  });
  return loading;
}

function refreshChanged() {
  timer = 0;
  for (const post of changed) {
    const talk = document.getElementById(`talk-${post}`);
    const query = new URLSearchParams({ brand: brand(), all: talk?.hasAttribute("data-all") ? "1" : "0" });
    if (talk) htmx.ajax("GET", `${talk.dataset.url}?${query}`, { target: talk, swap: "outerHTML" });
  }
  changed.clear();
}

/** @param {number} post */
function heard(post) {
  if (!list()) return;
  if (post && document.getElementById(`post-${post}`)) {
    changed.add(post);
    timer ||= window.setTimeout(refreshChanged, Math.random() * JITTER_MS);
    return;
  }
  if (post && post < newest("data-post")) return;
  if (post) arrived.add(post);
  else thanked = true;
  if (calm()) void loadNews();
  else showPill();
}

/** @param {Event} event */
const postOf = (event) => Number(/** @type {CustomEvent} */ (event).detail?.post ?? 0);

document.body.addEventListener("causerie:feed", (event) => heard(postOf(event)));

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
  if (target.closest("[data-drop]")) showPicked(/** @type {HTMLFormElement} */ (target.closest("form")), null);
  for (const menu of document.querySelectorAll(".feed-menu[open]")) if (!menu.contains(target)) menu.removeAttribute("open");
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

// On a keyboard, Enter sends a comment and Shift+Enter breaks the line; on a phone, Enter breaks the line.
document.addEventListener("keydown", (event) => {
  const field = /** @type {Element} */ (event.target);
  const sends = event.key === "Enter" && !event.shiftKey && !event.isComposing && matchMedia("(pointer: fine)").matches;
  if (sends && field instanceof HTMLTextAreaElement && field.matches(".feed-answer textarea")) {
    event.preventDefault();
    field.form?.requestSubmit();
  }
  if (event.key === "Escape") field.closest(".feed-menu[open]")?.removeAttribute("open");
});

/**
 * @param {HTMLFormElement} form
 * @param {File | null} file
 */
function showPicked(form, file) {
  const figure = /** @type {HTMLElement} */ (form.querySelector(".feed-picked"));
  const image = /** @type {HTMLImageElement} */ (figure.querySelector("img"));
  if (image.src) URL.revokeObjectURL(image.src);
  figure.hidden = !file;
  if (file) {
    image.src = URL.createObjectURL(file);
    image.alt = t("The picture you chose");
  } else {
    image.removeAttribute("src");
    /** @type {HTMLInputElement} */ (form.querySelector("[name=picture]")).value = "";
  }
}

document.addEventListener("change", (event) => {
  const field = /** @type {Element} */ (event.target);
  if (field instanceof HTMLInputElement && field.matches(".feed-composer [name=picture]") && field.form) {
    showPicked(field.form, field.files?.[0] ?? null);
  }
});

const relative = new Intl.RelativeTimeFormat(locale, { numeric: "always" });

/** @param {number} at */
function ago(at) {
  const seconds = Math.max(0, (Date.now() - at) / 1000);
  if (seconds < 60) return t("just now");
  if (seconds < 3600) return relative.format(-Math.floor(seconds / 60), "minute");
  if (seconds < 86_400) return relative.format(-Math.floor(seconds / 3600), "hour");
  return relative.format(-Math.floor(seconds / 86_400), "day");
}

setInterval(() => {
  for (const time of document.querySelectorAll(".feed time[data-at]")) {
    if (time instanceof HTMLElement && Number(time.dataset.at) > Date.now() - 7 * 86_400_000) time.textContent = ago(Number(time.dataset.at));
  }
}, 30_000);
