/**
 * The window in the studio's frame: it shows settings that nobody saved, as our own page around it tells them, and talks to nobody.
 * @typedef {{site: Record<string, unknown>, people: {name: string, photo: string}[], css: string, open?: boolean}} Shown
 */

/** @param {{site: Record<string, any>, talk: import("@causerie/window/talk.js").Talk, draw: () => void}} parts */
export function follow({ site, talk, draw }) {
  const colours = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, colours];

  /** @param {Shown} shown */
  function show(shown) {
    Object.assign(site, shown.site);
    colours.replaceSync(shown.css);
    const open = shown.open !== false;
    talk.status = { open, people: open ? shown.people : [] };
    talk.members = open ? shown.people.length : 0;
    draw();
  }

  addEventListener("message", ({ source, origin, data }) => {
    if (source === parent && origin === location.origin && Array.isArray(data) && data[0] === "preview") show(data[1]);
  });
  show(site.preview);
  parent.postMessage(["preview ready"], location.origin);
}
