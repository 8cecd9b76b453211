// A desk's rating page: it asks when a visit has ended here, and is quiet otherwise. It knows no number and no name.

import { connect } from "/static/link.js";
import { html, render, signal } from "/static/ui.js";
import { Scale, Thanks } from "./scale.js";

/** So long the question stays, and so long the thanks. */
const ASK_MS = 90000;
const THANKS_MS = 5000;

const meta = (name) => document.querySelector(`meta[name="motcua-${name}"]`).content;
const desk = meta("desk");
const link = connect({ role: "rating", device: meta("device"), token: meta("token") });
const now = signal(link.now());
const thanked = signal(0);
setInterval(() => (now.value = link.now()), 1000);

async function send(value, reasons) {
  thanked.value = link.now();
  now.value = link.now();
  try {
    await link.ask("rate", { desk, value, reasons });
  } catch (error) {
    console.warn("rating", error.code || error.message);
  }
}

function App() {
  const { centre, desks } = link.view.value;
  const { online, failure } = link.state.value;
  const here = desks[desk];
  const place = centre ? centre.speech.desk_word : "quầy";
  const ended = here && here.ended_at;
  const asking = centre && ended && now.value - ended < ASK_MS && thanked.value < ended;
  return html`
    <header><span>${centre ? centre.names.vi : ""}</span><b>${place.charAt(0).toUpperCase() + place.slice(1)} <span class="figures">${desk}</span></b></header>
    <main>
      ${asking && html`<${Scale} key=${ended} scale=${centre.rating_scale || []} reasons=${centre.rating_reasons || []} send=${send} />`}
      ${!asking && now.value - thanked.value < THANKS_MS && html`<${Thanks} />`}
      ${!asking && now.value - thanked.value >= THANKS_MS && html`<section class="idle"><h1>Kính chào quý công dân<span class="en">Welcome</span></h1>
        ${(failure || !online) && html`<p class="stale" role="status">${failure ? failure.message.vi : "Đang kết nối… · Connecting…"}</p>`}</section>`}
    </main>`;
}

render(html`<${App} />`, document.getElementById("app"));
