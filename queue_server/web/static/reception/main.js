// The reception page: somebody with a tablet takes tickets for citizens, has them printed, and says where a number stands.

import { html, render, useState } from "/static/ui.js";
import { Bar } from "/static/console/bar.js";
import { SignIn } from "/static/sign_in.js";
import { NotAllowed } from "/static/console/not_allowed.js";
import { allowed, begin, link, officer, signedIn } from "/static/console/session.js";
import { Find } from "./find.js";
import { Take } from "./take.js";
import { Slip } from "./slip.js";
import { t } from "./words.js";

function Reception() {
  const [shown, setShown] = useState(null); // the ticket at hand: taken just now, or found
  const { online } = link.value.state.value;
  return html`<main class=${online ? "reception" : "reception stale"}>
    <h1 class="unseen">${t("page")}</h1>
    <${Take} show=${setShown} />
    <aside>
      <${Slip} shown=${shown} />
      <${Find} show=${setShown} />
    </aside>
  </main>`;
}

function App() {
  if (officer.value === undefined) return html`<${Bar} />`;
  if (officer.value === null) return html`<${Bar} /><${SignIn} signedIn=${signedIn} />`;
  if (!allowed()) return html`<${Bar} /><${NotAllowed} title=${t("not_allowed")} hint=${t("not_allowed_hint")} />`;
  const view = link.value.view.value;
  return html`<${Bar} />${view.centre && view.day && html`<${Reception} />`}`;
}

begin();
render(html`<${App} />`, document.getElementById("app"));
