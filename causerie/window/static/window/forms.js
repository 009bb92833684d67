/** Small dialogs and forms: who answers, an e-mail address, a confirmation. */
import { el } from "@causerie/design/dom.js";
import { t } from "@causerie/design/i18n.js";
import { icon } from "@causerie/design/icons.js";
import { words } from "@causerie/window/talk.js";

/**
 * @param {string} title
 * @param {(close: () => void) => (Node | string)[]} content
 */
export function dialog(title, content) {
  const box = el("dialog", { class: "dialog", "aria-labelledby": "dialog-title" });
  const close = el("button", { type: "button", class: "btn quiet icon-only small", "aria-label": t("Close"), onclick: () => box.close() }, icon("x"));
  box.append(el("header", {}, el("h2", { id: "dialog-title" }, title), close), ...content(() => box.close()));
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
}

/**
 * An e-mail address, and what it is for. `send` may refuse by throwing; its words stand under the field.
 * @param {{label: string, button: string, question?: boolean}} look
 * @param {(email: string, question: string) => Promise<void>} send
 */
export function emailForm({ label, button, question = false }, send) {
  const email = el("input", { type: "email", name: "email", id: "email", required: true, autocomplete: "email", maxlength: 254, "aria-describedby": "email-error" });
  const asked = el("textarea", { id: "question", required: true, maxlength: 4000, rows: 4 });
  const error = el("p", { class: "error", id: "email-error", role: "alert" });
  const submit = el("button", { type: "submit", class: "btn primary wide" }, button);
  /** @param {Event} event */
  const onsubmit = async (event) => {
    event.preventDefault();
    error.textContent = "";
    submit.disabled = true;
    try {
      await send(email.value, asked.value.trim());
    } catch (refused) {
      error.textContent = words(refused);
    }
    submit.disabled = false;
  };
  return el(
    "form",
    { class: "form", onsubmit },
    question && el("div", { class: "field" }, el("label", { for: "question" }, t("Your question")), asked),
    el("div", { class: "field" }, el("label", { for: "email" }, label), email, error),
    submit,
  );
}

/** @param {{brand: string, rewarded: boolean}} site */
export function whoTheyAre(site) {
  dialog(t("Who are they?"), (close) => [
    el(
      "div",
      { class: "prose" },
      el("p", {}, t("The people who answer are customers of {brand}, like you. They are neither employees nor a robot.", { brand: site.brand })),
      el("p", {}, t("They answer when they feel like it, voluntarily, because they enjoy sharing what they have lived.")),
      el("p", {}, rewardsInFull(site)),
      el("p", {}, t("They speak for themselves. They never need your address, your phone number or your card: keep these to yourself.")),
    ),
    el("footer", {}, el("button", { type: "button", class: "btn primary", onclick: close }, t("Got it"))),
  ]);
}

/** @param {{brand: string, rewarded: boolean}} site */
function rewardsInFull({ brand, rewarded }) {
  if (rewarded) return t("{brand} may thank them with rewards, such as points or gifts. It never buys their opinion.", { brand });
  return t("{brand} gives them no reward for it.", { brand });
}

/**
 * @param {string} title
 * @param {string} text
 * @param {string} yes
 * @param {() => void} run
 */
export function confirmed(title, text, yes, run) {
  const go = (/** @type {() => void} */ close) => () => (close(), run());
  dialog(title, (close) => [
    el("p", { class: "soft" }, text),
    el(
      "footer",
      {},
      el("button", { type: "button", class: "btn quiet", onclick: close }, t("Keep it")),
      el("button", { type: "button", class: "btn danger", onclick: go(close) }, yes),
    ),
  ]);
}
