// What each desk and each device does, and for how long.

import { html } from "/static/ui.js";
import { clock, moment } from "/static/console/bar.js";
import { link, tick } from "/static/console/session.js";
import { healthOf, line, trouble } from "/static/health.js";
import { named } from "/static/language.js";
import { nameOf } from "/static/people.js";
import { MINUTE } from "./standing.js";
import { t } from "./words.js";

/** A clock that is wrong by so many seconds is told of. */
const SKEW_SECONDS = 60;

const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

export function Desks({ act }) {
  const { centre, desks, hall } = link.value.view.value;
  const letters = Object.fromEntries(centre.services.map((each) => [each.id, each.prefix]));
  const inside = Object.values(desks).filter((desk) => desk.ticket).length;
  return html`
    <section class="card desks-now" aria-labelledby="desks-title">
      <h2 id="desks-title">${t("desks")} <small>${inside}${hall.cap === null ? "" : ` / ${hall.cap}`} ${t("inside")}</small></h2>
      <ul>
        ${centre.desks.map((info) => {
          const desk = desks[info.id];
          const minutes = desk && desk.since ? Math.floor((tick.value - desk.since) / MINUTE) : null;
          return html`
            <li key=${info.id} id=${`desk-${info.id}`} class=${desk ? desk.state : "closed"}>
              <b class="desk-id">${info.id}</b>
              <span class="doing">
                <strong>${t(desk ? desk.state : "closed")}${desk && desk.number ? ` ${desk.number}` : ""}</strong>
                ${desk && desk.state !== "closed" && html` <span class="figures">${minutes} ${t("minutes")}</span>`}
                ${desk && desk.reason && html`<small>${desk.reason}</small>`}
                <small>${desk && desk.officer ? `${nameOf(desk.officer)} ·` : ""} ${info.services.map((key) => letters[key]).join(" ")}${(info.overflow || []).length ? ` (+${info.overflow.map((key) => letters[key]).join(" ")})` : ""}</small>
                ${info.changed && html`<span class="tag">${t("changed_today")}</span>`}
              </span>
              <button class="small" onClick=${() => act({ what: "desk", desk: info.id })} aria-label=${`${t("act_on")}: ${named(info.names)}`}>${t("act_on")}</button>
            </li>`;
        })}
      </ul>
    </section>
  `;
}

/** What a device says of itself: its program, what it found before opening, what ended it last. */
function OfItself({ device }) {
  const about = [
    line(device.detail),
    device.version && `${t("version")} ${device.version}`,
    device.started && `${t("started")} ${moment(device.started)}`,
    device.failure && `${t("failure")} ${device.failure}`,
    device.sounded && `${t("sounded")} ${moment(device.sounded)}`,
  ].filter(Boolean);
  return html`
    ${device.tested && html`<small class="checks">${t("tested")} ${moment(device.tested)}: ${device.checks.map(
      (each) => html`<span key=${each.what} class=${each.good ? "" : "bad"}>${each.good ? "✓" : "✗"} ${t(`check_${each.what}`)}${each.good || !each.found ? "" : ` (${trouble(each.what, each.found)})`} </span>`,
    )}</small>`}
    ${about.length > 0 && html`<small class="of-itself">${about.join(" · ")}</small>`}`;
}

export function Devices() {
  const devices = Object.values(link.value.view.value.devices).sort((a, b) => a.id.localeCompare(b.id));
  return html`
    <section class="card devices" aria-labelledby="devices-title">
      <h2 id="devices-title">${t("devices")}</h2>
      ${!devices.length && html`<p>${t("no_devices")}</p>`}
      <ul>
        ${devices.map((each) => {
          const well = each.online && each.health === "ready";
          return html`
            <li key=${each.id} id=${`device-${each.id}`}>
              <b>${t(each.role)} ${each.id}</b>
              <span class=${`light ${well ? "good" : each.online ? "warn" : "breach"}`}>${well ? "●" : "■"} ${each.online ? capital(healthOf(each)) : t("offline")}</span>
              <small>${t("since")} ${clock(each.since)}</small>
              ${each.online && each.hidden && html`<span class="light warn">▲ ${t("hidden")}</span>`}
              ${Math.abs(each.skew || 0) > SKEW_SECONDS && html`<span class="light warn">▲ ${t("skew")} ${each.skew} s</span>`}
              <${OfItself} device=${each} />
            </li>`;
        })}
      </ul>
    </section>
  `;
}
