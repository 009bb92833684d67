/** Small tools to build and refresh the page's parts. Text is only ever set as text. */

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * An element: `on…` properties are listeners, the others attributes (true: present, false or undefined: absent).
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number | boolean | undefined | ((event: any) => void)>} [props]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...present(children));
  return element;
}

/** @param {Child[]} children */
const present = (children) => children.filter((child) => child !== null && child !== undefined && child !== false && child !== "");

/** Replaces what an element holds. @param {Element} element @param {...Child} children */
export function fill(element, ...children) {
  element.replaceChildren(.../** @type {(Node | string)[]} */ (present(children)));
}

/** Sets the words only when they differ, so that nothing flickers and no reader is told twice. @param {Element} element @param {string} words */
export function say(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

/** The element that the page's template promises. @template {Element} [T=HTMLElement] @param {string} selector @param {ParentNode} [within] @returns {T} */
export function need(selector, within = document) {
  const found = within.querySelector(selector);
  if (!found) throw new Error(`The page has no ${selector}`);
  return /** @type {T} */ (found);
}

const SVG = "http://www.w3.org/2000/svg";

/** An icon of the house's set. @param {string} name */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${document.body.dataset.icons}#${name}`);
  svg.append(use);
  return svg;
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
  /** @type {Element | null} */ let before = parent.firstElementChild;
  for (const item of items) {
    const name = key(item);
    const element = /** @type {HTMLElement} */ (kept.get(name) ?? create(item));
    kept.delete(name);
    element.dataset.key = name;
    update(element, item);
    if (element === before) before = element.nextElementSibling;
    else parent.insertBefore(element, before);
  }
  for (const left of kept.values()) left.remove();
}

/** @param {string} address a page's address, from a visitor: only the web's own schemes make a link */
export function isWebAddress(address) {
  return /^https?:\/\//i.test(address);
}
