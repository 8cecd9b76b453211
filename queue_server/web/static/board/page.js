// The web board: puts link, state, sound, what goes round and screen together, for a smart TV or any browser.
//
// A call is reported as drawn after a frame that showed it, and as spoken only when it was heard to its end. Frames are
// counted by themselves alone: a page whose scripts or screen stand still cannot say that it draws, though its line lives.

import { connect } from "../link.js";
import { effect, html, render, untracked } from "../ui.js";
import { Aloud } from "./aloud.js";
import { stayAwake } from "./awake.js";
import { runErrands } from "./errands.js";
import { Files } from "./files.js";
import { fit } from "./fit.js";
import { Carousel } from "./media.js";
import { asleep, orbit } from "./rest.js";
import { planFor, roomFor, Screen } from "./screen.js";
import { SelfTest } from "./self_test.js";
import { Sound, TEST } from "./sound.js";
import { desksShown, expected, freshBoard, inFront, infoOf, lineLost, picture, posted, quietAt, speechOf, staleSince, told } from "./state.js";
import { beside, text } from "./words.js";

/** Half a flash: one flash a second, where the limit is three (WCAG 2.2, SC 2.3.1). */
const BLINK = 500;
const REPORT_PATIENCE = 600000;
/** So often a frame tells that this page draws. */
const BEAT = 10000;
const DRAWN_KEPT = 500;
/** Why a server refuses a board whose token is good for nothing any more. */
const TAKEN_BACK = ["unknown_device", "session_ended"];

/** Show and speak the calls of the board `device`, for as long as the page is open. */
export function run(place, { device, token }, { refused: keyRefused = () => undefined } = {}) {
  const mine = (path, what) => `/api/boards/${encodeURIComponent(device)}/${path}?${new URLSearchParams(Object.assign({ token }, what))}`;
  const link = connect({ role: "board", device, token });
  const sound = new Sound({
    files: new Files(fileOf),
    mannerOf: () => ({ speech: speechOf(board), quiet: quietAt(board, link.now()) }),
    now: () => link.now(),
    report: (call, how) => tell("report_call", Object.assign({ call: call.id }, how)),
    changed: () => {
      reportHealth();
      look();
    },
  });
  const aloud = new Aloud((what) => sound.notify(what));
  const selfTest = new SelfTest({
    day: () => board.day,
    now: () => link.now(),
    frames: () => frames,
    ahead: () => (link.welcome.value.replayed ? 0 : Date.now() - link.now()),
    say: () => sound.notify(TEST),
    tell: reportHealth,
  });
  const carousel = new Carousel({ fileOf: (name) => mine(`media/${encodeURIComponent(name)}`), changed: () => look() });
  const awake = stayAwake();

  let board = freshBoard(device);
  let drawn = new Set();
  let refused = "";
  let frames = 0;
  let provedAt = 0;
  let crowded = false;

  runErrands(link, { testSound: () => sound.test() });
  effect(() => {
    const view = link.view.value;
    untracked(() => view.epoch && heard(view));
  });
  effect(() => {
    const state = link.state.value;
    untracked(() => lineChanged(state));
  });
  setInterval(look, BLINK);
  addEventListener("resize", look);
  document.addEventListener("visibilitychange", reportHealth);
  ["click", "keydown"].forEach((name) => addEventListener(name, wake));

  function heard(view) {
    const [next, news] = told(board, view, steady());
    if (next.epoch !== board.epoch) drawn = new Set();
    board = next;
    news.speak.forEach((call) => sound.announce(call));
    sound.expect(expected(board));
    news.withdrawn.forEach((id) => sound.retract(id));
    aloud.heard(board);
    news.missed.forEach(([call, why]) => tell("report_call", { call: call.id, failed: why }));
    look();
  }

  function lineChanged({ online, since, failure, ended }) {
    if (ended || (failure && TAKEN_BACK.indexOf(failure.code) >= 0)) keyRefused();
    if (online) reportHealth();
    else if (since !== null) board = lineLost(board, since, steady());
    if (failure) console.error(failure.code, failure.message);
    look();
  }

  /** The address of what is to be said: a call, or one of the other sounds of the server. */
  function fileOf({ what, values, number, desk, kind, priority, brief }) {
    if (what) return mine(`${what}.wav`, values);
    return mine("speech.wav", Object.assign({ number, desk, kind, priority: Boolean(priority) }, brief ? { brief } : {}));
  }

  function look() {
    if (link.state.value.online) {
      aloud.remind(board, link.now());
      selfTest.look();
    }
    const plan = planFor(innerWidth, innerHeight);
    const { media, panels } = infoOf(board);
    const round = panels.indexOf("media") >= 0;
    const now = steady();
    const notices = posted(board, link.now());
    const banners = Number(Boolean(notices.other)) + Number(staleSince(board, now) !== null);
    const room = roomFor(plan, panels, desksShown(board), banners, inFront(board, now), crowded);
    crowded = room.crowded;
    const seen = picture(board, room, now);
    const shown = round && !room.crowded ? carousel.show(media, link.now(), board.centre.timezone, now) : null;
    const bright = Math.floor(now / BLINK) % 2 === 0;
    const dark = !notices.urgent && seen.scene === "closed" && asleep(seen.day, link.now());
    const [right, up] = orbit(link.now(), plan.unit);
    Object.entries({ "--u": plan.unit, "--right": right, "--down": -up }).forEach(([name, pixels]) => document.documentElement.style.setProperty(name, `${pixels}px`));
    render(html`<${Screen} picture=${seen} posted=${notices} dark=${dark} shown=${shown} plan=${plan} room=${room} now=${link.now()} bright=${bright} button=${wanted()} onButton=${wake} trouble=${trouble()} />`, place);
    fit(place, plan);
    requestAnimationFrame(() => requestAnimationFrame(frameShown));
  }

  /** What the one button of this page offers, if there is something to press. */
  function wanted() {
    const languages = board.centre ? board.centre.languages : ["vi", "en"];
    const key = link.state.value.stopped ? "replaced" : sound.blocked ? "enable_sound" : null;
    if (!key) return null;
    const second = beside(languages);
    return text(key, languages[0]) + (second ? ` · ${text(key, second)}` : "");
  }

  function wake() {
    sound.enable();
    link.start();
    awake();
  }

  function frameShown() {
    frames += 1;
    reportDrawn();
    if (steady() - provedAt < BEAT) return;
    provedAt = steady();
    reportHealth();
  }

  /** Two frames after rendering, what is in the page has been on the glass; a hidden page gets no frames. */
  function reportDrawn() {
    if (document.visibilityState !== "visible") return;
    place.querySelectorAll("[data-call]").forEach((row) => {
      const call = Number(row.getAttribute("data-call"));
      if (!call || drawn.has(call) || row.getBoundingClientRect().height === 0) return;
      drawn.add(call);
      tell("report_call", { call, drawn: true });
    });
    if (drawn.size > DRAWN_KEPT) drawn = new Set(Array.from(drawn).slice(-DRAWN_KEPT / 2));
  }

  function reportHealth() {
    if (!link.state.value.online) return;
    const hidden = document.visibilityState !== "visible";
    const clock = link.welcome.value.replayed ? null : Date.now();
    tell("report_health", { health: sound.health, frames, hidden, clock, up: Math.round(performance.now() / 1000), sounded: sound.sounded, tested: selfTest.tested, checks: selfTest.checks });
  }

  function tell(type, fields) {
    link.ask(type, fields, { patience: REPORT_PATIENCE }).then(
      // A call of which the server has forgotten is old news, and no trouble.
      (answer) => (refused = answer.type === "refused" && answer.code !== "unknown_call" ? answer.code : ""),
      (error) => (refused = error.code === "no_answer" ? refused : error.code),
    );
  }

  /** The code of what keeps the server from hearing this board, for whoever looks after it. */
  function trouble() {
    const { failure } = link.state.value;
    return failure ? failure.code : refused;
  }
}

function steady() {
  return Math.round(performance.now()) + 1000000;
}
