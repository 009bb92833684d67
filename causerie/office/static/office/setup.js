/** The first start: a code that came in the address goes into its field, and out of the address. */

function adopt() {
  const field = document.querySelector("input[name=code]");
  const code = decodeURIComponent(location.hash.slice(1));
  if (!(field instanceof HTMLInputElement) || !code) return;
  history.replaceState(null, "", location.pathname);
  field.value = code;
  field.form?.requestSubmit();
}

addEventListener("hashchange", adopt);
adopt();

// A language is the site's own or one more, not both.
const own = /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll("input[name=language][type=radio]")]);
function others() {
  for (const one of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[name=others]"))) {
    const same = own.some((radio) => radio.checked && radio.value === one.value);
    one.disabled = same;
    /** @type {HTMLElement} */ (one.closest("label")).hidden = same;
  }
}
for (const radio of own) radio.addEventListener("change", others);
others();
