/**
 * The shop's page around us, through the loader. Only our parent, on one of the site's own origins, is heard; it learns only what
 * `tell` says: close, unread, talking, message.
 * @typedef {{url: string, title: string, picture: string}} Page
 */

/** @param {unknown} value @param {number} limit */
const text = (value, limit) => (typeof value === "string" ? value.slice(0, limit) : "");

/** @param {unknown[]} parts @returns {Page | null} */
function pageOf([url, title, picture]) {
  const address = text(url, 2001);
  if (address.length > 2000 || !/^https?:\/\//.test(address)) return null;
  const shot = text(picture, 2001);
  return { url: address, title: text(title, 1000), picture: /^https?:\/\//.test(shot) && shot.length <= 2000 ? shot : "" };
}

export class Host extends EventTarget {
  embedded = parent !== window;
  shown = parent === window;
  /** @type {Page | null} */ page = null;
  identity = "";
  #origin = "";
  /** @type {unknown[][]} */ #early = [];

  /** @param {string[]} origins */
  constructor(origins) {
    super();
    this.origins = new Set([...origins, location.origin]);
    if (this.embedded) addEventListener("message", (event) => this.#heard(event));
  }

  /** @param {...unknown} message */
  tell(...message) {
    if (!this.embedded) return;
    if (this.#origin) parent.postMessage(message, this.#origin);
    else this.#early.push(message);
  }

  /** @param {MessageEvent} event */
  #heard({ source, origin, data }) {
    if (source !== parent || !this.origins.has(origin) || !Array.isArray(data)) return;
    const [verb, ...rest] = data;
    if (verb === "hello") this.#greeted(origin, rest);
    else if (verb === "open") this.#open(rest[0] === true);
    else if (verb === "page") this.#moved(rest);
    else if (verb === "identify") this.#identified(rest[0]);
  }

  /** @param {string} origin @param {unknown[]} rest */
  #greeted(origin, [open, identity, ...page]) {
    this.#origin = origin;
    for (const message of this.#early.splice(0)) this.tell(...message);
    this.#moved(page);
    this.#identified(identity);
    this.#open(open === true);
  }

  /** @param {boolean} open */
  #open(open) {
    this.shown = open;
    this.dispatchEvent(new Event("open"));
  }

  /** @param {unknown[]} parts */
  #moved(parts) {
    const page = pageOf(parts);
    if (!page || JSON.stringify(page) === JSON.stringify(this.page)) return;
    this.page = page;
    this.dispatchEvent(new Event("page"));
  }

  /** @param {unknown} token */
  #identified(token) {
    const identity = text(token, 4097);
    if (!identity || identity.length > 4096 || identity === this.identity) return;
    this.identity = identity;
    this.dispatchEvent(new Event("identify"));
  }
}
