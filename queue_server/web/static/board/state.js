// What a board knows and what it shows. Pure: the same rules as display/board.py; tests/display/test_web_board.py plays
// the same days to both. Times: `now` is a steady clock of this machine in milliseconds.

import { minuteOfDay } from "./words.js";

export const FLASH = 6000;
export const HOLD = 30000;
export const NEWEST_PAGE = 9000;
export const PAGE = 6000;
export const GRACE = 3000;
export const TAKEOVER = 15000;
export const TURN = 10000;

const MAIN = ["clock", "calls", "recent", "ticker"];

const MISSED = "no longer called when the board was back";
const REPEATED = "called again before the board was back";

export function freshBoard(device) {
  return { device, epoch: "", judged: -1, centre: null, day: null, desks: {}, calls: [], arrived: {}, pending: [], lines: {}, notices: {}, coming: [], speaker: true, broken: false, lost: null, knownUntil: null };
}

/** What the server has told so far (a view of link.js). Returns the board after it, calls to speak, missed, and withdrawn. */
export function told(before, view, now) {
  const board = seeing(before, view);
  if (view.epoch !== before.epoch) {
    // The first thing this page hears, or another database: whatever was called before is old.
    return [Object.assign(board, { judged: view.version, arrived: {}, pending: [], broken: false, lost: null }), { speak: [], missed: [], withdrawn: [] }];
  }
  const fresh = board.calls.filter((call) => call.id > before.judged);
  if (fresh.length) board.judged = Math.max(before.judged, fresh[fresh.length - 1].id);
  const undone = (call) => (view.calls[call.id] || call).withdrawn;
  const pending = before.pending.concat(fresh).filter((call) => !undone(call));
  const withdrawn = before.calls.filter(undone).map((call) => call.id);
  if (view.behind) return [Object.assign(board, { pending, broken: true }), { speak: [], missed: [], withdrawn }];
  let news = before.broken || view.whole ? sortedOut(board, pending) : { speak: pending, missed: [] };
  const lately = board.calls.filter((call) => call.id in board.arrived && now - board.arrived[call.id] < TAKEOVER);
  board.arrived = Object.assign({}, board.arrived);
  for (const call of news.speak) board.arrived[call.id] = now;
  // The voice before may have been cut off: what was called lately and still stands is said again.
  if (board.speaker && !before.speaker) news = { speak: sortedOut(board, lately).speak.concat(news.speak), missed: news.missed };
  else if (!board.speaker) news = { speak: [], missed: [] };
  news.withdrawn = withdrawn;
  return [Object.assign(board, { pending: [], broken: false, lost: null }), news];
}

/** The line is down; all was last known at `knownUntil`, in the server's time. */
export function lineLost(board, knownUntil, now) {
  return board.lost !== null ? board : Object.assign({}, board, { lost: now, knownUntil, broken: true });
}

export function desksShown(board) {
  return Object.keys(board.desks).filter((desk) => mayShow(board, desk)).length;
}

/** How this board is set up; as a main board where the centre's file does not name it. */
export function infoOf(board) {
  const found = board.centre && board.centre.boards.find((each) => each.id === board.device);
  return Object.assign({ services: [], desks: [], hall: "", panels: MAIN, languages: [], ticker: null, speech: null, media: [] }, found);
}

/** How this board speaks: in its own manner or the centre's. Languages are the server's matter, which makes the sound. */
export function speechOf(board) {
  return infoOf(board).speech || (board.centre ? board.centre.speech : {});
}

/** Whether nothing is spoken at this time. */
export function quietAt(board, at) {
  const { quiet } = speechOf(board);
  const minute = quiet && quiet.length ? minuteOfDay(at, board.centre.timezone) : 0;
  return Boolean(quiet) && quiet.some((each) => each.opens <= minute && minute < each.closes);
}

/** What supervisors have posted: the newest urgent notice, and the others one after another; as windows/notices.py. */
export function posted(board, at) {
  const all = Object.keys(board.notices).map((id) => board.notices[id]);
  const standing = all.filter((each) => !each.withdrawn && (!each.until || each.until > at)).sort((a, b) => b.id - a.id);
  const others = standing.filter((each) => !each.urgent);
  return { urgent: standing.find((each) => each.urgent) || null, other: others.length ? others[turn(at) % others.length] : null };
}

/** Which of several sentences it is now, counted without end. */
export function turn(at) {
  return Math.floor(at / TURN);
}

/** The server's time when all was last known, where the line is down for longer than it may be; else null. */
export function staleSince(board, now) {
  return board.lost !== null && now - board.lost >= GRACE ? board.knownUntil : null;
}

/** How many desks call, or called only just now. */
export function inFront(board, now) {
  return rows(board, now).filter((row) => row.front).length;
}

/** What is to be seen in a window with room for so many rows and recent calls. */
export function picture(board, room, now) {
  if (!board.centre) return { scene: "connecting", rows: [], page: 0, pages: 1, recent: [], stale: null, day: null, centre: null, info: infoOf(board), lines: [], desk: null };
  const stale = staleSince(board, now);
  const all = rows(board, now);
  let front = all.filter((row) => row.front);
  const pages = Math.max(1, Math.ceil(front.length / room.rows));
  const page = pageAt(board, pages, now);
  if (pages === 1) front = all.slice(0, room.rows);
  const shown = new Set(front.map((row) => `${row.number} ${row.desk}`));
  const visible = front.slice(page * room.rows, (page + 1) * room.rows);
  const scene = visible.length ? "calls" : board.day && !board.day.issuing ? "closed" : "welcome";
  const info = infoOf(board);
  const desk = info.panels.indexOf("desk") >= 0 ? board.desks[info.desks[0]] || null : null;
  const waiting = info.panels.indexOf("lines") >= 0 && !room.crowded ? lines(board, info) : [];
  return { scene, rows: visible, page, pages, recent: recent(board, shown).slice(0, room.recent), stale, day: board.day, centre: board.centre, info, lines: waiting, desk };
}

/** One row for each desk that calls or serves, or called only just now. Newest call first, served ones last. */
export function rows(board, now) {
  const latest = {};
  for (const call of board.calls) latest[call.desk] = call;
  const found = Object.keys(board.desks).map((desk) => row(board, board.desks[desk], latest[desk], now)).filter(Boolean);
  found.sort((a, b) => Number(b.front) - Number(a.front) || (b.call || 0) - (a.call || 0) || b.at - a.at);
  if (found.length && found[0].front) found[0].newest = true;
  return found;
}

function seeing(before, view) {
  const board = Object.assign({}, before, { epoch: view.epoch, centre: view.centre, day: view.day, desks: view.desks, lines: view.lines, notices: view.notices, coming: view.coming ? view.coming.calls : [] });
  const info = infoOf(board);
  const speakers = view.voices ? view.voices.speakers || {} : {};
  board.speaker = !info.hall || !(info.hall in speakers) || speakers[info.hall] === board.device;
  const calls = Object.keys(view.calls).map((id) => view.calls[id]).filter((call) => !call.withdrawn && concerns(info, call));
  calls.sort((a, b) => a.id - b.id);
  board.calls = calls;
  board.arrived = {};
  for (const call of calls) if (call.id in before.arrived) board.arrived[call.id] = before.arrived[call.id];
  return board;
}

/** Which calls this board is likely to speak next, as display/expected.py: those who would be called, then those called again. */
export function expected(board) {
  if (!board.speaker) return [];
  const info = infoOf(board);
  const coming = board.coming.filter((each) => concerns(info, each)).map((each) => ({ number: each.number, desk: each.desk, kind: "call", priority: Boolean(each.priority) }));
  const standing = board.calls.filter(({ desk, ticket }) => board.desks[desk] && board.desks[desk].state === "calling" && board.desks[desk].ticket === ticket);
  const again = [].concat(...standing.map(({ number, desk, priority }) => ["recall", "last"].map((kind) => ({ number, desk, kind, priority }))));
  return coming.concat(again.filter((each, place) => again.findIndex((other) => other.number === each.number && other.desk === each.desk && other.kind === each.kind) === place));
}

/** Whether a call is for a board that is set up so. */
function concerns(info, call) {
  return (!info.services.length || info.services.indexOf(call.service) >= 0) && (!info.desks.length || info.desks.indexOf(call.desk) >= 0);
}

/** Whether calls to a desk may be for this board. */
function mayShow(board, desk) {
  const info = infoOf(board);
  if (info.desks.length && info.desks.indexOf(desk) < 0) return false;
  return !info.services.length || offered(board, desk).some((service) => info.services.indexOf(service) >= 0);
}

/** The lines of this board's services, in the centre's order. */
function lines(board, info) {
  const wanted = (service) => !info.services.length || info.services.indexOf(service) >= 0;
  return board.centre.services.filter((each) => wanted(each.id) && board.lines[each.id]).map((each) => board.lines[each.id]);
}

function offered(board, desk) {
  const info = board.centre && board.centre.desks.find((each) => each.id === desk);
  return info ? info.services.concat(info.overflow || []) : [];
}

/** After a break: what still stands is spoken once, the rest is told to the officer. */
function sortedOut(board, pending) {
  const news = { speak: [], missed: [] };
  const latest = {};
  for (const call of board.calls) latest[call.desk] = call.id;
  for (const call of pending) {
    const desk = board.desks[call.desk];
    if (!desk || desk.state !== "calling" || desk.ticket !== call.ticket) news.missed.push([call, MISSED]);
    else if (call.desk in latest && latest[call.desk] !== call.id) news.missed.push([call, REPEATED]);
    else news.speak.push(call);
  }
  return news;
}

function row(board, desk, call, now) {
  const busy = { calling: "called", serving: "serving" }[desk.state] || null;
  if (busy && desk.number && (!call || call.ticket !== desk.ticket)) {
    // Older than the calls we were given; the desk itself says whom it has called.
    if (mayShow(board, desk.id)) {
      return { number: desk.number, desk: desk.id, at: desk.since, standing: busy, call: null, front: busy === "called", newest: false, flash: false };
    }
  }
  if (!call) return null;
  const standing = busy && desk.ticket === call.ticket ? busy : "over";
  const age = call.id in board.arrived ? now - board.arrived[call.id] : null;
  const lately = age !== null && age < HOLD;
  if (standing === "over" && !lately) return null;
  const front = lately || standing === "called";
  return { number: call.number, desk: desk.id, at: call.at, standing, call: call.id, front, newest: false, flash: age !== null && age < FLASH };
}

/** The page with the newest call at once; then all in turn. */
function pageAt(board, pages, now) {
  if (pages === 1) return 0;
  const arrivals = Object.keys(board.arrived).map((id) => board.arrived[id]);
  const since = now - Math.max(0, ...arrivals) - NEWEST_PAGE;
  return since < 0 ? 0 : (Math.floor(since / PAGE) + 1) % pages;
}

function recent(board, shown) {
  const latest = {};
  for (const call of board.calls) latest[call.ticket] = call;
  return Object.keys(latest)
    .map((ticket) => latest[ticket])
    .sort((a, b) => b.id - a.id)
    .filter((call) => !shown.has(`${call.number} ${call.desk}`))
    .map((call) => ({ number: call.number, desk: call.desk, at: call.at }));
}
