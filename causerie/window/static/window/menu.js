/** What a visitor may do with the conversation, and how the window behaves. */
import { el } from "@causerie/design/dom.js";
import { locale, t } from "@causerie/design/i18n.js";
import { icon } from "@causerie/design/icons.js";
import { confirmed, dialog, emailForm, whoTheyAre } from "@causerie/window/forms.js";
import { soundOn, toggleSound } from "@causerie/window/sound.js";
import { words } from "@causerie/window/talk.js";

/**
 * @param {import("@causerie/window/talk.js").Talk} talk
 * @param {{brand: string, rewarded: boolean, languages: [string, string][]}} site
 * @param {(words: string) => void} say
 */
export function menu(talk, site, say) {
  const list = el("div", { class: "window-menu", id: "menu", popover: "auto" });
  const button = el("button", { type: "button", class: "btn quiet icon-only", "aria-label": t("Menu"), popovertarget: "menu" }, icon("more"));
  list.addEventListener("beforetoggle", () => list.replaceChildren(...entries()));

  /** @param {string} name @param {string} words @param {() => void} run @param {boolean} [pressed] */
  const entry = (name, words, run, pressed) =>
    el("button", { type: "button", "aria-pressed": pressed, onclick: () => (list.hidePopover(), run()) }, icon(name), words);

  function entries() {
    const talking = talk.talking && talk.view;
    return [
      ...(talking ? [entry("check", t("End the conversation"), end)] : []),
      ...(talk.view ? [entry("mail", t("Receive it by e-mail"), () => askTranscript(talk, say)), entry("trash", t("Erase the conversation"), erase)] : []),
      entry(soundOn(talk.keep) ? "volume" : "volume-off", soundOn(talk.keep) ? t("Sound is on") : t("Sound is off"), () => toggleSound(talk.keep)),
      entry("users", t("Who are they?"), () => whoTheyAre(site)),
      entry("info", t("Privacy and reporting"), () => (location.href = "mine/")),
      el("p", { class: "languages" }, ...site.languages.map(([code, name]) => language(code, name))),
    ];
  }

  /** @param {string} code @param {string} name */
  const language = (code, name) =>
    el("button", { type: "button", lang: code, "aria-current": code === locale ? "true" : null, onclick: () => choose(code) }, name);

  /** @param {string} code */
  function choose(code) {
    talk.keep.write("language", code);
    location.search = `?lang=${code}`;
  }

  const end = () => talk.verb("close").catch((refused) => say(words(refused)));
  const erase = () =>
    confirmed(
      t("Erase the conversation?"),
      t("Your words, your pictures and your address disappear for everybody, the member too. This cannot be undone."),
      t("Erase"),
      () => talk.verb("erase").catch((refused) => say(words(refused))),
    );
  return { button, list };
}

/**
 * @param {import("@causerie/window/talk.js").Talk} talk
 * @param {(words: string) => void} say
 */
export function askTranscript(talk, say) {
  dialog(t("Receive it by e-mail"), (close) => [
    el("p", { class: "soft" }, t("We send the whole conversation once. Your address serves for nothing else.")),
    emailForm({ label: t("Your e-mail address"), button: t("Send me the conversation") }, async (email) => {
      await talk.verb("transcript", { email });
      close();
      say(t("It is on its way to {email}.", { email }));
    }),
  ]);
}
