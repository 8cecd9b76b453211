// The question after a visit: the steps of the centre's scale, and reasons after a low one. On a desk's tablet and on phones.
//
// A good or middling step is sent at once; a low one first offers reasons, of which none has to be chosen.

import { html, useState } from "/static/ui.js";

/** `send(value, reasons)` is told once. */
export function Scale({ scale, reasons, send }) {
  const [low, setLow] = useState(null);
  const [chosen, setChosen] = useState([]);
  const toggle = (id) => setChosen(chosen.indexOf(id) >= 0 ? chosen.filter((each) => each !== id) : chosen.concat(id));
  if (low !== null) {
    return html`<section class="scale" aria-live="polite">
      <h2>Điều gì chưa tốt?<span class="en">What was not good?</span></h2>
      <div class="reasons">${reasons.map((each) => html`<button key=${each.id} aria-pressed=${chosen.indexOf(each.id) >= 0} onClick=${() => toggle(each.id)}>${each.names.vi}${each.names.en && html`<span class="en">${each.names.en}</span>`}</button>`)}</div>
      <button class="strong" onClick=${() => send(low, chosen)}>Gửi đánh giá<span class="en">Send</span></button>
    </section>`;
  }
  const press = (step) => (step.negative && reasons.length ? setLow(step.value) : send(step.value, []));
  return html`<section class="scale">
    <h2>Quý vị có hài lòng với lượt phục vụ vừa rồi?<span class="en">Were you satisfied with this visit?</span></h2>
    <div class="steps">${scale.slice().sort((a, b) => b.value - a.value).map((step, place, all) => html`<button key=${step.value} class=${step.negative ? "negative" : ""} onClick=${() => press(step)}>
      <${Face} mood=${all.length > 1 ? 1 - (2 * place) / (all.length - 1) : 1} />${step.names.vi}${step.names.en && html`<span class="en">${step.names.en}</span>`}</button>`)}</div>
    <p class="small">Ẩn danh · Anonymous</p>
  </section>`;
}

/** A face whose mouth goes from glad (1) to sad (-1). */
function Face({ mood }) {
  return html`<svg class="face" viewBox="0 0 100 100" aria-hidden="true"><circle cx="50" cy="50" r="44" /><circle class="eye" cx="35" cy="42" r="5" /><circle class="eye" cx="65" cy="42" r="5" /><path d=${`M30 ${66 - 6 * mood} Q50 ${66 + 16 * mood} 70 ${66 - 6 * mood}`} /></svg>`;
}

export function Thanks() {
  return html`<section class="scale thanks" role="status"><h2>Xin cảm ơn quý vị!<span class="en">Thank you!</span></h2></section>`;
}
