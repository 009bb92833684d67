/** Writing in the feed: a picture to see before it leaves, a poll's choices, Enter on a keyboard. */
import { n, t } from "@causerie/design/i18n.js";
import { el } from "@causerie/design/dom.js";

const MOST_CHOICES = 6;

/**
 * @param {HTMLFormElement} form
 * @param {File | null} file
 */
function showPicked(form, file) {
  const figure = /** @type {HTMLElement} */ (form.querySelector(".feed-picked"));
  const image = /** @type {HTMLImageElement} */ (figure.querySelector("img"));
  if (image.src) URL.revokeObjectURL(image.src);
  figure.hidden = !file;
  if (file) {
    image.src = URL.createObjectURL(file);
    image.alt = t("The picture you chose");
  } else {
    image.removeAttribute("src");
    /** @type {HTMLInputElement} */ (form.querySelector("[name=picture]")).value = "";
  }
}

/** @param {Element} button */
function togglePoll(button) {
  const fields = /** @type {HTMLFieldSetElement} */ (button.closest("form")?.querySelector(".feed-poll-fields"));
  fields.hidden = fields.disabled = !fields.hidden;
  button.setAttribute("aria-expanded", String(!fields.hidden));
  if (!fields.hidden) fields.querySelector("input")?.focus();
}

/** @param {Element} button */
function oneMore(button) {
  const all = button.closest("fieldset")?.querySelectorAll("[name=choice]") ?? [];
  const label = n("Choice {count}", "Choice {count}", all.length + 1);
  const field = el("input", { class: "input", name: "choice", maxlength: 80, "aria-label": label, placeholder: label });
  all[all.length - 1]?.after(field);
  field.focus();
  if (all.length + 1 >= MOST_CHOICES) button.remove();
}

document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  if (target.closest("[data-drop]")) showPicked(/** @type {HTMLFormElement} */ (target.closest("form")), null);
  const [poll, more] = [target.closest("[data-poll]"), target.closest("[data-more-choices]")];
  if (poll) togglePoll(poll);
  if (more) oneMore(more);
});

document.addEventListener("change", (event) => {
  const field = /** @type {Element} */ (event.target);
  if (field instanceof HTMLInputElement && field.matches(".feed-composer [name=picture]") && field.form) {
    showPicked(field.form, field.files?.[0] ?? null);
  }
});

// On a keyboard, Enter sends a comment and Shift+Enter breaks the line; on a phone, Enter breaks the line.
document.addEventListener("keydown", (event) => {
  const field = /** @type {Element} */ (event.target);
  const sends = event.key === "Enter" && !event.shiftKey && !event.isComposing && !event.defaultPrevented && matchMedia("(pointer: fine)").matches;
  if (sends && field instanceof HTMLTextAreaElement && field.matches(".feed-answer textarea, .lines-form textarea")) {
    event.preventDefault();
    field.form?.requestSubmit();
  }
});
