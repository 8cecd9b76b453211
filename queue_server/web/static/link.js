// The browser's end of the protocol (docs/protocol.md): one websocket that heals by itself.
//
//   const link = connect({ role: "board", device: "b1", token });
//   link.view.value      everything known: { epoch, version, centre, day, lines, desks, tickets, calls, heard, devices,
//                        hall, voices, coming, notices, slip_orders, acts, alerts, alarms };
//                        `behind`: more follows at once; `whole`: this came as one snapshot
//   link.state.value     { online, since, ever, stopped, ended, failure }: `since` is when we last knew that all was
//                        current, `ended`: the officer's session is over
//   link.ask("call_next", { desk: "3" })     a promise of the answer, asked again with the same id until there is one
//   link.now()           the server's time; a browser's own clock is not trusted
//
// It draws nothing and decides nothing. ECMAScript 2018, for the televisions of that time.

import { signal } from "./vendor/signals.mjs";

export const PROTOCOL = 1;

/** Where each kind of thing lives in the view, and what tells two of them apart. */
const PLACES = {
  line: ["lines", (thing) => thing.service],
  desk: ["desks", (thing) => thing.id],
  ticket: ["tickets", (thing) => thing.id],
  call: ["calls", (thing) => thing.id],
  heard: ["heard", (thing) => `${thing.call} ${thing.board}`],
  device: ["devices", (thing) => thing.id],
  notice: ["notices", (thing) => thing.id],
  slip_order: ["slip_orders", (thing) => thing.ticket],
  act: ["acts", (thing) => thing.id],
  alert: ["alerts", (thing) => thing.cause],
  alarm: ["alarms", (thing) => thing.id],
};
/** Of these there is one. */
const ONCE = new Set(["centre", "day", "hall", "voices", "coming"]);
const GONE = new Set(["finished", "cancelled", "expired"]);
/** A page stays open for months: no list may grow for ever. */
const CALLS_KEPT = 100;
const PENDING_KEPT = 200;

/** Close codes after which connecting again would only repeat what happened (protocol: Close). */
const NOT_ALLOWED = 4001;
const WRONG_VERSION = 4002;
const SESSION_ENDED = 4003;
const REPLACED = 4009;

const HELLO_SECONDS = 10;
const ASK_AGAIN_MS = 4000;
const FIRST_DELAY_MS = 400;
const LONGEST_DELAY_MS = 8000;
const REFUSED_DELAY_MS = 30000;

/** No answer came in time, or the server could not understand the request. `code` is stable. */
export class Unanswered extends Error {
  constructor(code, words) {
    super(code);
    this.code = code;
    this.words = words || {};
  }
}

export function freshId() {
  // crypto.randomUUID exists on https pages only; a centre's own network has none.
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function emptyView() {
  return { epoch: "", version: -1, behind: false, whole: false, centre: null, day: null, lines: {}, desks: {}, tickets: {}, calls: {}, heard: {}, devices: {}, hall: null, voices: null, coming: null, notices: {}, slip_orders: {}, acts: {}, alerts: {}, alarms: {} };
}

/** The view after these things; the old one stays as it was. */
export function withThings(view, things, version) {
  const next = Object.assign({}, view, { version, whole: false });
  for (const thing of things) {
    if (ONCE.has(thing.type)) next[thing.type] = thing;
    const place = PLACES[thing.type];
    if (!place) continue; // a kind of thing newer than this page
    const [name, keyOf] = place;
    if (next[name] === view[name]) next[name] = Object.assign({}, view[name]);
    if (thing.type === "ticket" && GONE.has(thing.state)) delete next.tickets[thing.id];
    else next[name][keyOf(thing)] = thing;
  }
  forgetOldCalls(next);
  return next;
}

function forgetOldCalls(view) {
  const ids = Object.keys(view.calls);
  if (ids.length <= CALLS_KEPT) return;
  const kept = ids.map(Number).sort((a, b) => b - a).slice(0, CALLS_KEPT);
  const oldest = kept[kept.length - 1];
  view.calls = pick(view.calls, kept);
  view.heard = pick(view.heard, Object.keys(view.heard).filter((key) => view.heard[key].call >= oldest));
}

function pick(from, keys) {
  const result = {};
  for (const key of keys) result[key] = from[key];
  return result;
}

export function connect(options) {
  return new Link(options);
}

class Link {
  constructor({ role, device, token, url }) {
    this.role = role;
    this.device = device;
    this.token = token || "";
    this.url = url || `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`;
    this.view = signal(emptyView());
    this.state = signal({ online: false, since: null, ever: false, stopped: false, ended: false, failure: null });
    this.welcome = signal(null);
    this.pending = new Map();
    /** Called with everything that an administrator asks of this device. */
    this.onErrand = () => undefined;
    this.speed = 1;
    this.heardNow = { server: Date.now(), here: Date.now() };
    this.failures = 0;
    addEventListener("online", () => this.state.value.stopped || this.start());
    this.start();
  }

  /** The server's time in milliseconds, as well as we know it. */
  now() {
    return Math.round(this.heardNow.server + (Date.now() - this.heardNow.here) * this.speed);
  }

  /** The server told its time. */
  setClock(server) {
    this.heardNow = { server, here: Date.now() };
  }

  /** Connect at once, also after the link stopped itself. */
  start() {
    if (this.socket) return;
    clearTimeout(this.retry);
    this.tell({ stopped: false, ended: false });
    const socket = new WebSocket(this.url);
    this.socket = socket;
    this.watch(HELLO_SECONDS);
    socket.onopen = () => socket.send(JSON.stringify(this.hello()));
    socket.onmessage = (event) => socket === this.socket && this.receive(JSON.parse(event.data));
    socket.onclose = (event) => socket === this.socket && this.lost(event.code);
  }

  /** Leave for good (until `start`). */
  stop() {
    clearTimeout(this.retry);
    const socket = this.socket;
    this.lost(REPLACED);
    if (socket) socket.close();
  }

  /**
   * Ask for something. The id is made here and stays the same however often the request is sent, so that nothing
   * happens twice. Resolves to the answer (`taken`, `called`, `found`, `done` or `refused`); rejects with `Unanswered`.
   */
  ask(type, fields, { patience = 15000 } = {}) {
    const request = freshId();
    return new Promise((resolve, reject) => {
      const asked = { frame: JSON.stringify(Object.assign({ type, request }, fields)), resolve, reject };
      if (this.pending.size >= PENDING_KEPT) this.settle(this.pending.keys().next().value, (old) => old.reject(new Unanswered("too_many_requests")));
      this.pending.set(request, asked);
      asked.deadline = setTimeout(() => this.settle(request, () => reject(new Unanswered("no_answer"))), patience);
      asked.again = setInterval(() => this.send(asked), ASK_AGAIN_MS);
      this.carry(asked);
    });
  }

  /** Send what this connection has not carried yet. */
  carry(asked) {
    if (asked.carrier !== this.socket) this.send(asked);
  }

  send(asked) {
    if (!this.state.value.online || this.socket.readyState !== WebSocket.OPEN) return;
    asked.carrier = this.socket;
    this.socket.send(asked.frame);
  }

  settle(request, how) {
    const asked = this.pending.get(request);
    if (!asked) return;
    this.pending.delete(request);
    clearTimeout(asked.deadline);
    clearInterval(asked.again);
    how(asked);
  }

  hello() {
    const { epoch, version } = this.view.value;
    const resume = epoch ? { epoch, version } : null;
    return { type: "hello", protocol: PROTOCOL, role: this.role, device: this.device, token: this.token, resume };
  }

  receive(message) {
    if (this.welcome.value) this.watch(2.5 * this.welcome.value.beat);
    switch (message.type) {
      case "welcome":
        this.setClock(message.now);
        this.speed = message.speed || 1; // other than 1 in a replayed day
        this.welcome.value = message;
        this.watch(2.5 * message.beat);
        if (message.recovered) this.current(Object.assign({}, this.view.value, { behind: this.view.value.version < message.version }));
        return;
      case "snapshot":
        this.current(Object.assign(withThings(Object.assign(emptyView(), { epoch: message.epoch }), message.things, message.version), { whole: true }));
        return;
      case "update":
        // A version may come twice (figures change without an event), but never an older one after a newer.
        if (message.version < this.view.value.version) return;
        this.current(this.caughtUp(withThings(this.view.value, message.things, message.version)));
        return;
      case "beat":
        this.setClock(message.now);
        if (message.version > this.view.value.version || this.view.value.behind) {
          this.current(this.caughtUp(Object.assign({}, this.view.value, { version: message.version })));
        }
        return;
      case "errand":
        this.onErrand(message);
        return;
      case "error":
        this.failed(message);
        return;
      default:
        if (message.request) this.settle(message.request, (asked) => asked.resolve(message));
    }
  }

  caughtUp(view) {
    return Object.assign({}, view, { behind: view.behind && view.version < this.welcome.value.version });
  }

  current(view) {
    const first = !this.state.value.online;
    this.view.value = view;
    if (!first) return;
    this.failures = 0;
    this.tell({ online: true, since: null, ever: true, failure: null });
    this.pending.forEach((asked) => this.carry(asked));
  }

  failed(message) {
    // The server could not write, or was asked too much: nothing changed, and the request is sent again by its timer.
    if (message.code === "unavailable" || message.code === "too_fast") return;
    if (message.request) this.settle(message.request, (asked) => asked.reject(new Unanswered(message.code, message.message)));
    else this.tell({ failure: message });
  }

  /** Nothing heard for so many seconds: the line is dead, whatever the socket thinks. */
  watch(seconds) {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => {
      const socket = this.socket;
      this.lost(0);
      if (socket) socket.close();
    }, seconds * 1000);
    this.heard = this.now();
  }

  lost(code) {
    clearTimeout(this.watchdog);
    this.socket = null;
    this.welcome.value = null;
    const { online, since } = this.state.value;
    const ended = code === SESSION_ENDED;
    const stopped = ended || code === REPLACED || code === WRONG_VERSION;
    this.tell({ online: false, stopped, ended, since: online ? this.heard : since });
    if (stopped) return;
    this.failures += 1;
    const usual = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * Math.pow(2, this.failures - 1));
    const delay = code === NOT_ALLOWED ? REFUSED_DELAY_MS : usual;
    // Two hundred screens of a province must not come back in the same instant.
    this.retry = setTimeout(() => this.start(), delay * (0.5 + Math.random()));
  }

  tell(change) {
    this.state.value = Object.assign({}, this.state.value, change);
  }
}
