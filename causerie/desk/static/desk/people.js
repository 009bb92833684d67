/** The left column: who is here. */
import { el } from "@causerie/design/dom.js";
import { face } from "@causerie/design/face.js";
import { n, t } from "@causerie/design/i18n.js";
import { keyed, need, write } from "@causerie/desk/dom.js";
import { people } from "@causerie/desk/state.js";

/**
 * @typedef {import("@causerie/desk/state.js").State} State
 * @typedef {import("@causerie/desk/state.js").Member} Member
 */

/** The ring around a face. @param {Member} member */
export function ring(member) {
  if (member.state === "paused") return "away";
  return (member.load ?? 0) > 0 ? "busy" : "here";
}

/** How taken somebody is, in words. @param {Member} member */
export function busy({ state, load = 0, capacity = 0 }) {
  if (state === "paused") return t("paused");
  return load ? t("{load} of {capacity}", { load, capacity }) : t("free");
}

/** @param {Member} member @param {string} brand @returns {HTMLElement} */
function create(member, brand) {
  const page = el("a", { class: "own-page", href: `/desk/${encodeURIComponent(brand)}/people/${member.id}/` }, el("b", { class: "name" }));
  const name = el("p", {}, page, " ", el("span", { class: "faint you" }), el("span", { class: "chip team", hidden: true }, t("team")));
  return el("li", { class: "person" }, face(member, "here"), el("div", {}, name, el("p", { class: "faint line" })));
}

/** @param {HTMLElement} row @param {Member} member @param {State} state */
function update(row, member, state) {
  const { photo = "", name } = member;
  const look = `${name} ${photo}`;
  if (row.dataset.look !== look) need(".face", row).replaceWith(face(member));
  row.dataset.look = look;
  const picture = need(".face", row);
  for (const kind of ["here", "busy", "away"]) picture.classList.toggle(kind, ring(member) === kind);
  write(need(".name", row), name);
  write(need(".you", row), member.id === state.me?.id ? t("you") : "");
  need(".team", row).hidden = !member.role || member.role === "ambassador";
  const words = [busy(member), member.expertise].filter(Boolean).join(" · ");
  const languages = (member.languages ?? []).join(", ");
  write(need(".line", row), words);
  row.title = languages ? t("Speaks {languages}", { languages }) : "";
}

/** @param {State} state @param {string} brand */
export function drawPeople(state, brand) {
  const all = people(state);
  const list = need("#people-list");
  list.removeAttribute("aria-busy");
  keyed(list, all, (member) => String(member.id), (member) => create(member, brand), (row, member) => update(row, member, state));
  write(need("#people-count"), String(all.length));
  write(need("#people-badge"), all.length ? String(all.length) : "");
  need("#alone").hidden = !state.ready || all.length > 1;
  need("#people-title").setAttribute("aria-label", n("{count} person here now", "{count} people here now", all.length));
}
