/** What was earned, as it comes: the bar's points and tier, and one small card that leaves by itself; what a
 * thank-you brought stands in the card of that thank-you, where there is one. */
import { el } from "@causerie/design/dom.js";
import { n, t } from "@causerie/design/i18n.js";
import { icon } from "@causerie/design/icons.js";

/**
 * @typedef {{kind: string, what: string, words: string, points: number, score: number}} Gain
 * @typedef {{gains: Gain[], score: number, points: number, coming: number, days: number, tier: string}} Earned
 */

const STAYS = 9_000;
/** @type {Record<string, string>} */
const ICONS = { badge: "award", tier: "sparkles", rest: "moon", held: "eye", reward: "gift" };

/** @param {Earned} frame @param {HTMLElement} shelf where cards stand: a live region, so that they are read aloud */
export function earned(frame, shelf) {
  draw(frame);
  const told = frame.gains.filter((gain) => gain.kind !== "earned" || gain.points || gain.score);
  if (!told.length) return;
  const first = told.find((gain) => gain.kind !== "earned") ?? told[0];
  const rest = told.filter((gain) => gain !== first);
  const thanked = first.kind === "earned" && [...shelf.querySelectorAll(".thanks-words:not(:has(.earned))")].pop();
  if (thanked) return thanked.append(el("p", { class: "earned num" }, detail(first, rest, frame.days)));
  const card = el(
    "a",
    { class: "card gain", href: document.querySelector("#rewards-chip")?.getAttribute("href") },
    el("span", { class: "medal worn" }, icon(ICONS[first.kind] ?? "heart")),
    el("p", {}, el("b", {}, first.words), el("span", { class: "soft" }, detail(first, rest, frame.days))),
  );
  shelf.append(card);
  setTimeout(() => card.remove(), STAYS);
}

/** @param {Gain} first @param {Gain[]} rest @param {number} days that points wait before they can be spent */
function detail(first, rest, days) {
  if (first.kind === "reward") return first.what;
  if (first.kind === "held") return t("A person looks at it first: see My rewards.");
  const points = [first, ...rest].reduce((sum, gain) => sum + (gain.kind === "held" ? 0 : gain.points), 0);
  const others = rest.filter((gain) => gain.kind !== "earned").map((gain) => gain.words);
  const waits = () => n("{count} point on its way", "{count} points on their way", points);
  const sum = points ? (days ? waits() : `+${t("{points} pts", { points })}`) : "";
  return [...others, sum].filter(Boolean).join(" · ");
}

/** @param {Earned} frame */
function draw({ points, tier }) {
  const chip = document.getElementById("rewards-chip");
  if (!chip) return;
  const figure = document.getElementById("rewards-points");
  const count = document.getElementById("rewards-count");
  const name = document.getElementById("rewards-tier");
  const shown = new Intl.NumberFormat(document.documentElement.lang).format(points);
  if (figure) figure.textContent = t("{points} pts", { points: shown });
  if (count) count.textContent = shown;
  if (name) name.textContent = tier;
  chip.setAttribute("aria-label", t("{points} points, {tier}: my rewards", { points: shown, tier }));
  chip.classList.remove("grew");
  void chip.offsetWidth;
  chip.classList.add("grew");
}
