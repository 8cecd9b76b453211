// Kiosks and boards: pairing by the six digits that a device shows, how each of them is, taking a key back.

import { html, useEffect, useState } from "/static/ui.js";
import { get, post } from "/static/http.js";
import { Errands } from "./errands.js";
import { moment } from "./history.js";
import { t } from "./words.js";

const LOOK_MS = 3000;

export function Devices() {
  const [found, setFound] = useState({ devices: [], waiting: [] });
  const [notice, setNotice] = useState("");
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
      const paired = await post("/api/admin/devices/pair", { code: form.elements.code.value.trim(), device: form.elements.device.value.trim() });
      setNotice(`${t("paired")}: ${paired.id} (${t(paired.role)})`);
      form.reset();
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
        <label>${t("device")}<input name="device" autocomplete="off" pattern="[a-z0-9][a-z0-9\\-]*" maxlength="40" required /><span class="hint">${t("device_hint")}</span></label>
      </div>
      <p class="row"><button class="strong">${t("pair")}</button></p>
      <p class="notice" role="status">${notice}</p>
      ${found.waiting.length > 0 && html`<p>${t("waiting")}: ${found.waiting.map((each) => `${t(each.role)} (${each.address})`).join(", ")}</p>`}
    </form>
    ${found.devices.length === 0 && html`<p>${t("no_devices")}</p>`}
    <ul class="rows">
      ${found.devices.map(
        (each) => html`<li key=${each.id} class="card">
          <b class="figures">${each.id}</b>
          <span class="what"><b>${t(each.role)}</b>
            ${each.now ? html`<span class=${each.now.online ? "good" : "bad"}>${each.now.online ? t("online") : t("offline")} ${t("since")} ${moment(each.now.since)}</span>` : html`<span>${t("never")}</span>`}
            ${each.now && html`<small>${[
              `${t("health")}: ${each.now.health}`,
              each.now.detail,
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
