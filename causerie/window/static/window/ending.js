/**
 * The end of a talk: thanks, stars, a word; and after a good one, a way to the members for who feels like it.
 * @typedef {import("@causerie/window/talk.js").Talk} Talk
 * @typedef {import("@causerie/window/screens.js").Acts} Acts
 */
import { el } from "@causerie/design/dom.js";
import { face } from "@causerie/design/face.js";
import { n, t } from "@causerie/design/i18n.js";
import { icon } from "@causerie/design/icons.js";
import { askTranscript } from "@causerie/window/menu.js";
import { words } from "@causerie/window/talk.js";

const GOOD = 4;

/** @param {Talk} talk @param {{brand: string}} site @param {Acts} acts */
export function end(talk, site, acts) {
  const holder = talk.view?.holder ?? { name: "" };
  const mail = el("button", { type: "button", class: "btn", onclick: () => askTranscript(talk, acts.say) }, t("Receive it by e-mail"));
  const skip = el("button", { type: "button", class: "btn quiet", onclick: acts.again }, t("Skip"));
  const join = invitation(talk, site);
  const liked = () => (join.hidden = !talk.join);
  return [
    face(holder, "xl"),
    el("h2", {}, t("A word for {name}?", { name: holder.name })),
    thanks(talk, holder.name, acts, liked),
    stars(talk, acts, liked),
    join,
    el("div", { class: "actions" }, mail, skip),
  ];
}

/** Shown once the talk was liked, and never before. @param {Talk} talk @param {{brand: string}} site */
function invitation({ join }, { brand }) {
  const link = el("a", { href: join, target: "_blank", rel: "noopener" }, t("Join the members of {brand}", { brand }));
  return el("p", { class: "soft", hidden: true }, t("Would you like to answer others too?"), " ", link);
}

/** @param {Talk} talk @param {string} name @param {Acts} acts @param {() => void} liked */
function thanks(talk, name, acts, liked) {
  const button = el("button", { type: "button", class: "btn primary big", onclick: thank }, icon("heart", { className: "full" }), t("Thank you, {name}", { name }));
  const done = el("p", { class: "thanked", role: "status" });
  const said = () => {
    liked();
    button.hidden = true;
    done.replaceChildren(icon("heart", { className: "full" }), t("{name} has your thanks.", { name }));
  };
  async function thank() {
    await talk.verb("thank").then(said, (refused) => acts.say(words(refused)));
  }
  if (talk.view?.thanked) said();
  return el("div", {}, button, done);
}

/** @param {Talk} talk @param {Acts} acts @param {() => void} liked */
function stars(talk, acts, liked) {
  const comment = el("textarea", { class: "input", id: "why", maxlength: 500, rows: 2, placeholder: t("If you like, say why…") });
  const send = el("button", { type: "button", class: "btn", onclick: () => rate(true) }, t("Send my word"));
  const word = el("div", { class: "rate-word" }, el("label", { for: "why", class: "unseen" }, t("If you like, say why…")), comment, send, el("p", { class: "faint" }, t("The brand may quote it, without your name.")));
  const told = el("p", { class: "soft", role: "status" });
  const radios = [1, 2, 3, 4, 5].map((count) => el("input", { type: "radio", name: "stars", value: count, checked: talk.view?.stars === count, onchange: () => rate(false) }));
  word.hidden = !talk.view?.stars;
  if ((talk.view?.stars ?? 0) >= GOOD) liked();
  comment.value = talk.view?.comment ?? "";

  /** @param {boolean} spoken */
  async function rate(spoken) {
    const chosen = Number(radios.find((radio) => radio.checked)?.value ?? 0);
    const sent = talk.verb("rate", { stars: chosen, comment: comment.value.trim() });
    await sent.then(() => (told.textContent = spoken ? t("Thank you, your word is passed on.") : ""), (refused) => acts.say(words(refused)));
    word.hidden = spoken;
    if (chosen >= GOOD) liked();
  }

  const labels = radios.map((radio, index) => el("label", {}, radio, icon("star", { className: "full", label: n("{count} star", "{count} stars", index + 1) })));
  return el("div", { class: "rate" }, el("fieldset", { class: "stars" }, el("legend", {}, t("Did the answer help you?")), ...labels), word, told);
}
