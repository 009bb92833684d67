/** Where the visitor writes: grows to five lines, Enter sends, the draft is kept. */
import { el } from "@causerie/design/dom.js";
import { t } from "@causerie/design/i18n.js";
import { icon } from "@causerie/design/icons.js";

const MOST_LINES = 5;
const IDLE = 4_000;

/**
 * @param {{keep: import("@causerie/window/keep.js").Keep, write: (text: string) => void, picture: (file: File) => void,
 *   typing: (on: boolean) => void}} parts
 */
export function composer({ keep, write, picture, typing }) {
  const text = el("textarea", { rows: 1, id: "draft", maxlength: 4000, enterkeyhint: "send", autocomplete: "off" });
  const file = el("input", { type: "file", accept: "image/jpeg,image/png,image/webp", class: "unseen", tabindex: "-1", "aria-hidden": "true" });
  const attach = el("button", { type: "button", class: "btn quiet icon-only", "aria-label": t("Send a picture"), onclick: () => file.click() }, icon("image"));
  const send = el("button", { type: "submit", class: "btn primary icon-only", "aria-label": t("Send") }, icon("send"));
  const label = el("label", { for: "draft", class: "unseen" });
  const form = el("form", { class: "composer", onsubmit: submit }, file, attach, label, text, send);
  let idle = 0;

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault();
    const words = text.value.trim();
    text.focus();
    if (!words) return;
    text.value = "";
    changed();
    stop();
    write(words);
  }

  function stop() {
    clearTimeout(idle);
    typing(false);
  }

  function changed() {
    keep.writeHere("draft", text.value);
    send.setAttribute("aria-disabled", String(!text.value.trim()));
    text.style.blockSize = "auto";
    const line = Number.parseFloat(getComputedStyle(text).lineHeight) || 22;
    const edges = text.offsetHeight - text.clientHeight + 18;
    text.style.blockSize = `${Math.min(text.scrollHeight + 2, line * MOST_LINES + edges)}px`;
  }

  text.addEventListener("input", () => {
    changed();
    clearTimeout(idle);
    typing(true);
    idle = window.setTimeout(stop, IDLE);
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  text.addEventListener("paste", (event) => {
    const pasted = [...(event.clipboardData?.files ?? [])].find((one) => one.type.startsWith("image/"));
    if (pasted && !attach.hidden) picture(pasted);
  });
  file.addEventListener("change", () => {
    const chosen = file.files?.[0];
    if (chosen) picture(chosen);
    file.value = "";
  });
  text.value = keep.readHere("draft");
  requestAnimationFrame(changed);

  return {
    form,
    /** @param {{placeholder: string, pictures: boolean, hidden: boolean}} look */
    show({ placeholder, pictures, hidden }) {
      text.placeholder = label.textContent = placeholder;
      attach.hidden = !pictures;
      form.hidden = hidden;
    },
    focus: () => text.focus(),
    get draft() {
      return text.value.trim();
    },
  };
}
