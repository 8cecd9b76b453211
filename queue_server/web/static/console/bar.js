// The bar at the top: centre, desk, officer, language, and whether we are connected. A lost line shows at once.

import { html } from "/static/ui.js";
import { Languages } from "/static/bar.js";
import { link, officer, signOut, tick } from "./session.js";
import { named, t } from "./words.js";

export function clock(instant) {
  return new Date(instant).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: zone() });
}

/** With the date where that is not today's. */
export function moment(instant) {
  const day = (each) => new Date(each).toLocaleDateString("vi-VN", { day: "2-digit", month: "2-digit", timeZone: zone() });
  return day(instant) === day(tick.value) ? clock(instant) : `${clock(instant)} ${day(instant)}`;
}

function zone() {
  const centre = link.value && link.value.view.value.centre;
  return centre ? centre.timezone : undefined;
}

function Connection() {
  if (!link.value) return null;
  const { online, since, stopped, failure } = link.value.state.value;
  if (online) return html`<span class="connection good" role="status">● ${t("online")}</span>`;
  if (stopped || failure) return html`<span class="connection bad" role="alert">■ ${t("stopped")}</span>`;
  if (!since) return html`<span class="connection" role="status">${t("connecting")}</span>`;
  return html`<span class="connection bad" role="alert">■ ${t("offline")} ${clock(since)}</span>`;
}

export function Bar({ desk }) {
  const view = link.value ? link.value.view.value : null;
  const info = desk && view.centre.desks.find((each) => each.id === desk.id);
  return html`
    <header class="bar">
      <div class="where">
        ${desk ? html`<strong>${t("desk")} ${desk.id}</strong>` : html`<a href="/"><strong>Motcua</strong></a>`}
        <span>${info ? named(info.names) : view && view.centre ? named(view.centre.names) : t("title")}</span>
        ${info && info.automatic && html`<span class="tag">${t("automatic")}</span>`}
      </div>
      <${Connection} />
      ${view && view.centre && html`<span class="clock figures">${clock(tick.value)}</span>`}
      ${officer.value && html`<span class="who">${officer.value.display}</span>`}
      <${Languages} />
      ${officer.value && html`<button class="quiet" onClick=${signOut}>${t("sign_out")}</button>`}
    </header>
    ${link.value && !link.value.state.value.online && link.value.state.value.since &&
    html`<p class="banner warn" role="alert">${t("offline_hint")}</p>`}
  `;
}
