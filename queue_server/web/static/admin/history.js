// Every document that was in force: when, by whom, why; to look at, to take away as a file, to go back to.

import { html, useEffect, useState } from "/static/ui.js";
import { get, post } from "/static/http.js";
import { Changes } from "./changes.js";
import { draft, take } from "./draft.js";
import { t } from "./words.js";

/** Date and time at the centre, wherever this browser stands. */
export function moment(instant) {
  const zone = (draft.value && draft.value.document.timezone) || undefined;
  return new Date(instant).toLocaleString("vi-VN", { dateStyle: "short", timeStyle: "short", timeZone: zone });
}

/** Read when it is opened. */
function What({ number }) {
  const [changes, setChanges] = useState(null);
  const open = (event) => event.target.open && !changes && get(`/api/admin/configuration/versions/${number}/changes`).then(setChanges);
  return html`<details class="what-changed" onToggle=${open}><summary>${t("what_changed")}</summary>${changes && html`<${Changes} changes=${changes} />`}</details>`;
}

export function History({ go }) {
  const [versions, setVersions] = useState([]);
  useEffect(() => {
    get("/api/admin/configuration/versions").then((found) => setVersions(found.reverse()));
  }, [draft.value && draft.value.base]);

  async function open(number) {
    const { document } = await get(`/api/admin/configuration/versions/${number}`);
    take(await post("/api/admin/configuration/check", { document }));
    go("configuration");
  }

  return html`<section class="page"><h1>${t("history")}</h1>
    <ol class="rows">
      ${versions.map(
        (each, index) => html`<li key=${each.number} class="card">
          <b class="figures">${each.number}</b>
          <span class="what"><b>${moment(each.at)}</b> · ${each.by}${index === 0 && html` <span class="tag">${t("in_force")}</span>`}<small>${each.note}</small>
            ${each.number > 1 && html`<${What} number=${each.number} />`}</span>
          <a class="button-like" href=${`/api/admin/configuration/versions/${each.number}/file`} download>${t("export")}</a>
          <button disabled=${index === 0} onClick=${() => open(each.number)}>${t("go_back")}</button>
        </li>`,
      )}
    </ol>
  </section>`;
}
