// Sketches of what citizens will see, from the document as it is being edited: the kiosk's tiles, a slip, a board.

import { html, useState } from "/static/ui.js";
import { language } from "/static/language.js";
import { SlipSketch, words } from "./preview_slip.js";
import { t } from "./words.js";

const VIEWS = ["kiosk", "slip", "board"];

const list = (value) => (Array.isArray(value) ? value : []);

export function Preview({ document }) {
  const [view, setView] = useState("kiosk");
  const View = { kiosk: Kiosk, slip: Slip, board: Board }[view];
  return html`<div class="card preview">
    <h2>${t("preview")}</h2>
    <div class="tabs" role="group" aria-label=${t("preview")}>
      ${VIEWS.map((each) => html`<button key=${each} type="button" class=${view === each ? "chosen" : ""} aria-pressed=${view === each} onClick=${() => setView(each)}>${t(`preview_${each}`)}</button>`)}
    </div>
    <${View} document=${document} />
    <p class="hint">${t("preview_hint")}</p>
  </div>`;
}

function offered(document) {
  const services = list(document.services);
  const offers = list(document.offers);
  return offers.length ? offers.map((id) => services.find((each) => each.id === id)).filter(Boolean) : services;
}

const deskOf = (document, service) => list(document.desks).find((each) => list(each.services).includes(service.id));

function Kiosk({ document }) {
  return html`<div class="sketch kiosk">
    <p class="top">${words(document.name, language.value)}</p>
    <ul>${offered(document).slice(0, 12).map((each, index) => html`<li key=${index}><b>${each.prefix || "?"}</b>${words(each.name, language.value)}</li>`)}</ul>
    <p class="foot">${document.hotline || ""}</p>
  </div>`;
}

function Slip({ document }) {
  const service = offered(document)[0] || {};
  return html`<${SlipSketch} document=${document} service=${service} desk=${deskOf(document, service) || {}} />`;
}

function Board({ document }) {
  const calls = offered(document).slice(0, 4);
  return html`<div class="sketch board">
    <p class="top">${words(document.name, language.value)}</p>
    <table><tbody>${calls.map((each, index) => html`<tr key=${index}><td class="figures">${each.prefix || "?"}00${index + 1}</td><td>→</td><td>Quầy ${(deskOf(document, each) || {}).id || "–"}</td></tr>`)}</tbody></table>
  </div>`;
}
