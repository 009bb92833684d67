/**
 * What the desk knows, folded from the frames of the live socket. Pure: no page, no clock, no socket.
 *
 * @typedef {{url: string, title?: string, picture?: string}} Page
 * @typedef {{name: string, language: string}} Site
 * @typedef {{id: number, name: string, photo?: string, expertise?: string, languages?: string[], role?: string,
 *   state?: "available" | "paused", load?: number, capacity?: number}} Member
 * @typedef {Member & {kind: "ambassador" | "team", topics: number[], cap: number, brand: string}} Me
 * @typedef {{id: string, text: string, language: string, site: Site, waiting_since: number, topic?: string, topic_id?: number, page?: Page,
 *   widened?: boolean, for_team?: boolean, later?: boolean, returned?: boolean}} Question
 * @typedef {{id: string, state: "waiting" | "taken" | "closed", head_seq: number, asked_at: number, seen?: number, read?: number, lease?: number,
 *   language?: string, site?: Site, topic?: string, page?: Page, visitor?: string, visitor_here?: boolean, preview?: string, last_text?: string,
 *   last_from?: "visitor" | "us" | "", last_at?: number, warned?: boolean, later?: boolean, for_team?: boolean, returned?: boolean,
 *   thanked?: boolean, stars?: number, comment?: string, erased?: boolean}} Talk
 * @typedef {{id: number, shortcut: string, text: string, language?: string, mine?: boolean, by?: string}} Prepared
 * @typedef {{id: string, text: string, by: string}} Lost
 * @typedef {{link: "connecting" | "online" | "offline", ready: boolean, denied: boolean, me: Me | null, people: Map<number, Member>,
 *   queue: Map<string, Question>, talks: Map<string, Talk>, prepared: Prepared[], claiming: Set<string>, lost: Map<string, Lost>,
 *   typing: Set<string>, open: string, taken_at: Map<string, number>}} State
 * @typedef {{type: string, [field: string]: any}} Event
 */

/** @returns {State} */
export function nothing() {
  return {
    link: "connecting",
    ready: false,
    denied: false,
    me: null,
    people: new Map(),
    queue: new Map(),
    talks: new Map(),
    prepared: [],
    claiming: new Set(),
    lost: new Map(),
    typing: new Set(),
    open: "",
    taken_at: new Map(),
  };
}

/** @template T @param {T[]} rows @param {(row: T) => any} key */
const byKey = (rows, key) => new Map(rows.map((row) => [key(row), row]));

/** @template K, V @param {Map<K, V>} map @param {K} key @param {V} value */
const put = (map, key, value) => new Map(map).set(key, value);

/** @template T @param {Map<T, any>} map @param {T[]} keys */
const drop = (map, ...keys) => new Map([...map].filter(([key]) => !keys.includes(key)));

/** @template T @param {Set<T>} set @param {T} value @param {boolean} on */
const toggle = (set, value, on) => (on ? new Set(set).add(value) : new Set([...set].filter((other) => other !== value)));

/** @param {State} state @param {string} id @param {Partial<Talk>} change @returns {State} */
function change(state, id, change) {
  const talk = state.talks.get(id);
  return talk ? { ...state, talks: put(state.talks, id, { ...talk, ...change }) } : state;
}

/** A talk that left these hands. @param {State} state @param {string} id @returns {State} */
function leave(state, id) {
  return { ...state, talks: drop(state.talks, id), typing: toggle(state.typing, id, false), open: state.open === id ? "" : state.open };
}

/** @type {Record<string, (state: State, event: any) => State>} */
const FOLDS = {
  link: (state, { link }) => ({ ...state, link }),
  denied: (state) => ({ ...state, denied: true }),
  reset: (state) => ({ ...nothing(), link: state.link }),
  open: (state, { conversation }) => ({ ...state, open: conversation }),
  welcome,
  presence: (state, { changed = [], gone = [] }) => {
    const people = drop(state.people, ...gone);
    for (const member of changed) people.set(member.id, whole(member));
    return { ...state, people, me: withLoad(state.me, people) };
  },
  queue: (state, { added = [], changed = [], removed = [] }) => {
    let queue = drop(state.queue, ...removed.map((/** @type {{id: string}} */ gone) => gone.id));
    for (const question of [...changed, ...added]) queue.set(question.id, question);
    state = removed.reduce((/** @type {State} */ so, /** @type {any} */ gone) => wentTo(so, gone, state.queue.get(gone.id)), state);
    return { ...state, queue };
  },
  claiming: (state, { conversation }) => ({ ...state, claiming: toggle(state.claiming, conversation, true) }),
  claimed: (state, { conversation, lease, at = 0 }) => {
    const question = state.queue.get(conversation);
    const talk = state.talks.get(conversation) ?? (question && fromQuestion(question));
    return {
      ...state,
      claiming: toggle(state.claiming, conversation, false),
      queue: drop(state.queue, conversation),
      taken_at: put(state.taken_at, conversation, at),
      talks: talk ? put(state.talks, conversation, { ...talk, state: "taken", lease }) : state.talks,
    };
  },
  notclaimed: (state, { conversation, code, by = "" }) => {
    const question = state.queue.get(conversation) ?? state.lost.get(conversation);
    const calm = { ...state, claiming: toggle(state.claiming, conversation, false) };
    if (code !== "taken" || !question) return calm;
    return { ...calm, queue: drop(state.queue, conversation), lost: put(state.lost, conversation, lost(question, by)) };
  },
  forget: (state, { conversation }) => ({ ...state, lost: drop(state.lost, conversation) }),
  conversation: (state, { conversation: talk }) => {
    if (talk.erased || talk.state === "waiting") return leave(state, talk.id);
    if (talk.state === "closed" && !state.talks.has(talk.id)) return state;
    return { ...state, talks: put(state.talks, talk.id, renewed(state.talks.get(talk.id), fresh(talk))) };
  },
  released: (state, { conversation }) => leave(state, conversation),
  gone: (state, { conversation }) => leave(state, conversation),
  closed: (state, { conversation }) => change(state, conversation, { state: "closed", warned: false }),
  message: (state, message) => {
    const talk = state.talks.get(message.conversation);
    if (!talk || message.seq <= 0) return state;
    const mine = message.from.kind !== "visitor";
    const next = { ...talk, head_seq: Math.max(talk.head_seq, message.seq) };
    if (message.sent_at >= (talk.last_at ?? 0))
      Object.assign(next, { last_text: message.text, last_from: mine ? "us" : "visitor", last_at: message.sent_at, picture: Boolean(message.picture) });
    if (mine) Object.assign(next, { read: Math.max(talk.read ?? 0, message.seq), warned: false });
    return { ...state, talks: put(state.talks, talk.id, next), typing: mine ? state.typing : toggle(state.typing, talk.id, false) };
  },
  seen: (state, { conversation, seq, by = "visitor" }) => {
    const talk = state.talks.get(conversation);
    if (!talk) return state;
    return change(state, conversation, by === "visitor" ? { seen: Math.max(talk.seen ?? 0, seq) } : { read: Math.max(talk.read ?? 0, seq) });
  },
  typing: (state, { conversation, on, by = "visitor" }) =>
    by === "visitor" ? { ...state, typing: toggle(state.typing, conversation, on) } : state,
  page: (state, { conversation, page }) => {
    const question = state.queue.get(conversation);
    return question ? { ...state, queue: put(state.queue, conversation, { ...question, page }) } : change(state, conversation, { page });
  },
  status: (state, { state: now, capacity }) => (state.me ? { ...state, me: { ...state.me, state: now, capacity: capacity || state.me.capacity } } : state),
};

/** What the server leaves out has its default: an absent field is false, 0 or "". @param {Talk} talk @returns {Talk} */
const fresh = (talk) => ({ warned: false, visitor_here: false, later: false, thanked: false, stars: 0, comment: "", page: undefined, last_from: "", ...talk });

/** The new view, with the last line kept when the one known is as late. @param {Talk | undefined} known @param {Talk} view @returns {Talk} */
function renewed(known, view) {
  if (!known || known.head_seq < view.head_seq) return { ...known, ...view };
  const { last_text, last_from, last_at, head_seq, read } = known;
  return { ...known, ...view, last_text, last_from, last_at, head_seq, read: Math.max(read ?? 0, view.read ?? 0) };
}

/** @param {State} state @param {any} frame @returns {State} */
function welcome(state, { me, conversations = [], queue = [], people = [], prepared = [] }) {
  const talks = byKey(conversations.map(fresh), (talk) => talk.id);
  for (const talk of state.talks.values()) if (talk.state === "closed" && !talks.has(talk.id)) talks.set(talk.id, talk);
  const here = byKey(people.map(whole), (member) => member.id);
  return {
    ...state,
    ready: true,
    me: withLoad(me, here),
    people: here,
    queue: byKey(queue, (question) => question.id),
    talks,
    prepared,
    claiming: new Set(),
    typing: new Set(),
    open: talks.has(state.open) ? state.open : "",
  };
}

/** A member as the wire means it: what is left out has its default. @param {Member} member @returns {Member} */
const whole = (member) => ({ role: "ambassador", state: "available", load: 0, capacity: 3, ...member });

/** @param {Me | null} me @param {Map<number, Member>} people */
function withLoad(me, people) {
  const seen = me && people.get(me.id);
  return me && seen ? { ...me, load: seen.load ?? 0, capacity: seen.capacity ?? me.capacity, state: seen.state ?? "available", photo: seen.photo ?? me.photo } : me;
}

/** @param {State} state @param {{id: string, by?: string}} gone @param {Question | undefined} question @returns {State} */
function wentTo(state, gone, question) {
  if (!question || !state.claiming.has(gone.id) || !gone.by || gone.by === state.me?.name) return state;
  return { ...state, lost: put(state.lost, gone.id, lost(question, gone.by)) };
}

/** @param {{id: string, text: string}} question @param {string} by @returns {Lost} */
const lost = ({ id, text }, by) => ({ id, text, by });

/** What is known of a talk the moment it is ours, until the server tells the rest. @param {Question} question @returns {Talk} */
function fromQuestion({ id, language, site, topic, page, text, waiting_since, later }) {
  return {
    id, state: "taken", head_seq: 0, asked_at: waiting_since, language, site, topic, page, preview: text,
    last_text: text, last_from: "visitor", last_at: waiting_since, later, visitor_here: true,
  };
}

/** The next state after a frame of the server, or an event of the desk's own. @param {State} state @param {Event} event */
export function fold(state, event) {
  return FOLDS[event.type]?.(state, event) ?? state;
}

/** Whether a question fits what the member declared. Nothing declared: everything fits. @param {Me} me @param {Question} question */
export function fits(me, question) {
  const languages = me.languages ?? [];
  const topics = me.topics ?? [];
  return (!languages.length || languages.includes(question.language)) && (!question.topic_id || !topics.length || topics.includes(question.topic_id));
}

/** The queue in its three parts, oldest first. @param {State} state */
export function questions(state) {
  const all = [...state.queue.values()].sort((a, b) => a.waiting_since - b.waiting_since || (a.id < b.id ? -1 : 1));
  const open = all.filter((question) => !question.for_team);
  const me = state.me;
  return {
    mine: open.filter((question) => me && fits(me, question)),
    others: open.filter((question) => !me || !fits(me, question)),
    team: all.filter((question) => question.for_team),
  };
}

/** Messages of the visitor that this side has not seen. @param {Talk} talk */
export function unread(talk) {
  return talk.last_from === "visitor" ? Math.max(0, talk.head_seq - (talk.read ?? 0)) : 0;
}

/** Whether the visitor waits for us. @param {Talk} talk */
export const waitsForUs = (talk) => talk.state === "taken" && talk.last_from !== "us";

/** One's own talks: those open first, in the order they were taken. @param {State} state */
export function talks(state) {
  return [...state.talks.values()].sort((a, b) => Number(a.state === "closed") - Number(b.state === "closed") || a.asked_at - b.asked_at);
}

/** Who is here: oneself first, those who pause last. @param {State} state */
export function people(state) {
  /** @param {Member} member */
  const rank = (member) => (member.id === state.me?.id ? 0 : member.state === "paused" ? 2 : 1);
  return [...state.people.values()].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

/**
 * A store: `tell` folds an event, `watch` hears of the new state with the one before.
 * @returns {{state: () => State, tell: (event: Event) => void, watch: (hear: (now: State, before: State, event: Event) => void) => void}}
 */
export function createStore() {
  let state = nothing();
  /** @type {((now: State, before: State, event: Event) => void)[]} */
  const watchers = [];
  return {
    state: () => state,
    watch: (hear) => void watchers.push(hear),
    tell(event) {
      const before = state;
      state = fold(state, event);
      for (const hear of watchers) hear(state, before, event);
    },
  };
}
