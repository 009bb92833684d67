/** "20 minutes ago" stays true while the page stays open. */
import { locale, t } from "@causerie/design/i18n.js";

const relative = new Intl.RelativeTimeFormat(locale, { numeric: "always" });

/** @param {number} at */
export function ago(at) {
  const seconds = Math.max(0, (Date.now() - at) / 1000);
  if (seconds < 60) return t("just now");
  if (seconds < 3600) return relative.format(-Math.floor(seconds / 60), "minute");
  if (seconds < 86_400) return relative.format(-Math.floor(seconds / 3600), "hour");
  return relative.format(-Math.floor(seconds / 86_400), "day");
}

export function tellTime() {
  setInterval(() => {
    for (const time of document.querySelectorAll(".feed time[data-at]")) {
      if (time instanceof HTMLElement && Number(time.dataset.at) > Date.now() - 7 * 86_400_000) time.textContent = ago(Number(time.dataset.at));
    }
  }, 30_000);
}
