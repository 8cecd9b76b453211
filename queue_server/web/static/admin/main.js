// The administrator's pages: which of them is shown. The address says it (/admin/officers), so that it can be kept.

import { html, render, signal } from "/static/ui.js";
import { Bar } from "/static/bar.js";
import { whoAmI } from "/static/sign_in.js";
import { Configuration } from "./configuration.js";
import { Devices } from "./devices.js";
import { load } from "./draft.js";
import { History } from "./history.js";
import { Languages } from "./languages.js";
import { Officers } from "./officers.js";
import { t } from "./words.js";

const PAGES = { configuration: Configuration, history: History, officers: Officers, devices: Devices, languages: Languages };
const asked = () => location.pathname.split("/")[2] || "configuration";

const shown = signal(asked());
const who = signal(null);

function go(page) {
  history.pushState(null, "", `/admin/${page}`);
  shown.value = page;
}
addEventListener("popstate", () => (shown.value = asked()));

function App() {
  const Page = PAGES[shown.value] || Configuration;
  return html`<${Bar} title=${t("title")} who=${who.value}>
      <nav class="pages" aria-label=${t("title")}>
        ${Object.keys(PAGES).map(
          (page) => html`<a key=${page} href=${`/admin/${page}`} aria-current=${shown.value === page ? "page" : null}
            onClick=${(event) => (event.preventDefault(), go(page))}>${t(page)}</a>`,
        )}
      </nav>
    </${Bar}>
    <main><${Page} go=${go} /></main>`;
}

load();
whoAmI().then((found) => (found ? (who.value = found) : location.assign(`/sign-in?next=${location.pathname}`)));
render(html`<${App} />`, document.getElementById("app"));
