// The languages of the kiosk: who answers for the words of each, how many there are, and a file for whoever speaks it.

import { html, useEffect, useState } from "/static/ui.js";
import { get } from "/static/http.js";
import { t } from "./words.js";

const MARKS = { official: ["good", "✓"], community: ["good", "●"], missing: ["bad", "○"] };

export function Languages() {
  const [packs, setPacks] = useState([]);
  useEffect(() => {
    get("/api/admin/languages").then(setPacks);
  }, []);
  return html`<section class="page"><h1>${t("languages")}</h1>
    <p class="hint">${t("languages_hint")}</p>
    <ul class="rows">
      ${packs.map(({ code, name, status, own, whole, listed, offered }) => {
        const [look, mark] = MARKS[status];
        return html`<li key=${code} class="card">
          <b class="figures">${code}</b>
          <span class="what"><b lang=${code}>${name}</b><span class=${look}>${mark} ${t(`pack_${status}`)}</span>
            <small>${own}/${whole} ${t("sentences")} · ${offered ? t("pack_offered") : listed ? t("pack_waits") : t("pack_unlisted")}</small></span>
          <a class="button-like" href=${`/api/admin/languages/${code}/file`} download>${own ? t("export") : t("pack_to_fill_in")}</a>
        </li>`;
      })}
    </ul>
  </section>`;
}
