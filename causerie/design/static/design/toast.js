/** A word at the foot of the page, said to screen readers too. */

import { icon } from "@causerie/design/icons.js";

/** @returns {HTMLElement} */
function shelf() {
  const found = document.querySelector(".toasts");
  if (found instanceof HTMLElement) return found;
  const made = document.createElement("div");
  made.className = "toasts";
  made.setAttribute("role", "status");
  document.body.append(made);
  return made;
}

/**
 * @param {string} text
 * @param {{icon?: string, action?: {text: string, run: () => void}, seconds?: number}} [options] with an action it stays longer
 */
export function toast(text, { icon: name, action, seconds } = {}) {
  const box = document.createElement("div");
  box.className = "toast";
  const words = document.createElement("span");
  words.textContent = text;
  if (name) box.append(icon(name));
  box.append(words);
  if (action) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn";
    button.textContent = action.text;
    button.addEventListener("click", () => (box.remove(), action.run()));
    box.append(button);
  }
  shelf().append(box);
  setTimeout(() => box.remove(), (seconds ?? (action ? 10 : 5)) * 1000);
}
