// What the board looks like: components of the picture that state.js makes. They show what they are given.

import { html } from "../ui.js";
import { Media } from "./media.js";
import { height } from "./rest.js";
import { turn } from "./state.js";
import { beside, clock, date, deskParts, foot, named, opening, text, TEXTS } from "./words.js";

/** So many recent calls or lines fit above what goes round, one less for each banner across the board or on a screen on its end. */
const BESIDE_MEDIA = 4;
/** How much taller the newest call is than the others; in a strip it stands beside them. As display/screens/calls.py. */
const TALL = { landscape: 2.5, portrait: 3.3 };
/** With more calls than two usual pages hold: rows of a page, columns of the others, and how tall the newest is; as display/theme.py. */
const CROWDED = { landscape: [9, 2, 1.5], portrait: [9, 1, 1.3], wide: [16, 3, 0] };

/** How a window is divided: the same as display/theme.py. */
export function planFor(width, height) {
  if (height > width) return { shape: "portrait", unit: Math.min(width / 1080, height / 1920), rows: 5, recent: 6 };
  if (width > 2.2 * height) return { shape: "wide", unit: Math.min(width / 3840, height / 1080), rows: 6, recent: 7 };
  return { shape: "landscape", unit: Math.min(width / 1920, height / 1080), rows: 4, recent: 7 };
}

/** The room of a board that shows so many desks, with so many banners across it and so many calls in front, crowded until now or not: as display/theme.py. */
export function roomFor(plan, panels, desks, banners, front, crowded) {
  if (front > (crowded ? 1 : 2) * plan.rows && panels.indexOf("desk") < 0) return { rows: CROWDED[plan.shape][0], recent: 0, crowded: true };
  const beside = BESIDE_MEDIA - (plan.shape === "portrait" ? 1 : banners);
  return { rows: Math.max(1, Math.min(plan.rows, desks)), recent: panels.indexOf("media") >= 0 ? beside : plan.recent, crowded: false };
}

/** Text on one line (or so many), which fit.js makes smaller where its box is too narrow. */
function Fit({ name, lines, children }) {
  return html`<span class=${`fit ${name || ""} ${lines > 1 ? "lines" : ""}`}>${children}</span>`;
}

function both(key, languages, values) {
  const second = beside(languages);
  return text(key, languages[0], values) + (second ? `  ·  ${text(key, second, values)}` : "");
}

function Arrow() {
  return html`<svg class="arrow" viewBox="0 0 100 64" aria-hidden="true"><path d="M6 26h50V0l44 32-44 32V38H6a6 6 0 0 1 0-12z" /></svg>`;
}

function tone(row, { stale, bright }) {
  if (!row) return "empty";
  if (stale) return "stale";
  if (row.standing === "serving" && !row.front) return "serving";
  const name = row.newest ? "newest" : "called";
  return row.flash && bright ? `${name} flash` : name;
}

function Line({ row, word: usual }) {
  const [word, place] = deskParts(row.desk, usual);
  return html`<div class="line">
    <${Fit} name="number figures">${row.number}<//>
    <${Arrow} />
    <span class="desk"><${Fit} name="word">${word}<//>${place && html`<${Fit} name="place figures">${place}<//>`}</span>
  </div>`;
}

function deskWord(centre) {
  return centre.speech.desk_word || "quầy";
}

function Newest({ row, picture, look }) {
  const { centre, page, pages } = picture;
  const serving = row && row.standing === "serving" && !row.front;
  const desk = row && centre.desks.find((each) => each.id === row.desk);
  return html`<li class=${`row first ${tone(row, look)}`} data-call=${row && row.call}>
    ${row && html`
      <p class="captions"><${Fit}>${both(serving ? "serving" : "calling", centre.languages)}<//><${Fit} name="way">${serving ? "" : both("to_desk", centre.languages)}<//></p>
      <${Line} row=${row} word=${deskWord(centre)} />
      <p class="foot"><span>${pages > 1 ? `${page + 1} / ${pages}` : ""}</span><${Fit}>${desk ? named(desk.names, centre.languages[0]) : ""}<//></p>`}
  </li>`;
}

function Calls({ picture, room, look, plan }) {
  const others = [];
  for (let place = 1; place < room.rows; place += 1) others.push(picture.rows[place] || null);
  const [, columns, tall] = room.crowded ? CROWDED[plan.shape] : [0, 1, TALL[plan.shape]];
  const rows = (tall ? `minmax(0, ${tall}fr) ` : "") + "minmax(0, 1fr) ".repeat(Math.ceil(others.length / columns));
  return html`<ol class=${`calls ${room.crowded ? "crowded" : ""}`} aria-live="polite" style=${{ gridTemplateRows: rows }}>
    <${Newest} row=${picture.rows[0] || null} picture=${picture} look=${look} />
    ${others.map((row, place) => html`<li key=${place} class=${`row ${tone(row, look)}`} data-call=${row && row.call}>${row && html`<${Line} row=${row} word=${deskWord(picture.centre)} />`}</li>`)}
  </ol>`;
}

/** The rows of a list with room for so many: below the calls of a screen on its end it has two columns. */
function rowsFor(most, plan, { panels }) {
  const columns = plan.shape === "portrait" && panels.indexOf("media") < 0 ? 2 : 1;
  return { gridTemplateRows: `repeat(${Math.ceil(most / columns)}, minmax(0, 1fr))` };
}

function Recent({ picture, room, stale, plan }) {
  const { centre, recent } = picture;
  return html`<section class=${`recent ${stale ? "stale" : ""}`}>
    <h2><${Fit}>${both("recent", centre.languages)}<//></h2>
    <ol style=${rowsFor(room.recent, plan, picture.info)}>
      ${recent.map((each) => html`<li key=${`${each.number} ${each.desk}`}>
        <${Fit} name="number figures">${each.number}<//>
        <${Fit}>${deskParts(each.desk, deskWord(centre)).join(" ")}<//>
        <span class="time figures">${clock(each.at, centre.timezone)}</span>
      </li>`)}
    </ol>
  </section>`;
}

/** How many wait in each line; what does not fit is left out, the busiest stay. */
function Lines({ picture, room, stale, plan }) {
  const { centre } = picture;
  const first = centre.languages[0];
  const withMedia = picture.info.panels.indexOf("media") >= 0;
  const most = plan.shape === "portrait" || withMedia ? room.recent : room.recent - 1;
  const longest = picture.lines.slice().sort((a, b) => b.waiting - a.waiting).slice(0, most);
  const names = {};
  centre.services.forEach((service) => (names[service.id] = service.names));
  return html`<section class=${`recent waits ${stale ? "stale" : ""}`}>
    <h2><${Fit}>${both("lines", centre.languages)}<//></h2>
    <ol style=${rowsFor(most, plan, picture.info)}>
      ${picture.lines.filter((line) => longest.indexOf(line) >= 0).map((line) => html`<li key=${line.service}>
        <div class="what"><${Fit} name="service" lines=${2}>${named(names[line.service], first)}<//>${line.waiting > 0 && html`<${Fit} name="time">${text("minutes", first, line)}<//>`}</div>
        <span class="count figures">${line.waiting}</span>
      </li>`)}
    </ol>
  </section>`;
}

/** A board over one desk: the desk, and the number of whoever is asked there. */
function DeskAlone({ picture, look }) {
  const { centre, desk } = picture;
  const row = picture.rows[0] || null;
  const info = desk && centre.desks.find((each) => each.id === desk.id);
  const idle = desk ? { paused: "paused", closed: "desk_closed" }[desk.state] || "wait" : "desk_closed";
  return html`<section class=${`alone ${row ? tone(row, look) : "idle"}`} data-call=${row && row.call}>
    <div class="strip"><${Fit} name="place">${desk ? deskParts(desk.id, deskWord(centre)).join(" ") : ""}<//><${Fit} name="name" lines=${2}>${info ? named(info.names, centre.languages[0]) : ""}<//></div>
    <div class="now" aria-live="polite"><${Fit} name="number figures">${row ? row.number : "–"}<//><${Fit} name="caption">${both(row ? (row.front ? "calling" : "serving") : idle, centre.languages)}<//></div>
  </section>`;
}

function words(notice, centre) {
  const second = beside(centre.languages);
  return [named(notice.words, centre.languages[0]), (second && notice.words[second]) || ""];
}

function Posted({ notice, centre }) {
  const [first, second] = words(notice, centre);
  return html`<div class="posted" role="status"><${Fit} name="strong" lines=${2}>${first}<//>${second && html`<${Fit} lines=${2}>${second}<//>`}</div>`;
}

/** An urgent notice instead of everything else. */
function Emergency({ notice, centre }) {
  const [first, second] = words(notice, centre);
  return html`<main class="emergency" role="alert"><h1><${Fit}>${both("urgent", centre.languages)}<//></h1><div class="said"><p class="first">${first}</p>${second && html`<p class="second" lang="en">${second}</p>`}</div></main>`;
}

function Notice({ picture, now }) {
  const { centre, day, scene, recent } = picture;
  const languages = centre ? centre.languages : ["vi", "en"];
  const second = beside(languages);
  const again = scene === "closed" && day.next_opening;
  let [title, line] = recent.length ? ["next_call", "wait"] : ["welcome", "take_number"];
  if (scene === "connecting") [title, line] = ["connecting", "ask_officer"];
  if (scene === "closed") [title, line] = [day.reason in TEXTS ? day.reason : "not_issued", again ? "opens_again" : ""];
  return html`<section class="notice">
    <p class="mark figures" aria-hidden="true">A001</p>
    <h2><${Fit}>${text(title, languages[0])}<//></h2>
    ${second && html`<p class="en large">${text(title, second)}</p>`}
    ${line && html`<p class="line"><${Fit}>${text(line, languages[0])}<//></p>`}
    ${line && second && html`<p class="en">${text(line, second)}</p>`}
    ${again && html`<p class="again figures"><${Fit}>${opening(again, centre.timezone, languages[0], now)}<//></p>`}
    ${scene === "welcome" && !recent.length && html`<p class="hint"><${Fit}>${text("shown_here", languages[0])}<//></p>`}
  </section>`;
}

/** The whole of a board while nobody is in the hall; the words wander. */
function Night({ centre, day, now }) {
  const first = centre.languages[0];
  return html`<main class="night"><div style=${{ top: `${100 * (1 - height(now))}%` }}>
    <p class="clock figures">${clock(now, centre.timezone)}</p>
    ${day.next_opening && html`<p class="label">${text("opens_again", first)}</p><p class="opens figures"><${Fit}>${opening(day.next_opening, centre.timezone, first, now)}<//></p>`}
  </div></main>`;
}

function Header({ centre, now }) {
  const zone = centre ? centre.timezone : "Asia/Ho_Chi_Minh";
  const [first, second] = centre ? [centre.languages[0], beside(centre.languages)] : ["vi", null];
  return html`<header>
    <div class="names">
      <h1 class="fit lines">${centre ? named(centre.names, first) : ""}</h1>
      ${second && centre.names[second] && html`<p class="fit lines en" lang=${second}>${centre.names[second]}</p>`}
    </div>
    <p class="date">${date(now, zone, first)}</p>
    <p class="clock figures">${clock(now, zone)}</p>
  </header>`;
}

function Banner({ picture }) {
  const { languages, timezone } = picture.centre;
  const values = { time: clock(picture.stale, timezone) };
  const second = beside(languages);
  return html`<p class="banner" role="alert"><strong>${text("stale", languages[0], values)}</strong>${second && html`<span>${text("stale", second, values)}</span>`}</p>`;
}

/** To wait for one's number, and in turn with it the board's own sentence; while the line is down, to listen. */
function sentence({ centre, info, stale }, now) {
  if (stale !== null) return both("ask_officer", centre.languages);
  const second = beside(centre.languages);
  const sentences = foot(info.ticker, centre.languages[0], second).concat(both("wait", centre.languages));
  return sentences[turn(now) % sentences.length];
}

function Footer({ picture, now, trouble }) {
  const { centre, day } = picture;
  const first = centre.languages[0];
  let hours = "";
  if (day && day.issuing && day.until) hours = text("issued_until", first, { time: clock(day.until, centre.timezone) });
  else if (day && !day.issuing) hours = text("not_issued", first);
  if (trouble) hours = text("trouble", first, { code: trouble });
  return html`<footer>
    <${Fit} name="hotline">${centre.hotline ? `${text("hotline", first)}: ${centre.hotline}` : ""}<//>
    <${Fit} name="hint" lines=${2}>${sentence(picture, now)}<//>
    <${Fit} name="hours">${hours}<//>
  </footer>`;
}

/** What takes the stage: one desk, the calls, or a few words. */
function Stage({ picture, room, look, plan, now }) {
  if (picture.centre && picture.info.panels.indexOf("desk") >= 0) return html`<${DeskAlone} picture=${picture} look=${look} />`;
  if (picture.scene === "calls") return html`<${Calls} picture=${picture} room=${room} look=${look} plan=${plan} />`;
  return html`<${Notice} picture=${picture} now=${now} />`;
}

export function Screen({ picture, posted, dark, shown, plan, room, now, bright, button, onButton, trouble }) {
  const look = { stale: picture.stale !== null, bright };
  const { centre, info } = picture;
  const has = (panel) => info.panels.indexOf(panel) >= 0;
  const recent = has("recent") && picture.recent.length > 0;
  const lists = recent || picture.lines.length > 0;
  if (centre && posted.urgent) return html`<div class=${`board ${plan.shape}`}><${Emergency} notice=${posted.urgent} centre=${centre} /></div>`;
  if (dark) return html`<div class=${`board ${plan.shape}`}><${Night} centre=${centre} day=${picture.day} now=${now} /></div>`;
  return html`<div class=${`board ${plan.shape} ${look.stale ? "lost" : ""} ${posted.other ? "told" : ""}`}>
    ${has("clock") && html`<${Header} centre=${centre} now=${now} />`}
    ${look.stale && html`<${Banner} picture=${picture} />`}
    ${centre && posted.other && html`<${Posted} notice=${posted.other} centre=${centre} />`}
    <main class=${`${has("desk") ? "bare" : ""} ${shown ? "round" : ""}`}>
      <${Stage} picture=${picture} room=${room} look=${look} plan=${plan} now=${now} />
      ${recent && html`<${Recent} picture=${picture} room=${room} stale=${look.stale} plan=${plan} />`}
      ${picture.lines.length > 0 && html`<${Lines} picture=${picture} room=${room} stale=${look.stale} plan=${plan} />`}
      ${centre && shown && html`<${Media} shown=${shown} centre=${centre} only=${!lists} />`}
    </main>
    ${has("ticker") && (centre ? html`<${Footer} picture=${picture} now=${now} trouble=${trouble} />` : html`<footer></footer>`)}
    ${button && html`<button class="ask" onClick=${onButton}>${button}</button>`}
  </div>`;
}
