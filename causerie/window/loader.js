/* The launcher on a shop's page. Every byte is counted (tests/test_loader.py): loader.py shortens the names.
   Nothing is read by a name that the page may have put in the way: <img name="currentScript">, Object.prototype.src, … */
(() => {
  const read = (name) => Reflect.get(Document.prototype, name, document);
  const call = (name, argument) => read(name).call(document, argument);
  const make = (name, parent, text = "") => {
    const node = call("createElement", name);
    node.textContent = text;
    parent.append(node);
    return node;
  };
  const script = read("currentScript") || call("querySelector", "script[data-site]");
  const key = script.getAttribute("data-site");
  const address = new URL(`/w/${key}/`, script.src);
  const old = { __proto__: null, ...window.causerie };
  const queue = old.q || [];
  const all = old.all || { __proto__: null };
  if (all[address]) return;

  let status, frame, bubble, opened, talking, greeted, here, since, shown, drawn, timer, identity, loaded;
  let unread = 0;
  let wait = 5e3;
  let language = "";
  const slot = "causerie:" + key;
  const hooks = [];
  const disk = (verb, ...words) => {
    try {
      return localStorage[verb](...words);
    } catch {}
  };
  const remember = () => disk("setItem", slot, opened ? "open" : talking ? "talk" : "");
  const post = (...message) => loaded && frame.contentWindow.postMessage(message, address.origin);

  const host = make("causerie-window", read("documentElement"));
  const root = host.attachShadow({ __proto__: null, mode: "closed" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("CSS");
  root.adoptedStyleSheets = [sheet];
  const box = make("main", root);
  const button = make("button", box);
  const faces = make("i", button);
  const label = make("span", button);
  const title = make("b", label);
  const more = make("small", label);
  const badge = make("em", button);

  const draw = () => {
    if (status && drawn != status.revision) {
      drawn = status.revision;
      box.className = status.position;
      box.style.setProperty("--c", status.colour);
      box.style.setProperty("--i", status.ink);
      title.textContent = status.text;
      more.textContent = status.open ? status.more : "";
      faces.textContent = "";
      status.people.forEach((one) => (make("img", faces).src = new URL(one.photo, address)));
    }
    button.hidden = opened || !(talking || (status && (status.open || status.offline == "leave")));
    badge.hidden = !unread;
    badge.textContent = unread;
  };

  const plain = () => read("title").replace(/^\(\d+\) /, "");
  const page = () => {
    const picture = call("querySelector", "[property='og:image']");
    return [location.href, plain(), picture ? picture.content : ""];
  };
  const load = () => {
    frame = make("iframe", box);
    frame.title = "Causerie";
    frame.hidden = !opened;
    frame.onload = () => {
      loaded = true;
      post("hello", opened, identity, ...page());
    };
    frame.src = address + language;
  };
  const show = (wanted) => {
    opened = wanted;
    if (!frame) load();
    if (bubble) bubble.remove();
    frame.hidden = !opened;
    post("open", opened);
    draw();
    remember();
    (opened ? frame : button).focus();
  };

  // What the page may ask by causerie(verb, …), and what the window says. Both are heard by causerie("on", verb, …).
  const verbs = {
    __proto__: null,
    conversion: (token) => navigator.sendBeacon(address + "sold", new URLSearchParams(token)),
    open: () => show(true),
    close: () => frame && show(false),
    identify: (token) => post("identify", (identity = token)),
    setLocale: (code) => {
      language = "?lang=" + code;
      if (frame) frame.src = address + language;
    },
    on: (event, hook) => hooks.push([event, hook]),
    talking: (wanted) => {
      talking = wanted;
      remember();
      draw();
    },
    unread: (count) => {
      unread = count;
      Reflect.set(Document.prototype, "title", (unread ? `(${unread}) ` : "") + plain(), document);
      draw();
    }
  };
  const run = ([verb, one, two]) => {
    if (verbs[verb]) verbs[verb](one, two);
    hooks.forEach(([event, hook]) => event == verb && hook(one));
  };
  const greet = (text) => {
    bubble = make("div", box);
    make("button", bubble, text).onclick = button.onclick;
    make("button", bubble, "OK").onclick = () => {
      bubble.remove();
      disk("setItem", slot + ":quiet", Date.now());
    };
    setTimeout(() => bubble.remove(), 12e3);
  };
  const look = () => {
    const now = page();
    if (here != (here = now[0])) {
      since = Date.now();
      greeted = 0;
      if (bubble) bubble.remove();
    }
    if (shown != (shown = "" + now)) post("page", ...now);
    if (greeted || frame || !status || !status.open || Date.now() - disk("getItem", slot + ":quiet") < 864e5) return;
    for (const rule of status.greetings) {
      const pattern = rule.page.replace(/[^\w*]/g, "\\$&").replace(/\*/g, ".*");
      if (!greeted && Date.now() - since > rule.seconds * 1e3 && RegExp(`^${pattern}$`).test(location.pathname)) greeted = 1, greet(rule.text);
    }
  };
  const poll = async () => {
    clearTimeout(timer);
    if (read("hidden")) return;
    try {
      const first = !status;
      const answer = await fetch(address + "status.json?" + !status + language);
      if (!answer.ok) throw 0;
      status = await answer.json();
      wait = 5e3;
      draw();
      if (first) run(["ready"]);
    } catch {
      wait *= 2;
    }
    timer = setTimeout(poll, wait);
  };

  all[address] = run;
  causerie = (...words) => {
    queue.push(words);
    for (const name in all) all[name](words);
  };
  causerie.q = queue;
  causerie.all = all;
  button.onclick = () => run(["open"]);
  addEventListener("message", ({ origin: from, source: sender, data: message }) => {
    if (from == address.origin && frame && sender == frame.contentWindow) run(message);
  });
  addEventListener("visibilitychange", poll);
  setInterval(look, 500);
  talking = disk("getItem", slot);
  opened = talking == "open" && innerWidth > 480;
  if (talking) load();
  draw();
  queue.forEach(run);
  poll();
})();
