/** Keeping the page's parts up to date. Elements are made by design's `el`; text is only ever set as text. */

/** @typedef {Node | string | null | undefined | false} Child */

/** Replaces what an element holds. @param {Element} element @param {...Child} children */
export function fill(element, ...children) {
  element.replaceChildren(.../** @type {(Node | string)[]} */ (children.filter(Boolean)));
}

/** Sets the words only when they differ: nothing flickers, no reader is told twice. @param {Element} element @param {string} words */
export function write(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

/**
 * The element that the page's template promises.
 * @template {Element} [T=HTMLElement]
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {T}
 */
export function need(selector, within = document) {
  const found = within.querySelector(selector);
  if (!found) throw new Error(`The page has no ${selector}`);
  return /** @type {T} */ (found);
}

/**
 * Keeps one child for each item, in the items' order, moving as few as it can: focus survives.
 * @template T
 * @param {Element} parent
 * @param {T[]} items
 * @param {(item: T) => string} key
 * @param {(item: T) => HTMLElement} create
 * @param {(element: HTMLElement, item: T) => void} update
 */
export function keyed(parent, items, key, create, update) {
  const kept = new Map([...parent.children].map((child) => [/** @type {HTMLElement} */ (child).dataset.key ?? "", child]));
  const wanted = items.map((item) => {
    const name = key(item);
    const element = /** @type {HTMLElement} */ (kept.get(name) ?? create(item));
    kept.delete(name);
    element.dataset.key = name;
    update(element, item);
    return element;
  });
  for (const left of kept.values()) left.remove();
  wanted.forEach((element, place) => {
    if (parent.children[place] !== element) parent.insertBefore(element, parent.children[place] ?? null);
  });
}

/** A page's address from a visitor: only the web's own schemes make a link. @param {string} address */
export function isWebAddress(address) {
  return /^https?:\/\//i.test(address);
}
