// Kiosks and boards: pairing by the six digits that a device shows, how each of them is, taking a key back.

import { html, useEffect, useState } from "/static/ui.js";
import { healthOf, line } from "/static/health.js";
import { get, post } from "/static/http.js";
import { Errands } from "./errands.js";
import { moment } from "./history.js";
import { t } from "./words.js";

const LOOK_MS = 3000;

export function Devices() {
  const [found, setFound] = useState({ devices: [], waiting: [], unpaired: [], desks: [] });
  const [notice, setNotice] = useState("");
  const [desk, setDesk] = useState("");
  const load = () => get("/api/admin/devices").then(setFound, () => setNotice(t("no_server")));
  useEffect(() => {
    load();
    const timer = setInterval(load, LOOK_MS);
    return () => clearInterval(timer);
  }, []);

  async function pair(event) {
    event.preventDefault();
    const form = event.target;
    try {
      const [code, device, desk] = ["code", "device", "desk"].map((name) => form.elements[name].value.trim());
      const paired = await post("/api/admin/devices/pair", { code, device: device || `rate-${desk}`, desk });
      setNotice(`${t("paired")}: ${paired.id} (${t(`device_${paired.role}`)})`);
      form.reset();
      setDesk("");
    } catch (refused) {
      setNotice(t(refused.code) === refused.code ? (refused.status ? t("unknown_code") : t("no_server")) : t(refused.code));
    }
    await load();
  }

  async function revoke(device) {
    if (!confirm(t("revoke_ask"))) return;
    await post("/api/admin/devices/revoke", { device });
    await load();
  }

  return html`<section class="page devices">
    <h1>${t("devices")}</h1>
    <form class="card pair" onSubmit=${pair}>
      <h2>${t("pair")}</h2>
      <p class="hint">${t("pair_hint")}</p>
      <div class="group">
        <label>${t("code")}<input class="figures digits" name="code" inputmode="numeric" autocomplete="off" pattern="[0-9]{6}" maxlength="6" required /></label>
        <label>${t("device")}<input name="device" autocomplete="off" pattern="[a-z0-9][a-z0-9\\-]*" maxlength="40" list="unpaired" required=${!desk} placeholder=${desk ? `rate-${desk}` : ""} /><span class="hint">${t("device_hint")}</span></label>
        <datalist id="unpaired">${found.unpaired.map((each) => html`<option key=${each} value=${each} />`)}</datalist>
        <label>${t("at_desk")}<select name="desk" value=${desk} onChange=${(event) => setDesk(event.target.value)}><option value="">${t("no_desk")}</option>
          ${found.desks.map((each) => html`<option key=${each} value=${each}>${each}</option>`)}</select><span class="hint">${t("at_desk_hint")}</span></label>
      </div>
      <p class="row"><button class="strong">${t("pair")}</button></p>
      <p class="notice" role="status">${notice}</p>
      ${found.waiting.length > 0 && html`<p>${t("waiting")}: ${found.waiting.map((each) => `${t(`device_${each.role}`)} (${each.address})`).join(", ")}</p>`}
    </form>
    ${found.devices.length === 0 && html`<p>${t("no_devices")}</p>`}
    <ul class="rows">
      ${found.devices.map(
        (each) => html`<li key=${each.id} class="card">
          <b class="figures">${each.id}</b>
          <span class="what"><b>${t(`device_${each.role}`)}${each.desks.length > 0 && ` · ${t("at_desk").toLowerCase()} ${each.desks.join(", ")}`}</b>
            ${each.now ? html`<span class=${each.now.online ? "good" : "bad"}>${each.now.online ? t("online") : t("offline")} ${t("since")} ${moment(each.now.since)}</span>` : html`<span>${t("never")}</span>`}
            ${each.now && html`<small>${[
              `${t("health")}: ${healthOf({ role: each.role, health: each.now.health })}`,
              line(each.now.detail),
              each.now.version && `${t("version")} ${each.now.version}`,
              each.now.started && `${t("started")} ${moment(each.now.started)}`,
              each.now.failure && `${t("failure")} ${each.now.failure}`,
              each.key_since > 0 && `${t("key_since")} ${moment(each.key_since)}`,
            ].filter(Boolean).join(" · ")}</small>`}</span>
          <button aria-label=${`${t("revoke")} ${each.id}`} onClick=${() => revoke(each.id)}>${t("revoke")}</button>
          <${Errands} device=${each} />
        </li>`,
      )}
    </ul>
  </section>`;
}
