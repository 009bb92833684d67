/** People's words: links, http and https only, found in one pass; and tokens, ⟦card⟧, where something personal was hidden. */
import { el } from "@causerie/design/dom.js";
import { t } from "@causerie/design/i18n.js";

const ADDRESS = /https?:\/\/[^\s<>"]+/gi;
const LONGEST = 2000;
const CLOSERS = /** @type {Record<string, string>} */ ({ ")": "(", "]": "[", "}": "{", "»": "«" });

/**
 * An address without the punctuation of the sentence around it; a closing bracket stays when it was opened inside.
 * @param {string} found
 */
function trimmed(found) {
  let end = found.length;
  while (end > 0) {
    const last = found[end - 1] ?? "";
    const opener = CLOSERS[last];
    if (!opener && !".,;:!?'’…".includes(last)) break;
    if (opener && found.slice(0, end - 1).includes(opener)) break;
    end -= 1;
  }
  return found.slice(0, end);
}

/** @param {string} address */
function safe(address) {
  if (address.length > LONGEST || !URL.canParse(address)) return null;
  const url = new URL(address);
  return /^https?:$/.test(url.protocol) && url.hostname ? url.href : null;
}

/** @param {string} address @param {string} href */
function anchor(address, href) {
  const link = document.createElement("a");
  link.href = href;
  link.target = "_blank";
  link.rel = "noopener noreferrer nofollow ugc";
  link.textContent = address;
  return link;
}

/**
 * The text as nodes, its addresses as links.
 * @param {string} text
 * @returns {Node[]}
 */
export function linked(text) {
  /** @type {Node[]} */
  const nodes = [];
  let done = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = match[0].length > LONGEST ? "" : trimmed(match[0]);
    const href = address && safe(address);
    if (!href) continue;
    nodes.push(...chips(text.slice(done, match.index)), anchor(address, href));
    done = match.index + address.length;
  }
  return [...nodes, ...chips(text.slice(done))];
}

const TOKEN = /⟦(\w+)⟧/;
/** @type {Record<string, string>} */
const NAMES = { card: t("card number"), email: t("e-mail"), phone: t("phone number"), address: t("address"), password: t("password"), joined: t("reads along"), word: "…" };

/** The pieces of a text, and between them the names of what was hidden. @param {string} text */
export const pieces = (text) => text.split(TOKEN).map((piece, n) => (n % 2 ? (NAMES[piece] ?? piece) : piece));

/** @param {string} text */
const chips = (text) => pieces(text).map((piece, n) => (n % 2 ? el("span", { class: "veil" }, piece) : new Text(piece)));
