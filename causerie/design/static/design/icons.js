/** One icon of the sprite (of the page itself where `data-icons` is empty). Decorative by default; give `label` when it stands alone. */

const SPRITE = document.documentElement.dataset.icons ?? new URL("icons.svg", import.meta.url).pathname;
const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} name
 * @param {{label?: string, className?: string}} [options]
 * @returns {SVGSVGElement}
 */
export function icon(name, { label, className = "" } = {}) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `icon ${className}`.trim());
  if (label) {
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", label);
  } else {
    svg.setAttribute("aria-hidden", "true");
  }
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${SPRITE}#${name}`);
  svg.append(use);
  return svg;
}
