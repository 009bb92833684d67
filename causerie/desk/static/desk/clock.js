/** Time as the desk shows it: the server's clock, counted by the page. */
import { locale } from "@causerie/design/i18n.js";

let skew = 0;

/** @param {number} server the server's instant when it drew the page */
export function setClock(server) {
  const page = performance.getEntriesByType("navigation")[0];
  const drawn = page instanceof PerformanceNavigationTiming ? performance.timeOrigin + page.responseStart : Date.now();
  skew = server - drawn;
}

/** Milliseconds since 1970 by the server's clock. */
export const now = () => Date.now() + skew;

/** Seconds as 0:42, 12:05 or 1:02:09. @param {number} seconds */
export function minutes(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, rest] = [Math.floor(whole / 3600), whole % 3600];
  const tail = String(rest % 60).padStart(2, "0");
  const middle = Math.floor(rest / 60);
  return hours ? `${hours}:${String(middle).padStart(2, "0")}:${tail}` : `${middle}:${tail}`;
}

const hour = new Intl.DateTimeFormat(locale, { timeStyle: "short" });
const day = new Intl.DateTimeFormat(locale, { weekday: "long", hour: "numeric", minute: "2-digit" });

/** An instant as an hour, with its day when it is not today's. @param {number} at */
export function when(at) {
  const date = new Date(at);
  return (date.toDateString() === new Date().toDateString() ? hour : day).format(date);
}

/** @type {Set<() => void>} */
const beats = new Set();

/** Calls once a second while the page is visible. @param {() => void} beat */
export function everySecond(beat) {
  beats.add(beat);
}

setInterval(() => document.visibilityState === "visible" && beats.forEach((beat) => beat()), 1000);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && beats.forEach((beat) => beat()));
