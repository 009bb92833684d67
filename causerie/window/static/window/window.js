/** The visitor's window: puts the parts together and follows what happens. */
import "@causerie/design/thread.js";
import { el } from "@causerie/design/dom.js";
import { locale, t } from "@causerie/design/i18n.js";
import { icon } from "@causerie/design/icons.js";
import { composer } from "@causerie/window/composer.js";
import { Host } from "@causerie/window/host.js";
import { Keep } from "@causerie/window/keep.js";
import { menu } from "@causerie/window/menu.js";
import { after, before, heading, holderCard, sceneOf } from "@causerie/window/screens.js";
import { blip, soundOn } from "@causerie/window/sound.js";
import { Talk, words as wordsOf } from "@causerie/window/talk.js";

const BANNER_AFTER = 2_000;
const site = JSON.parse(document.querySelector("script#site")?.textContent ?? "{}");
const keep = new Keep(site.key);
const host = new Host(site.origins);
const thread = /** @type {import("@causerie/design/thread.js").Thread} */ (document.createElement("c-thread"));
thread.setAttribute("me", "visitor");
thread.setAttribute("label", t("Conversation"));
const talk = new Talk({ site, keep, host, thread });
const words = composer({ keep, write: (text) => talk.write(text), picture: (file) => talk.picture(file), typing: (on) => talk.typing(on) });
const tools = menu(talk, site, say);
const top = el("div", { class: "grow" });
const close = el("button", { type: "button", class: "btn quiet icon-only", "aria-label": t("Close the window"), onclick: () => host.tell("close") }, icon("x"));
const banner = el("p", { class: "window-banner", role: "status", hidden: true });
const acts = {
  say,
  waits: false,
  get draft() {
    return words.draft;
  },
  wait: () => ((acts.waits = true), draw()),
  grown: () => thread.toEnd(),
  again: () => (talk.finish(), words.focus()),
};
const title = document.title;
let drawn = "";
let introduced = "";
let lost = 0;
let talked = false;

/** A word that stays a while above the messages. @param {string} text */
function say(text) {
  const note = el("p", { class: "window-word", role: "status" }, text);
  document.querySelector(".window-word")?.remove();
  banner.after(note);
  setTimeout(() => note.remove(), 8_000);
}

/** @param {import("@causerie/window/screens.js").Scene} scene */
function placeholder(scene) {
  if (scene === "waiting" || scene === "later") return t("Add a detail…");
  return scene === "taken" ? t("Write here…") : t("Write your question…");
}

/** Everything but the messages follows the scene; what did not change is left alone, so that nobody loses a half-filled form. */
function draw() {
  const scene = sceneOf(talk, acts);
  if (scene === "taken") acts.waits = false;
  const { view, status, members, usualWait } = talk;
  const faces = status?.people.map((one) => one.photo);
  const living = scene === "waiting" ? [members, usualWait, view?.returned, faces] : scene === "greeting" ? [faces] : [];
  const now = JSON.stringify([scene, view?.id, view?.holder, view?.for_team, living]);
  const pictures = scene === "taken" || (scene === "waiting" && Boolean(view));
  words.show({ placeholder: placeholder(scene), pictures, hidden: ["ended", "leave", "blocked"].includes(scene) });
  lostOrNot();
  if (talked !== talk.talking) host.tell("talking", (talked = talk.talking));
  if (now === drawn) return;
  drawn = now;
  top.replaceChildren(heading(talk, site, scene));
  thread.intro.replaceChildren(...[before(talk, site, scene) ?? ""]);
  thread.outro.replaceChildren(...[after(talk, site, scene, acts) ?? ""]);
  introduce(scene === "taken" ? view?.holder : undefined);
  if (root.dataset.scene !== scene) thread.toEnd();
  root.dataset.scene = scene;
}

/** Each time somebody takes the question, their card stands at that moment. @param {import("@causerie/window/talk.js").Holder} [holder] */
function introduce(holder) {
  const name = holder ? `${talk.view?.id} ${holder.name}` : "";
  if (name === introduced) return;
  introduced = name;
  if (holder) thread.card(holderCard(holder));
}

/** Said once the connection has been away for a while, however often it is tried in between. */
function lostOrNot() {
  if (!talk.online) return void (lost ||= window.setTimeout(() => (banner.hidden = false), BANNER_AFTER));
  clearTimeout(lost);
  lost = 0;
  banner.hidden = true;
}

function counted() {
  host.tell("unread", talk.unread);
  document.title = talk.unread ? `(${talk.unread}) ${title}` : title;
}

/** A language chosen here before, unless the address already says one. */
function inChosenLanguage() {
  const chosen = keep.read("language");
  if (!chosen || chosen === locale || new URLSearchParams(location.search).has("lang")) return true;
  location.search = `?lang=${encodeURIComponent(chosen)}`;
  return false;
}

async function fromMail() {
  const code = new URLSearchParams(location.hash.slice(1)).get("talk");
  if (!code) return;
  history.replaceState(null, "", location.pathname + location.search);
  await talk.comeBack(code).catch((refused) => say(wordsOf(refused)));
}

const root = /** @type {HTMLElement} */ (document.querySelector("#window"));

async function start() {
  banner.textContent = t("We are reconnecting; your text is safe.");
  close.hidden = !host.embedded;
  root.replaceChildren(el("header", { class: "window-top" }, top, tools.button, close), tools.list, banner, thread, words.form);
  root.classList.toggle("alone", !host.embedded);
  talk.addEventListener("change", draw);
  talk.addEventListener("unread", counted);
  talk.addEventListener("words", (event) => say(/** @type {CustomEvent} */ (event).detail));
  talk.addEventListener("answer", (event) => answered(/** @type {CustomEvent} */ (event).detail));
  host.addEventListener("open", () => host.shown && !site.preview && words.focus());
  addEventListener("keydown", (event) => event.key === "Escape" && !document.querySelector("dialog[open], [popover]:popover-open") && host.tell("close"));
  if (site.preview) {
    const { follow } = await import("@causerie/window/preview.js");
    return follow({ site, talk, draw: () => ((drawn = ""), draw()) });
  }
  await fromMail();
  await talk.start();
}

/** @param {import("@causerie/design/live.js").Message} message */
function answered(message) {
  host.tell("message", { from: message.from.name, text: message.text });
  if (soundOn(keep)) blip();
}

if (inChosenLanguage()) start();
