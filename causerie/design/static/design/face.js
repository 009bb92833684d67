/** A person's face: their photo, or initials on a colour that comes from the name. The same as `{% face %}`. */

/** @param {string} name */
export function initials(name) {
  const words = name.trim().split(/[\s\-_.]+/u).filter(Boolean);
  return (words.length > 1 ? [words[0], words[words.length - 1]] : words).map((word) => [...word][0]).join("") || "?";
}

/** @param {string} name */
export function tone(name) {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 997;
  return sum % 8;
}

/**
 * @param {{name: string, photo?: string | null}} person
 * @param {string} [className] sizes "s" "l" "xl", rings "here" "busy" "away"
 * @returns {HTMLElement}
 */
export function face(person, className = "") {
  if (person.photo) {
    const image = document.createElement("img");
    image.className = `face ${className}`.trim();
    image.src = person.photo.startsWith("/") ? person.photo : `/faces/${encodeURIComponent(person.photo)}`;
    image.alt = "";
    image.width = image.height = 40;
    image.loading = "lazy";
    return image;
  }
  const span = document.createElement("span");
  span.className = `face tone-${tone(person.name)} ${className}`.trim();
  span.setAttribute("aria-hidden", "true");
  span.textContent = initials(person.name);
  return span;
}
