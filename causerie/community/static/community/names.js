/** While an @ is written: the members whose name begins so, under the field; arrows, Enter or a tap choose. */
import { el } from "@causerie/design/dom.js";
import { face } from "@causerie/design/face.js";
import { t } from "@causerie/design/i18n.js";

const PAUSE_MS = 140;
const LIST = "feed-names";

/** @type {HTMLTextAreaElement | null} */
let field = null;
let timer = 0;
let at = 0;

const box = () => document.getElementById(LIST);
const options = () => [...(box()?.querySelectorAll("[role=option]") ?? [])];

function close() {
  clearTimeout(timer);
  box()?.remove();
  field?.removeAttribute("aria-activedescendant");
  field?.setAttribute("aria-expanded", "false");
}

/** What stands between the last @ and the caret. @param {HTMLTextAreaElement} area */
function beginning(area) {
  const before = area.value.slice(0, area.selectionStart);
  return /(?:^|[^\p{L}\p{N}_@])@([\p{L}\p{N}][\p{L}\p{N} _.-]{0,30})$/u.exec(before)?.[1] ?? "";
}

/** @param {string} name */
function choose(name) {
  if (!field) return;
  const end = field.selectionStart;
  const start = field.value.lastIndexOf("@", end);
  field.setRangeText(`@${name} `, start, end, "end");
  field.focus();
  close();
}

/** @param {number} place */
function point(place) {
  const all = options();
  at = (place + all.length) % all.length;
  all.forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
  field?.setAttribute("aria-activedescendant", all[at]?.id ?? "");
}

/** @param {HTMLTextAreaElement} area @param {string} begun */
async function ask(area, begun) {
  const brand = document.getElementById("community")?.dataset.brand ?? area.closest("[data-brand]")?.getAttribute("data-brand") ?? "";
  const answer = await fetch(`/community/names?${new URLSearchParams({ brand, q: begun })}`, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || beginning(area) !== begun) return;
  const { names } = await answer.json();
  close();
  if (!names.length || document.activeElement !== area) return;
  field = area;
  const rows = names.map((/** @type {{name: string, photo: string}} */ one, /** @type {number} */ index) =>
    el("li", { role: "option", id: `${LIST}-${index}`, "data-name": one.name, onpointerdown: (/** @type {Event} */ event) => (event.preventDefault(), choose(one.name)) }, face(one, "s"), one.name),
  );
  area.after(el("ul", { id: LIST, class: "menu feed-names", role: "listbox", "aria-label": t("Members") }, ...rows));
  area.setAttribute("aria-controls", LIST);
  area.setAttribute("aria-expanded", "true");
  point(0);
}

document.addEventListener("input", (event) => {
  const area = event.target;
  if (!(area instanceof HTMLTextAreaElement) || !area.matches("[data-names]")) return;
  const begun = beginning(area);
  clearTimeout(timer);
  if (begun) timer = window.setTimeout(() => void ask(area, begun), PAUSE_MS);
  else close();
});

document.addEventListener(
  "keydown",
  (event) => {
    if (!box() || event.target !== field) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const name = options()[at]?.getAttribute("data-name");
    if (step) point(at + step);
    else if ((event.key === "Enter" || event.key === "Tab") && name) choose(name);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  },
  true,
);

document.addEventListener("focusout", (event) => event.target === field && close());
