// The centre's opinion survey after a visit: any of its questions may be left out; sent once.

import { html, useState } from "/static/ui.js";

/** `send(answers)` is told the steps chosen, by question. */
export function Survey({ survey, send }) {
  const [answers, setAnswers] = useState({});
  const [sent, setSent] = useState(false);
  const some = Object.keys(answers).length > 0;

  function submit(event) {
    event.preventDefault();
    if (!some || sent) return;
    setSent(true);
    send(answers).finally(() => setSent(false));
  }

  const steps = survey.scale.slice().sort((a, b) => b.value - a.value);
  return html`<form class="survey" onSubmit=${submit}>
    <h2>${survey.names.vi}${survey.names.en && html`<span class="en">${survey.names.en}</span>`}</h2>
    ${survey.questions.map(
      ({ id, names }) => html`<fieldset key=${id}><legend>${names.vi}${names.en && html`<span class="en">${names.en}</span>`}</legend>
        <div>${steps.map(
          (step) => html`<label key=${step.value}><input type="radio" name=${id} checked=${answers[id] === step.value} onChange=${() => setAnswers({ ...answers, [id]: step.value })} />
            <span>${step.names.vi}${step.names.en && html`<span class="en">${step.names.en}</span>`}</span></label>`,
        )}</div></fieldset>`,
    )}
    <button class="strong" disabled=${!some || sent}>Gửi ý kiến<span class="en">Send</span></button>
    <p class="small">Ẩn danh, không bắt buộc · Anonymous, as you like</p>
  </form>`;
}
