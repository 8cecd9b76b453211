// The draft tried on a day that was: how long people would have waited, service by service, before and after.

import { html, useEffect, useState } from "/static/ui.js";
import { get, post } from "/static/http.js";
import { named } from "/static/language.js";
import { draft } from "./draft.js";
import { t } from "./words.js";

const minutes = (value) => (value === null ? "–" : value.toFixed(value < 10 ? 1 : 0));
const total = (counts) => Object.values(counts).reduce((sum, each) => sum + each, 0);

export function DryRun() {
  const [days, setDays] = useState(null);
  const [day, setDay] = useState("");
  const [busy, setBusy] = useState(false);
  const [found, setFound] = useState(null);
  const [problem, setProblem] = useState("");
  const { document, usable } = draft.value;

  useEffect(() => {
    get("/api/admin/dry-run").then((told) => (setDays(told), setDay(told[0] || "")), () => setProblem(t("no_server")));
  }, []);

  async function run(event) {
    event.preventDefault();
    setBusy(true);
    setProblem("");
    try {
      setFound(Object.assign(await post("/api/admin/dry-run", { document, day }), { document }));
    } catch (refused) {
      setProblem(t(refused.code === "unusable" ? "problems" : refused.code === "no_such_day" ? "no_such_day" : "no_server"));
    }
    setBusy(false);
  }

  return html`<form class="card dry-run" onSubmit=${run} aria-busy=${busy}>
    <h2>${t("dry_run")}</h2>
    ${days && !days.length
      ? html`<p class="hint">${t("no_days")}</p>`
      : html`<p class="row"><label>${t("past_day")}<select value=${day} onChange=${(event) => setDay(event.target.value)}>
            ${(days || []).map((each) => html`<option key=${each} value=${each}>${each}</option>`)}</select></label>
          <button id="dry-run" disabled=${busy || !usable || !day}>${t(busy ? "trying" : "try")}</button></p>`}
    <p class="doing" role="status">${problem || (busy ? t("trying") : "")}</p>
    ${found && html`<${Result} found=${found} stale=${found.document !== document} />`}
  </form>`;
}

function Result({ found, stale }) {
  const services = draft.value.document.services || [];
  const nameOf = (id) => {
    const service = services.find((each) => each.id === id);
    return id ? (service ? named(service.name) : id) : t("all_services");
  };
  return html`<div class=${stale ? "result stale" : "result"}>
    <table><caption>${found.day} · ${t("minutes_waited")}${stale ? ` · ${t("draft_has_changed")}` : ""}</caption>
      <thead><tr><th scope="col">${t("services_short")}</th><th scope="col">${t("mean_wait")}</th><th scope="col">${t("p90_wait")}</th><th scope="col">${t("longest_wait")}</th><th scope="col">${t("unserved")}</th></tr></thead>
      <tbody>${found.rows.map(
        ({ service, before, after }) => html`<tr key=${service}>
          <th scope="row">${nameOf(service)}</th>
          <${Pair} before=${minutes(before.mean)} after=${minutes(after.mean)} better=${after.mean - before.mean} />
          <${Pair} before=${minutes(before.p90)} after=${minutes(after.p90)} better=${after.p90 - before.p90} />
          <${Pair} before=${minutes(before.longest)} after=${minutes(after.longest)} better=${after.longest - before.longest} />
          <${Pair} before=${before.unserved} after=${after.unserved} better=${after.unserved - before.unserved} />
        </tr>`,
      )}</tbody></table>
    ${total(found.turned_away) > 0 && html`<p>${t("turned_away")}: ${total(found.turned_away)}</p>`}
    <p class="hint">${t("really")} ${minutes(found.rows[0].real.mean)} / ${minutes(found.rows[0].real.longest)}. ${t("dry_run_hint")}</p>
  </div>`;
}

/** Before and after, and in words for who sees no colour: an arrow up or down. */
function Pair({ before, after, better }) {
  const change = better < -0.05 ? "better" : better > 0.05 ? "worse" : "";
  return html`<td class=${`figures ${change}`}>${before} → <b>${after}</b>${change && html` <span aria-hidden="true">${change === "better" ? "▼" : "▲"}</span>`}</td>`;
}
