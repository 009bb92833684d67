/** Pages of the community outside the desk hear what happens, without being counted as somebody who answers. */
import { locale } from "@causerie/design/i18n.js";
import { Live } from "@causerie/design/live.js";
import "@causerie/community/centre.js";
import "@causerie/community/composer.js";
import { relay } from "@causerie/community/relay.js";

const brand = document.querySelector("[data-brand]")?.getAttribute("data-brand") ?? "";
const csrf = () => document.querySelector('meta[name="csrf"]')?.getAttribute("content") ?? "";

/** @returns {Promise<{ticket: string} | null>} */
async function hello() {
  const headers = { "X-CSRFToken": csrf(), Accept: "application/json" };
  const answer = await fetch("/desk/ticket", { method: "POST", headers, body: new URLSearchParams({ brand }), redirect: "manual" });
  if (answer.ok) return { ...(await answer.json()), watch: true };
  if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) return null;
  throw new Error(`ticket: ${answer.status}`);
}

const live = new Live({ hello, locale });
relay(live);
live.connect();
