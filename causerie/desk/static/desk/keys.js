/** The keyboard: j k to move, Enter to open, / for prepared answers, Esc back, g f to the feed, ? for help. Can be switched off. */
import { need } from "@causerie/desk/dom.js";

/**
 * @typedef {{back: () => boolean, prepared: () => void, turn: (step: number) => void, feed: () => void}} Verbs
 */

const OFF = "causerie.keys-off";
const CHORD = 1200;

/** @param {EventTarget | null} target */
function writes(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=radio], [type=checkbox], [type=file]), textarea, select"));
}

/** The places that j and k visit: questions, then conversations. @returns {HTMLElement[]} */
function stops() {
  return [...document.querySelectorAll("#questions [data-stop]")].map((stop) => /** @type {HTMLElement} */ (stop)).filter((stop) => stop.checkVisibility());
}

/** @param {number} step */
function move(step) {
  const all = stops();
  const at = all.findIndex((stop) => stop === document.activeElement);
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step));
  all[next]?.focus();
  all[next]?.closest(".q")?.scrollIntoView({ block: "nearest" });
}

/** @param {Verbs} verbs */
export function listen(verbs) {
  const box = /** @type {HTMLInputElement} */ (need("#keys-on"));
  box.checked = localStorage.getItem(OFF) !== "yes";
  box.addEventListener("change", () => localStorage.setItem(OFF, box.checked ? "no" : "yes"));
  let chordAt = 0;
  /** @type {Record<string, () => void>} */
  const single = {
    j: () => move(1),
    k: () => move(-1),
    "/": verbs.prepared,
    "?": () => /** @type {HTMLDialogElement} */ (need("#help")).showModal(),
    g: () => (chordAt = Date.now()),
    f: () => Date.now() - chordAt < CHORD && verbs.feed(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      verbs.turn(event.key === "ArrowDown" ? 1 : -1);
      return event.preventDefault();
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return void (!document.querySelector(":popover-open") && verbs.back() && event.preventDefault());
    if (!box.checked || writes(event.target)) return;
    const act = single[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  });
}
