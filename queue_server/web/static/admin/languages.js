// The languages of the kiosk: who answers for the words of each, how many there are, and a file for whoever speaks it.

import { html, useEffect, useState } from "/static/ui.js";
import { get, post } from "/static/http.js";
import { t } from "./words.js";

/** Has every sentence; what another language lacks is said in it. */
const FALLBACK = "vi";
const MARKS = { official: ["good", "✓"], community: ["good", "●"], missing: ["bad", "○"] };

export function Languages() {
  const [packs, setPacks] = useState([]);
  const [notice, setNotice] = useState("");
  const load = () => get("/api/admin/languages").then(setPacks, () => setNotice(t("no_server")));
  useEffect(() => {
    load();
  }, []);

  async function bring(code, event) {
    const file = event.target.files[0];
    if (!file) return;
    const sent = await post(`/api/admin/languages/${code}`, { text: await file.text() }).then(
      () => t("pack_brought"),
      (refused) => (refused.data && refused.data.extra && refused.data.extra.message) || t(refused.status ? "bad_file" : "no_server"),
    );
    event.target.value = "";
    setNotice(`${code}: ${sent}`);
    await load();
  }

  return html`<section class="page"><h1>${t("languages")}</h1>
    <p class="hint">${t("languages_hint")}</p>
    <p class="notice" role="status">${notice}</p>
    <ul class="rows">
      ${packs.map(({ code, name, status, own, whole, listed, offered }) => {
        const [look, mark] = MARKS[status];
        return html`<li key=${code} class="card">
          <b class="figures">${code}</b>
          <span class="what"><b lang=${code}>${name}</b><span class=${look}>${mark} ${t(`pack_${status}`)}</span>
            <small>${own}/${whole} ${t("sentences")} · ${offered ? t("pack_offered") : listed ? t("pack_waits") : t("pack_unlisted")}</small></span>
          <a class="button-like" href=${`/api/admin/languages/${code}/file`} download>${own ? t("export") : t("pack_to_fill_in")}</a>
          ${code !== FALLBACK && html`<label class="button-like">${t("import")}<input type="file" accept=".toml" aria-label=${`${t("import")} ${name}`} onChange=${(event) => bring(code, event)} /></label>`}
        </li>`;
      })}
    </ul>
  </section>`;
}
