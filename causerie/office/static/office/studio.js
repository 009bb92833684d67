/**
 * The window studio: what is typed goes to the server, which answers how the window would be; the window's own page in the frame, the
 * button beside it and the words on the colour follow. Nothing is saved.
 * @typedef {{colour: string, white: number, fill: string, on_fill: string, ratio: number, dark: string, dark_ratio: number, adjusted: boolean}} Reading
 * @typedef {{site: {offline: string}, look: {colour: string, ink: string, position: string, text: string, more: string},
 *   people: {name: string, photo: string}[], css: string, reading: Reading, language: string}} Shown
 */

import { el } from "@causerie/design/dom.js";
import { locale, t } from "@causerie/design/i18n.js";
import { icon } from "@causerie/design/icons.js";

const PAUSE_MS = 250;
const form = /** @type {HTMLFormElement} */ (document.getElementById("site-form"));
const shop = /** @type {HTMLElement} */ (document.querySelector("[data-shop]"));
const frame = /** @type {HTMLIFrameElement} */ (document.querySelector(".stage-window"));
const launcher = /** @type {HTMLElement} */ (document.querySelector("[data-launcher]"));
const ratio = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
let open = true;
let language = frame.dataset.language ?? "en";
let waiting = 0;
let asked = 0;
let picture = "";
/** @type {Shown | null} */ let shown = null;

/** @param {string} selector */
const part = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

async function ask() {
  const mine = ++asked;
  const values = new FormData(form);
  values.delete("picture_file");
  values.set("preview_language", language);
  const answer = await fetch(form.dataset.preview ?? "", { method: "POST", body: values, headers: { accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || mine !== asked) return;
  shown = await answer.json();
  draw();
}

function draw() {
  if (!shown) return;
  const people = picture && !values().get("show_faces") ? [{ name: "", photo: picture }] : shown.people;
  frame.contentWindow?.postMessage(["preview", { ...shown, people, open }], location.origin);
  const hidden = !open && shown.site.offline === "hidden";
  shop.dataset.position = shown.look.position;
  shop.style.setProperty("--c", shown.look.colour);
  shop.style.setProperty("--i", shown.look.ink);
  frame.hidden = launcher.hidden = hidden;
  part("[data-nothing]").hidden = !hidden;
  part("[data-launcher-text]").textContent = shown.look.text;
  part("[data-launcher-more]").textContent = open ? shown.look.more : "";
  part("[data-faces]").replaceChildren(...(open ? people : []).map((one) => el("img", { src: one.photo, alt: "" })));
  readings(shown.reading);
}

const values = () => new FormData(form);

/** How the colour reads, and what is made of it where it does not. @param {Reading} reading */
function readings(reading) {
  const white = /^#f/i.test(reading.on_fill);
  const words = reading.adjusted
    ? t("White words on your colour read at {ratio} to 1, and 4.5 is needed. Buttons take the nearest tone that does, at {better} to 1.", { ratio: ratio.format(reading.white), better: ratio.format(reading.ratio) })
    : white
      ? t("White words on your colour read well: {ratio} to 1, where 4.5 is needed.", { ratio: ratio.format(reading.ratio) })
      : t("Your colour is bright: dark words stand on it, at {ratio} to 1, where 4.5 is needed.", { ratio: ratio.format(reading.ratio) });
  const night = t("In dark mode: {ratio} to 1.", { ratio: ratio.format(reading.dark_ratio) });
  part("[data-reading]").replaceChildren(
    el("div", { class: "swatches" }, swatch(reading.colour, reading.on_fill, t("Yours")), swatch(reading.fill, reading.on_fill, t("Buttons")), swatch(reading.dark, "#17110d", t("At night"))),
    el("p", { class: "help" }, icon(reading.adjusted ? "info" : "check", { className: "s" }), " ", words, " ", night),
  );
}

/** @param {string} fill @param {string} ink @param {string} words */
function swatch(fill, ink, words) {
  const made = el("span", { class: "swatch" }, words);
  made.style.setProperty("--fill", fill);
  made.style.setProperty("--ink", ink);
  return made;
}

function soon() {
  clearTimeout(waiting);
  waiting = window.setTimeout(ask, PAUSE_MS);
}

/** One of a group of buttons is pressed. @param {string} name @param {(value: string) => void} chosen */
function choices(name, chosen) {
  const buttons = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(`.stage-tools [data-${name}]`)]);
  for (const button of buttons) {
    button.addEventListener("click", () => {
      for (const one of buttons) one.setAttribute("aria-pressed", String(one === button));
      chosen(button.dataset[name] ?? "");
    });
  }
}

function speak() {
  frame.src = `${frame.dataset.windowPage}?lang=${language}`;
  void ask();
}

function hours() {
  const limited = form.elements.namedItem("limited");
  part(".week").hidden = limited instanceof HTMLInputElement && !limited.checked;
}

function pictured() {
  const field = form.elements.namedItem("picture_file");
  const file = field instanceof HTMLInputElement ? field.files?.[0] : null;
  if (picture) URL.revokeObjectURL(picture);
  picture = file ? URL.createObjectURL(file) : "";
}

addEventListener("message", ({ source, origin, data }) => {
  if (source !== frame.contentWindow || origin !== location.origin || !Array.isArray(data)) return;
  if (data[0] === "preview ready") {
    frame.contentWindow?.postMessage(["hello", true, "", location.href, "", ""], location.origin);
    draw();
  }
});
choices("size", (size) => (shop.dataset.size = size));
choices("open", (wanted) => ((open = wanted === "yes"), draw()));
choices("language", (code) => ((language = code), speak()));
for (const tongue of document.querySelectorAll("[data-tongue]")) {
  tongue.addEventListener("toggle", () => {
    if (tongue instanceof HTMLDetailsElement && tongue.open && tongue.dataset.tongue !== language) part(`.stage-tools [data-language="${tongue.dataset.tongue}"]`).click();
  });
}
form.addEventListener("input", soon);
form.addEventListener("change", (event) => {
  if (event.target instanceof HTMLInputElement && event.target.name === "picture_file") pictured();
  hours();
  soon();
});
hours();
speak();
