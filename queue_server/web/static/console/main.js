// The desk console: which of its three faces is shown.

import { html, render } from "/static/ui.js";
import { SignIn } from "/static/sign_in.js";
import { ChooseDesk } from "./choose_desk.js";
import { Desk } from "./desk.js";
import { Bar } from "./bar.js";
import { NotAllowed } from "./not_allowed.js";
import { allowed, begin, link, officer, signedIn } from "./session.js";
import { t } from "./words.js";

function App() {
  if (officer.value === undefined) return html`<${Bar} />`;
  if (officer.value === null) return html`<${Bar} /><${SignIn} signedIn=${signedIn} />`;
  if (!allowed()) return html`<${Bar} /><${NotAllowed} title=${t("not_allowed")} hint=${t("not_allowed_hint")} />`;
  const view = link.value.view.value;
  if (!view.centre) return html`<${Bar} />`;
  const mine = Object.values(view.desks).find((desk) => desk.officer === officer.value.officer);
  return html`<${Bar} desk=${mine} />${mine ? html`<${Desk} desk=${mine} />` : html`<${ChooseDesk} />`}`;
}

begin();
render(html`<${App} />`, document.getElementById("app"));
