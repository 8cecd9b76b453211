// A desk's rating page: it asks when a visit has ended here, and is quiet otherwise. It knows no number and no name.
// Its key stands in its address, or was paired before, or is paired now by six digits.

import { connect } from "/static/link.js";
import { forget, paired } from "/static/pairing.js";
import { effect, html, render, signal } from "/static/ui.js";
import { Scale, Thanks } from "./scale.js";

/** So long the question stays, and so long the thanks. */
const ASK_MS = 90000;
const THANKS_MS = 5000;
/** What the server says when it does not know the key. */
const TAKEN_BACK = ["unknown_device"];

const meta = (name) => document.querySelector(`meta[name="motcua-${name}"]`).content;

/** Rate at the `desk` for as long as the page is open; `takenBack` when the key is good for nothing any more. */
function run(place, { desk, device, token }, takenBack = () => undefined) {
  const link = connect({ role: "rating", device, token });
  const now = signal(link.now());
  const thanked = signal(0);
  setInterval(() => (now.value = link.now()), 1000);
  effect(() => {
    const { failure, ended } = link.state.value;
    if (ended || (failure && TAKEN_BACK.includes(failure.code))) takenBack();
  });

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
    const word = centre ? centre.speech.desk_word : "quầy";
    const ended = here && here.ended_at;
    const asking = centre && ended && now.value - ended < ASK_MS && thanked.value < ended;
    return html`
      <header><span>${centre ? centre.names.vi : ""}</span><b>${word.charAt(0).toUpperCase() + word.slice(1)} <span class="figures">${desk}</span></b></header>
      <main>
        ${asking && html`<${Scale} key=${ended} scale=${centre.rating_scale || []} reasons=${centre.rating_reasons || []} send=${send} />`}
        ${!asking && now.value - thanked.value < THANKS_MS && html`<${Thanks} />`}
        ${!asking && now.value - thanked.value >= THANKS_MS && html`<section class="idle"><h1>Kính chào quý công dân<span class="en">Welcome</span></h1>
          ${(failure || !online) && html`<p class="stale" role="status">${failure ? failure.message.vi : "Đang kết nối… · Connecting…"}</p>`}</section>`}
      </main>`;
  }

  render(html`<${App} />`, place);
}

const place = document.getElementById("app");
if (meta("desk")) run(place, { desk: meta("desk"), device: meta("device"), token: meta("token") });
else paired(place, "rating").then(({ desks, device, token }) => run(place, { desk: desks[0], device, token }, () => forget("rating")));
