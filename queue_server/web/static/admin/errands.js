// What an administrator asks of one kiosk or board from afar, and what became of it.

import { html, useState } from "/static/ui.js";
import { trouble } from "/static/health.js";
import { post } from "/static/http.js";
import { t } from "./words.js";

const FOR = {
  kiosk: ["test_print", "screenshot", "restart", "new_key"],
  board: ["test_sound", "screenshot", "restart", "new_key"],
};
/** The part that an errand tries. */
const TRIES = { test_print: "printer", test_sound: "sound" };
const ASK_FIRST = ["restart", "new_key"];

export function Errands({ device: { id, role, now } }) {
  const [asked, setAsked] = useState(null);
  const there = Boolean(now && now.online);

  async function ask(what) {
    if (ASK_FIRST.includes(what) && !confirm(`${t(`errand_${what}`)}: ${id}?`)) return;
    setAsked({ what });
    const answer = await post("/api/admin/devices/errand", { device: id, what }).catch(({ code }) => ({ outcome: code || "no_server" }));
    setAsked(Object.assign({ what }, answer));
  }

  return html`<div class="errands">
    ${(FOR[role] || []).map((what) => html`<button key=${what} disabled=${!there || (asked && !asked.outcome)} aria-label=${`${t(`errand_${what}`)} ${id}`} onClick=${() => ask(what)}>${t(`errand_${what}`)}</button>`)}
    <p class="hint" role="status">${asked && html`${t(`errand_${asked.what}`)}: <b>${asked.outcome ? t(`outcome_${asked.outcome}`) : t("asking")}</b> ${asked.found && trouble(TRIES[asked.what], asked.found)}`}</p>
    ${asked && asked.picture && html`<p class="screenshot"><img src=${`data:image/webp;base64,${asked.picture}`} alt=${`${t("errand_screenshot")} ${id}`} /></p>`}
  </div>`;
}
