/** Small helpers to build elements. Text is only ever set as text. */

/**
 * `el("button", {type: "button", class: "btn"}, "Send")`. Properties starting with `on` are listeners; null children are left out.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number | boolean | ((event: any) => void) | null | undefined>} [attributes]
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, String(value));
  }
  node.append(...children.filter((child) => child || child === 0).map((child) => /** @type {Node | string} */ (child)));
  return node;
}

const TINTS = 6;

/** @param {string} name */
function tint(name) {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return sum % TINTS;
}

/**
 * A round face: the photo, or the initial on a colour from the name. Decorative: the name stands beside it.
 * @param {{name?: string, photo?: string}} who
 * @param {string} [size] "s" or "l"
 */
export function face({ name = "", photo = "" }, size = "") {
  const classes = `face ${size}`.trim();
  if (photo) return el("img", { class: classes, src: photo, alt: "", loading: "lazy", decoding: "async" });
  const initial = [...name.trim()][0] ?? "?";
  return el("span", { class: `${classes} initials`, "data-tint": tint(name), "aria-hidden": "true" }, initial.toUpperCase());
}
