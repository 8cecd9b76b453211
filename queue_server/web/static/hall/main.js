// The supervisor's page: the hall as it is now, what is wrong, what was changed today.

import { html, render, useState } from "/static/ui.js";
import { Bar } from "/static/console/bar.js";
import { SignIn } from "/static/sign_in.js";
import { NotAllowed } from "/static/console/not_allowed.js";
import { allowed, begin, link, officer, signedIn } from "/static/console/session.js";
import { Lines } from "./lines.js";
import { Desks, Devices } from "./desks.js";
import { Alerts } from "./alerts.js";
import { Today } from "./today.js";
import { Acts } from "./acts.js";
import { Dialog } from "./dialogs.js";
import { t } from "./words.js";

function Hall() {
  const [asked, setAsked] = useState(null);
  const { online } = link.value.state.value;
  return html`
    <main class=${online ? "hall-page" : "hall-page stale"}>
      <h1 class="unseen">${t("page")}</h1>
      <${Alerts} />
      <div class="column"><${Lines} act=${setAsked} /><${Desks} act=${setAsked} /></div>
      <div class="column"><${Today} /><${Acts} act=${setAsked} /><${Devices} /></div>
    </main>
    ${asked && html`<${Dialog} asked=${asked} close=${() => setAsked(null)} />`}
  `;
}

function App() {
  if (officer.value === undefined) return html`<${Bar} />`;
  if (officer.value === null) return html`<${Bar} /><${SignIn} signedIn=${signedIn} />`;
  if (!allowed()) return html`<${Bar} /><${NotAllowed} title=${t("not_allowed")} hint=${t("not_allowed_hint")} />`;
  const view = link.value.view.value;
  return html`<${Bar} />${view.centre && view.hall && html`<${Hall} />`}`;
}

begin();
render(html`<${App} />`, document.getElementById("app"));
