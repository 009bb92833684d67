/** The switch in the top bar: available or paused, and how many conversations at once. */
import { t } from "@causerie/design/i18n.js";
import { need, write } from "@causerie/desk/dom.js";

/** @typedef {import("@causerie/desk/state.js").State} State */

/** @param {(status: {state: "available" | "paused", capacity: number}) => void} choose */
export function prepareStatus(choose) {
  need("#status").addEventListener("change", (event) => {
    const form = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
    choose({ state: form.get("state") === "paused" ? "paused" : "available", capacity: Number(form.get("capacity")) || 0 });
  });
}

/** @param {State} state */
export function drawStatus({ me, talks }) {
  if (!me) return;
  const paused = me.state === "paused";
  const load = [...talks.values()].filter((talk) => talk.state === "taken").length;
  const capacity = me.capacity ?? 0;
  write(need("#status-words"), paused ? t("Paused") : t("Available"));
  write(need("#status-load"), t("{load} of {capacity}", { load, capacity }));
  need("#status-dot").className = `dot ${paused ? "" : load >= capacity ? "wait" : "good"}`;
  for (const input of document.querySelectorAll("#status input")) {
    const choice = /** @type {HTMLInputElement} */ (input);
    choice.checked = choice.name === "state" ? choice.value === (me.state ?? "available") : Number(choice.value) === capacity;
  }
}
