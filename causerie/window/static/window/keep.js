/** What the browser keeps for this window. Where storage is refused, it is kept as long as the page. */

/** @param {"localStorage" | "sessionStorage"} kind */
function shelf(kind) {
  /** @type {Map<string, string>} */
  const memory = new Map();
  return {
    /** @param {string} name */
    get(name) {
      try {
        return window[kind].getItem(name) ?? memory.get(name) ?? "";
      } catch {
        return memory.get(name) ?? "";
      }
    },
    /** Nothing to keep is forgotten. @param {string} name @param {string} value */
    set(name, value) {
      memory.delete(name);
      try {
        if (value) window[kind].setItem(name, value);
        else window[kind].removeItem(name);
      } catch {
        memory.set(name, value);
      }
    },
  };
}

const always = shelf("localStorage");
const thisTab = shelf("sessionStorage");

/** Everything kept for one site, by its own names. */
export class Keep {
  /** @param {string} site */
  constructor(site) {
    this.prefix = `causerie:${site}:`;
  }

  /** @param {string} name */
  read(name) {
    return always.get(this.prefix + name);
  }

  /** @param {string} name @param {string} value */
  write(name, value) {
    always.set(this.prefix + name, value);
  }

  /** @param {string} name */
  readHere(name) {
    return thisTab.get(this.prefix + name);
  }

  /** @param {string} name @param {string} value */
  writeHere(name, value) {
    thisTab.set(this.prefix + name, value);
  }

  /** What was written and not acknowledged, through a reload. */
  get outbox() {
    return {
      read: () => /** @type {import("@causerie/design/live.js").Frame[]} */ (JSON.parse(this.readHere("outbox") || "[]")),
      /** @param {unknown[]} frames */
      write: (frames) => this.writeHere("outbox", frames.length ? JSON.stringify(frames) : ""),
    };
  }
}
