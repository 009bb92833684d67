/**
 * What htmx needs to live under the page's policy (Trusted Types, nonces) and Django's CSRF check.
 * The page loads `vendor/htmx.min.js` first: `{% htmx %}` writes both.
 *
 * Danger: a policy named "default" is asked whenever any script of the page hands a plain string to innerHTML and its like.
 * It therefore lets through nothing but the answer of our own server that htmx is about to show, exactly as it came.
 * Never make it say yes to anything else, and never put people's text into a page but as text.
 */

import { t } from "@causerie/design/i18n.js";
import { toast } from "@causerie/design/toast.js";

/** @typedef {{xhr: XMLHttpRequest, serverResponse: string, headers: Record<string, string>, path: string, verb: string}} Detail */

/** @type {string | null} */
let answer = null;
const HEAD = /<head(\s[^>]*>|>)[\s\S]*?<\/head>/i;
const KEPT = "<div id='--htmx-preserve-pantry--'></div>";

/** @param {string} html */
function ours(html) {
  if (html === KEPT) return true;
  if (answer === null) return false;
  const inner = answer.replace(HEAD, "");
  return html === answer || html === inner || html === `<body><template class="internal-htmx-wrapper">${inner}</template></body>`;
}

/** @type {any} */ (window).trustedTypes?.createPolicy("default", {
  createHTML: (/** @type {string} */ html) => (ours(html) ? html : null),
});

/** @param {string} address */
const isOurs = (address) => new URL(address, location.href).origin === location.origin;

/** @param {Event} event */
const detail = (event) => /** @type {CustomEvent<Detail>} */ (event).detail;

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, serverResponse } = detail(event);
  answer = isOurs(xhr.responseURL || location.href) ? serverResponse : null;
});
document.addEventListener("htmx:afterSettle", () => (answer = null));

document.addEventListener("htmx:configRequest", (event) => {
  const { headers, path, verb } = detail(event);
  if (verb !== "get" && isOurs(path)) headers["X-CSRFToken"] = csrf();
});

/** Django's token for a request that changes something. */
export function csrf() {
  const meta = document.querySelector('meta[name="csrf"]');
  return meta instanceof HTMLMetaElement ? meta.content : "";
}

document.addEventListener("htmx:responseError", (event) => toast(refusal(detail(event).xhr), { icon: "alert" }));
document.addEventListener("htmx:sendError", () => toast(t("No connection right now. Nothing is lost: try again in a moment."), { icon: "wifi-off" }));

/** @param {XMLHttpRequest} xhr */
function refusal(xhr) {
  try {
    return String(JSON.parse(xhr.responseText).message);
  } catch {
    return t("That did not work. Please reload the page and try again.");
  }
}
