// What is wrong where this desk's citizens wait: long waits and boards that are not seen or heard. Each is said once and
// may be put away; while a board is silent the desk itself chimes with each of its calls.

import { html, signal, useEffect } from "/static/ui.js";
import { beep } from "/static/beep.js";
import { link } from "./session.js";
import { clock } from "./bar.js";
import { named, t } from "./words.js";

/** Kinds of cause after which the hall may not have heard a call. */
const UNHEARD = new Set(["frozen", "hidden", "muted", "offline", "clock"]);
const WORTH_SAYING = new Set(["target", "breach"]);

const known = signal([]);
const sign = (alert) => `${alert.cause} ${alert.since}`;

function open() {
  const { alerts, devices } = link.value.view.value;
  return Object.values(alerts)
    .filter((each) => !each.over)
    .map((alert) => {
      const [kind, subject] = alert.cause.split(":");
      return { alert, kind, subject, board: Boolean(devices[subject]) && devices[subject].role === "board" };
    });
}

/** Kiosks are told of beside the line, with what to do. */
function concerns({ alert, kind, subject, board }, served) {
  return kind === "wait" ? served.includes(subject) && WORTH_SAYING.has(alert.level) : board;
}

export function Troubles({ desk, ticket }) {
  const info = link.value.view.value.centre.desks.find((each) => each.id === desk.id);
  const served = [...info.services, ...(info.overflow || [])];
  const all = open().filter((each) => concerns(each, served));
  const silent = all.some(({ board, kind }) => board && UNHEARD.has(kind));
  const call = desk.state === "calling" && ticket ? `${ticket.id} ${ticket.calls}` : "";
  useEffect(() => {
    if (call && silent) beep();
  }, [call]);
  const told = all.filter(({ alert }) => !known.value.includes(sign(alert)));
  return html`<div class="troubles" role="status">${told.map(
    ({ alert, board }) => html`<p class="banner warn" key=${alert.cause}><span>⚠ ${named(alert.words)} · ${t("since")} ${clock(alert.since)}${board && html`<br />${t("chimes_here")}`}</span>
      <button class="quiet" onClick=${() => (known.value = [...known.value, sign(alert)])}>${t("noted")}</button></p>`,
  )}</div>`;
}
