/**
 * Passkeys: a form with `data-passkey` asks the device, then sends what it answered.
 * "login" fetches its challenge; "use" and "add" read it from `#passkey-options`.
 */

import { t } from "@causerie/design/i18n.js";

/** @typedef {{id: string, type: PublicKeyCredentialType, transports?: AuthenticatorTransport[]}} Known */

/** @param {string} text base64url */
function bytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

/** @param {ArrayBuffer | null | undefined} buffer */
function text(buffer) {
  if (!buffer) return undefined;
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** @param {Known[]} [list] */
const known = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

/** @param {any} options as the server gives them, bytes in base64url */
async function askToUse({ publicKey }) {
  const request = { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: known(publicKey.allowCredentials) };
  return answer(await navigator.credentials.get({ publicKey: request }));
}

/** @param {any} options as the server gives them, bytes in base64url */
async function askToAdd({ publicKey }) {
  const creation = {
    ...publicKey,
    challenge: bytes(publicKey.challenge),
    user: { ...publicKey.user, id: bytes(publicKey.user.id) },
    excludeCredentials: known(publicKey.excludeCredentials),
    authenticatorSelection: { ...publicKey.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" },
  };
  return answer(await navigator.credentials.create({ publicKey: creation }));
}

/** @param {Credential | null} credential */
function answer(credential) {
  const key = /** @type {PublicKeyCredential} */ (credential);
  const response = /** @type {any} */ (key.response);
  return {
    id: key.id,
    rawId: text(key.rawId),
    type: key.type,
    clientExtensionResults: key.getClientExtensionResults(),
    authenticatorAttachment: key.authenticatorAttachment ?? undefined,
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
      authenticatorData: response.signature && text(response.authenticatorData),
      signature: text(response.signature),
      userHandle: text(response.userHandle),
      transports: response.getTransports?.(),
    },
  };
}

/** @param {HTMLFormElement} form */
async function ask(form) {
  if (form.dataset.passkey === "login") {
    const reply = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!reply.ok) throw new Error(String(reply.status));
    return askToUse((await reply.json()).request_options);
  }
  const data = JSON.parse(document.getElementById("passkey-options")?.textContent ?? "{}");
  return data.creation_options ? askToAdd(data.creation_options) : askToUse(data.request_options);
}

/** @param {unknown} error */
function words(error) {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "AbortError") return t("Nothing was chosen. You can try again.");
  if (name === "InvalidStateError") return t("This device already has a passkey for your account.");
  return t("That did not work. Your account is safe: try again, or come in another way.");
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!(form instanceof HTMLFormElement) || !("credentials" in navigator) || !window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const word = form.querySelector(".passkey-word");
    if (word) word.textContent = "";
    try {
      const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("credential"));
      field.value = JSON.stringify(await ask(form));
      form.submit();
    } catch (error) {
      if (word) word.textContent = words(error);
    }
  });
}
