/** What questions and conversations show alike: the page, the chips, the count. */
import { el } from "@causerie/design/dom.js";
import { locale, t } from "@causerie/design/i18n.js";
import { icon } from "@causerie/design/icons.js";
import { pieces } from "@causerie/design/links.js";
import { isWebAddress } from "@causerie/desk/dom.js";

/** @typedef {import("@causerie/desk/state.js").Page} Page */

const names = new Intl.DisplayNames([locale], { type: "language", fallback: "code" });

/** A language's name, in the reader's. @param {string} code */
export function languageName(code) {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

/** A page's title, or what its address says. @param {Page} page */
export function pageTitle({ title, url }) {
  if (title) return title;
  try {
    const { hostname, pathname } = new URL(url);
    return pathname === "/" ? hostname : decodeURI(pathname);
  } catch {
    return url;
  }
}

/** The page the visitor looks at, as a link. @param {Page | undefined} page @returns {HTMLElement | null} */
export function pageLink(page) {
  if (!page?.url) return null;
  const title = pageTitle(page);
  if (!isWebAddress(page.url)) return el("span", { class: "page-link" }, icon("page", { className: "s" }), el("span", { class: "cut" }, title));
  const attributes = { class: "page-link", href: page.url, target: "_blank", rel: "noopener noreferrer nofollow", title: page.url };
  return el("a", attributes, icon("page", { className: "s" }), el("span", { class: "cut" }, title), el("span", { class: "unseen" }, t("(opens a new tab)")));
}

/**
 * Shows the picture of the page they look at, which our own server fetches; nothing when there is none.
 * @param {HTMLElement} box @param {string} conversation @param {Page | undefined} page @param {string} brand
 */
export function showPicture(box, conversation, page, brand) {
  const picture = page?.picture ?? "";
  if ((box.dataset.of ?? "") === picture) return;
  box.dataset.of = picture;
  const values = new URLSearchParams({ conversation, brand, of: mark(picture) });
  const gone = () => box.dataset.of === picture && box.replaceChildren();
  const image = el("img", { src: `/live/page-picture?${values}`, alt: "", loading: "lazy", decoding: "async", onerror: gone });
  box.replaceChildren(...(picture ? [image] : []));
}

/** A short mark of an address: another page's picture is another address for the browser. @param {string} words */
const mark = (words) => ([...words].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) | 0, 7) >>> 0).toString(36);

/** A language as its code, with its name for those who ask. @param {string} code @returns {HTMLElement} */
export function languageTag(code) {
  return el("abbr", { class: "language-tag", title: languageName(code) }, code);
}

/** Words as plain text, with the names of what was hidden. @param {string} words */
export const veiled = (words) => pieces(words).map((piece, n) => (n % 2 ? `[${piece}]` : piece)).join("");

/** Words in the quotation marks of the reader's language. @param {string} words */
export function quoted(words) {
  return t("“{words}”", { words: veiled(words) });
}
