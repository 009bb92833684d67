/**
 * What stands around the messages at each moment: who answers, who is here, how it ended.
 * @typedef {import("@causerie/window/talk.js").Talk} Talk
 * @typedef {{key: string, brand: string, greeting: string, about: string, closed: string, called: string, rewarded: boolean, reward: string, support: string, offline: string,
 *   languages: [string, string][]}} Site
 * @typedef {"greeting" | "leave" | "waiting" | "offered" | "later" | "taken" | "ended" | "blocked"} Scene
 * @typedef {{say: (words: string) => void, again: () => void, grown: () => void, wait: () => void, waits: boolean, draft: string}} Acts
 */
import { el } from "@causerie/design/dom.js";
import { face } from "@causerie/design/face.js";
import { locale, n, t } from "@causerie/design/i18n.js";
import { icon } from "@causerie/design/icons.js";
import { emailForm, whoTheyAre } from "@causerie/window/forms.js";

const hour = new Intl.DateTimeFormat(locale, { timeStyle: "short" });

/** @param {Talk} talk @param {Acts} acts @returns {Scene} */
export function sceneOf(talk, acts) {
  const { view } = talk;
  if (talk.blocked) return "blocked";
  if (view?.state === "closed") return "ended";
  if (view?.state === "taken") return "taken";
  if (view?.later) return "later";
  if (view?.offered && !acts.waits) return "offered";
  if (talk.talking) return "waiting";
  return talk.status && !talk.status.open && !acts.draft ? "leave" : "greeting";
}

/** Always said, in every theme: who answers, and what they may receive. @param {Site} site @param {string} [kind] */
function rewardLine(site, kind) {
  if (kind === "team") return t("Works for {brand}", { brand: site.brand });
  if (site.rewarded && site.reward) return kind ? t("Volunteer member · {reward}", { reward: site.reward }) : t("Volunteers · {reward}", { reward: site.reward });
  if (!kind) return site.rewarded ? t("Volunteers, who may receive rewards from the brand") : t("Volunteers, who receive nothing from the brand");
  return site.rewarded ? t("Volunteer member · may receive rewards from the brand") : t("Volunteer member · receives nothing from the brand");
}

/** No line begins with the point between two parts. @param {string} words */
const kept = (words) => words.replace(" ·", "\u00a0·");

/** @param {Talk} talk @param {Site} site @param {Scene} scene */
export function heading(talk, site, scene) {
  const holder = talk.view?.holder;
  if (holder && (scene === "taken" || scene === "ended")) return withHolder(talk, site, scene, holder);
  const faces = (talk.status?.people ?? []).slice(0, 4).map((one) => face(one));
  const who = el("button", { type: "button", class: "link", onclick: () => whoTheyAre(site) }, t("Who are they?"));
  return el(
    "div",
    { class: "window-who" },
    faces.length > 0 && el("div", { class: "faces" }, ...faces),
    el("h1", {}, t("Members answer you")),
    el("p", { class: "soft" }, site.about || t("Voluntarily, because they love {brand}.", { brand: site.brand }), " ", who),
    el("p", { class: "reward" }, kept(rewardLine(site))),
  );
}

/** @param {Talk} talk @param {Site} site @param {Scene} scene @param {import("@causerie/window/talk.js").Holder} holder */
function withHolder(talk, site, scene, holder) {
  const ended = scene === "ended" && talk.view?.closed_at;
  const called = holder.kind !== "team" && site.called && el("span", { class: "called" }, site.called);
  const line = ended ? t("Ended at {hour}", { hour: hour.format(ended) }) : "";
  return el(
    "div",
    { class: "window-who with-holder" },
    face(holder, ended ? "" : "here"),
    el("div", {}, el("h1", {}, holder.name, called), line && el("p", { class: "soft" }, line), el("p", { class: "reward" }, kept(rewardLine(site, holder.kind ?? "ambassador")))),
  );
}

/** Before the messages. @param {Talk} talk @param {Site} site @param {Scene} scene */
export function before(talk, site, scene) {
  return scene === "greeting" ? greeting(talk, site) : null;
}

/** Who took the question. @param {import("@causerie/window/talk.js").Holder} holder */
export function holderCard(holder) {
  return el(
    "div",
    { class: "holder-card" },
    face(holder, "l"),
    el("p", {}, el("b", {}, t("{name} answers you", { name: holder.name })), el("span", { class: "soft" }, holder.story || "")),
  );
}

/** @param {Talk} talk @param {Site} site */
function greeting(talk, site) {
  const first = talk.status?.people[0];
  const words = site.greeting || t("Hello! Ask your question: a member who has lived it answers you here, in a moment.");
  return el("div", { class: "msg last" }, face(first ?? { name: site.brand }, "s"), el("div", { class: "bubble" }, el("p", {}, words)));
}

/** After the messages. @param {Talk} talk @param {Site} site @param {Scene} scene @param {Acts} acts */
export function after(talk, site, scene, acts) {
  if (scene === "waiting") return waiting(talk);
  if (scene === "offered") return offered(talk, site, acts);
  if (scene === "later") return panel(icon("mail"), t("The answer will come by e-mail"), t("Your question stays with the members. The answer comes with a link back to this conversation: you can leave this page."));
  if (scene === "leave") return leave(talk, site);
  if (scene === "ended") return ended(talk, site, acts);
  if (scene === "taken") ending();
  if (scene === "blocked") return panel(icon("info"), t("You can no longer write here"), t("The brand's team closed this conversation."), el("a", { class: "btn wide", href: "mine/" }, t("Why, and what you can do")));
  return null;
}

/** @param {Node | null} top @param {string} title @param {string} text @param {...(Node | null | false)} rest */
function panel(top, title, text, ...rest) {
  return el("section", { class: "window-panel", "aria-live": "polite" }, top, el("h2", {}, title), el("p", { class: "soft" }, text), ...rest);
}

/** @param {Talk} talk */
function waiting({ status, members, usualWait, view }) {
  const faces = (status?.people ?? []).map((one) => face(one, "here"));
  const row = faces.length ? el("div", { class: "faces apart" }, ...faces) : null;
  if (view?.for_team) return panel(row, t("The brand's team has your question"), t("Somebody of the team answers you here."));
  const minutes = Math.ceil(usualWait / 60);
  const soon = minutes
    ? n("One of them takes your question, usually within {count} minute.", "One of them takes your question, usually within {count} minutes.", minutes)
    : t("One of them takes your question as soon as they can.");
  const back = view?.returned && t("Your question is back with the members. No need to repeat anything.");
  if (!members) return panel(null, t("All members are busy for a moment"), t("Your question keeps its place: the first one who is free takes it."));
  return panel(row, n("{count} member is here", "{count} members are here", members), back || soon);
}

/** @param {Talk} talk @param {Site} site @param {Acts} acts */
function offered(talk, site, acts) {
  const form = emailForm({ label: t("Your e-mail address"), button: t("Answer me by e-mail") }, (email) => talk.verb("later", { email }));
  const support = site.support && el("a", { class: "btn wide", href: site.support, target: "_blank", rel: "noopener" }, t("Ask the support of {brand}", { brand: site.brand }));
  const stay = el("button", { type: "button", class: "btn wide", onclick: acts.wait }, t("Keep waiting here"));
  return panel(null, t("Nobody is free yet"), t("Your question keeps its place. You choose:"), stay, form, support || null);
}

/** @param {Talk} talk @param {Site} site */
function leave(talk, site) {
  const form = emailForm({ label: t("Your e-mail address"), button: t("Leave my question"), question: true }, async (email, question) => talk.write(question, email));
  return panel(null, t("No member is free right now"), site.closed || t("Leave your question: a member answers you by e-mail."), form);
}

/** The words of the end come when a talk has begun: not every visitor comes so far. */
const ending = () => import("@causerie/window/ending.js").catch(() => null);

/** @param {Talk} talk @param {Site} site @param {Acts} acts */
function ended(talk, site, acts) {
  const again = el("button", { type: "button", class: "btn wide", onclick: acts.again }, t("Ask another question"));
  if (!talk.view?.holder) return panel(null, t("Your question is closed"), t("You can ask another one whenever you like."), again);
  const section = el("section", { class: "window-panel window-end" }, again);
  ending().then((found) => {
    if (found) again.before(...found.end(talk, site, acts));
    acts.grown();
  });
  return section;
}
