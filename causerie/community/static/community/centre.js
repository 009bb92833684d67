/** The community's tabs (feed, chat, private line), what waits in each, and the small things that posts and messages share. */
import { t } from "@causerie/design/i18n.js";
import { toast } from "@causerie/design/toast.js";

const PANES = ["feed", "chat", "line"];
const waits = { chat: 0, line: 0, told: 0 };

const community = () => document.getElementById("community");
const csrf = () => document.querySelector('meta[name="csrf"]')?.getAttribute("content") ?? "";
/** @param {string} name */
const pane = (name) => document.getElementById(`pane-${name}`);

/** @param {string} name whether that pane is in sight */
const shown = (name) => Boolean(pane(name)?.checkVisibility()) && document.visibilityState === "visible";

/** @param {"chat" | "line" | "told"} name */
function count(name) {
  const badge = document.getElementById(`${name}-badge`);
  if (badge) badge.textContent = waits[name] ? String(Math.min(99, waits[name])) : "";
}

/** @param {string} name */
export function show(name) {
  if (!pane(name)) return;
  for (const one of PANES) {
    const [tab, box] = [document.getElementById(`tab-${one}`), pane(one)];
    tab?.setAttribute("aria-selected", String(one === name));
    tab?.setAttribute("tabindex", one === name ? "0" : "-1");
    if (box) box.hidden = one !== name;
  }
  if (name !== "feed") pane(name)?.dispatchEvent(new CustomEvent("causerie:open"));
  if (name === "chat" || name === "line") {
    waits[name] = 0;
    count(name);
  }
  document.body.dispatchEvent(new CustomEvent("causerie:shown", { detail: name }));
  startLines();
}

/** Chat and private lines are drawn by a module that comes when it is needed. */
function startLines() {
  const boxes = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-lines]:not([data-started])")]);
  if (!boxes.length) return;
  import("@causerie/community/lines.js").then(
    ({ start }) => boxes.forEach(start),
    () => toast(t("That did not work. Please reload the page and try again."), { icon: "alert" }),
  );
}

/** @param {string} name @param {(detail: any) => void} hear */
const on = (name, hear) => document.body.addEventListener(`causerie:${name}`, (event) => hear(/** @type {CustomEvent} */ (event).detail));

on("show", show);
on("chat", (frame) => {
  if (!shown("chat") && String(frame.by.id) !== community()?.dataset.me) count((waits.chat++, "chat"));
});
on("line", (frame) => {
  if (shown("line") || String(frame.by.id) === community()?.dataset.me) return;
  waits.line ||= Number(document.getElementById("line-badge")?.textContent || 0);
  count((waits.line++, "line"));
  toast(t("{name} writes to you privately", { name: frame.by.name }), { icon: "mail", action: { text: t("Read"), run: () => show("line") } });
});
on("notice", (frame) => {
  waits.told ||= Number(document.getElementById("told-badge")?.textContent || 0);
  count((waits.told++, "told"));
  const words = { mention: t("{name} names you", { name: frame.by }), comment: t("{name} comments on your post", { name: frame.by }), status: t("{name} answers your suggestion", { name: frame.by }), overdue: t("A suggestion waits for your word") }[/** @type {string} */ (frame.kind)];
  if (words) toast(words, { icon: "bell", action: { text: t("Read"), run: () => read(frame.post) } });
});
on("flagged", () => toast(t("Thank you. The team will look at it."), { icon: "check" }));

/** @param {number} post */
function read(post) {
  const link = document.createElement("a");
  link.href = `/community/?${new URLSearchParams({ brand: community()?.dataset.brand ?? "", post: String(post) })}`;
  link.dataset.lens = `post=${post}`;
  document.body.append(link);
  link.click();
  link.remove();
}

/** @param {string} address what is reported */
export function report(address) {
  const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById("feed-report"));
  if (!dialog) return;
  const reason = /** @type {HTMLTextAreaElement} */ (dialog.querySelector("textarea"));
  reason.value = "";
  dialog.returnValue = "";
  dialog.onclose = async () => {
    if (dialog.returnValue !== "yes") return;
    const body = new URLSearchParams({ brand: community()?.dataset.brand ?? "", reason: reason.value });
    const answer = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": csrf(), "HX-Request": "true" } }).catch(() => null);
    if (answer?.ok) document.body.dispatchEvent(new CustomEvent("causerie:flagged"));
    else toast(answer ? (await answer.json().catch(() => ({}))).message || t("That did not work. Please reload the page and try again.") : t("No connection right now. Nothing is lost: try again in a moment."), { icon: "alert" });
  };
  dialog.showModal();
}

/** @param {string} address */
function copy(address) {
  navigator.clipboard.writeText(new URL(address, location.href).href).then(
    () => toast(t("The link is copied. Members who follow it find this post."), { icon: "check" }),
    () => toast(address, { icon: "link", seconds: 15 }),
  );
}

document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  const tab = target.closest(".centre-tabs [data-pane]");
  if (tab) show(tab.getAttribute("data-pane") ?? "feed");
  const [link, reported, search] = [target.closest("[data-copy-link]"), target.closest("[data-report]"), target.closest("#feed-search-open")];
  if (link) copy(link.getAttribute("data-copy-link") ?? "");
  if (reported) report(reported.getAttribute("data-report") ?? "");
  if (search) toggleSearch(search);
  if (target.closest("#feed-bell")) count(((waits.told = 0), "told"));
  for (const menu of document.querySelectorAll(".feed-menu[open]")) {
    if (!menu.contains(target) || target.closest(".menu button")) menu.removeAttribute("open");
  }
});

/** @param {Element} button */
function toggleSearch(button) {
  show("feed");
  const form = document.getElementById("feed-search");
  if (!form) return;
  form.hidden = !form.hidden;
  button.setAttribute("aria-expanded", String(!form.hidden));
  if (!form.hidden) /** @type {HTMLElement | null} */ (form.querySelector("input[type=search]"))?.focus();
}

document.addEventListener("keydown", (event) => {
  const target = /** @type {Element} */ (event.target);
  if (event.key === "Escape") target.closest(".feed-menu[open]")?.removeAttribute("open");
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const tab = target.closest(".centre-tabs [data-pane]");
  if (!step || !tab) return;
  const next = PANES[(PANES.indexOf(tab.getAttribute("data-pane") ?? "") + step + PANES.length) % PANES.length] ?? "feed";
  show(next);
  document.getElementById(`tab-${next}`)?.focus();
});

document.addEventListener("htmx:afterSettle", startLines);
startLines();
