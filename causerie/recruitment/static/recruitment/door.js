/** Doors opened by a mailed link: what stands after the # goes into the form, and out of the address. */

const part = new URLSearchParams(location.hash.slice(1));
const known = [...part.keys()].some((key) => ["t", "c", "id"].includes(key));
if (known) history.replaceState(null, "", location.pathname + location.search);

/** @param {string} selector @param {string | null} value */
function put(selector, value) {
  const field = /** @type {HTMLInputElement | null} */ (document.querySelector(selector));
  if (field && value) field.value = value;
  return Boolean(field && value);
}

if (put("[data-door] [name=token]", part.get("t"))) {
  /** @type {HTMLElement} */ (document.querySelector("[data-token]")).hidden = true;
}
put("[data-join] [name=contact]", part.get("c"));
if (put("[data-join] [name=identity]", part.get("id"))) {
  for (const [selector, hidden] of /** @type {const} */ ([["#known", false], [".field:has([name=proof])", true]])) {
    const node = document.querySelector(selector);
    if (node) /** @type {HTMLElement} */ (node).hidden = hidden;
  }
}
