// What is wrong now: said once when it begins, aloud where the supervisor wants it.

import { html, effect, signal } from "/static/ui.js";
import { beep } from "/static/beep.js";
import { clock } from "/static/console/bar.js";
import { link } from "/static/console/session.js";
import { named } from "/static/language.js";
import { t } from "./words.js";

const KEY = "motcua-hall-sound";
const OVER_SHOWN = 5;
/** So many open ones are in sight; a bad hour in a large centre must not hide the hall. */
const OPEN_SHOWN = 6;
/** What nothing else on this page shows comes first: long waits stand in the list of services too. */
const worst = (alert) => (alert.level === "trouble" ? 0 : alert.level === "breach" ? 1 : 2);

const aloud = signal(localStorage.getItem(KEY) !== "off");
let heard = null;

effect(() => {
  const view = link.value && link.value.view.value;
  if (!view || !view.hall) return;
  const open = new Set(Object.values(view.alerts).filter((each) => !each.over).map((each) => `${each.cause} ${each.since}`));
  if (heard && aloud.value && Array.from(open).some((each) => !heard.has(each))) beep();
  heard = open;
});

function toggle() {
  aloud.value = !aloud.value;
  localStorage.setItem(KEY, aloud.value ? "on" : "off");
}

function Alert({ alert }) {
  return html`
    <li class=${alert.over ? "over" : alert.level}>
      <span>${alert.over ? "○" : "■"} ${named(alert.words)}</span>
      <small>${t("since")} ${clock(alert.since)}${alert.over ? ` · ${t("over")} ${clock(alert.over)}` : ""}${alert.told ? ` · ${t("told")} ${clock(alert.told)} ${alert.note}` : ""}</small>
    </li>`;
}

export function Alerts() {
  const all = Object.values(link.value.view.value.alerts).sort((a, b) => b.since - a.since);
  const open = all.filter((each) => !each.over).sort((a, b) => worst(a) - worst(b));
  const more = open.slice(OPEN_SHOWN);
  const over = all.filter((each) => each.over).slice(0, OVER_SHOWN);
  return html`
    <section class="card alerts" aria-labelledby="alerts-title">
      <h2 id="alerts-title">${t("alerts")} <button class="small" aria-pressed=${aloud.value} onClick=${toggle}>${t(aloud.value ? "sound_off" : "sound_on")}</button></h2>
      <div role="status"><ul>${open.slice(0, OPEN_SHOWN).map((each) => html`<${Alert} key=${each.cause} alert=${each} />`)}${!open.length && html`<li class="none">${t("no_alerts")}</li>`}</ul></div>
      ${more.length > 0 && html`<details><summary>${t("more_alerts")} ${more.length}</summary><ul>${more.map((each) => html`<${Alert} key=${each.cause} alert=${each} />`)}</ul></details>`}
      ${over.length > 0 && html`<ul>${over.map((each) => html`<${Alert} key=${each.cause} alert=${each} />`)}</ul>`}
    </section>
  `;
}
