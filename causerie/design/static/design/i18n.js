/**
 * Words in the reader's language. The page carries them in `<script type="application/json" id="words">`.
 * @typedef {Record<string, string | number>} Values
 */

/** @returns {{locale: string, words: Record<string, string | string[]>}} */
function readBook() {
  const holder = document.querySelector("script#words");
  const book = holder?.textContent ? JSON.parse(holder.textContent) : {};
  return { locale: book.locale || document.documentElement.lang || "en", words: book.words || {} };
}

const book = readBook();
const words = new Map(Object.entries(book.words));
const rules = new Intl.PluralRules(book.locale);

/** The language of the page's words, as a BCP 47 tag. */
export const locale = book.locale;

/**
 * @param {string} text
 * @param {Values} values
 */
const fill = (text, values) =>
  text.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? String(values[name]) : whole));

/**
 * The text in the reader's language, with its {names} filled.
 * @param {string} text
 * @param {Values} [values]
 */
export function t(text, values = {}) {
  const known = words.get(text);
  return fill((Array.isArray(known) ? known[0] : known) || text, values);
}

/**
 * One or many, by the language's own rule; {count} is written in the language's digits.
 * @param {string} one
 * @param {string} many
 * @param {number} count
 * @param {Values} [values]
 */
export function n(one, many, count, values = {}) {
  const known = words.get(one);
  const forms = Array.isArray(known) ? known : [one, many];
  const text = rules.select(count) === "one" ? forms[0] : forms[forms.length - 1];
  return fill(text || many, { count: new Intl.NumberFormat(locale).format(count), ...values });
}
