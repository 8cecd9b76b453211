// What the holder of a ticket may do on their phone: go out for a while, come back, give the number up.

import { html, useState } from "/static/ui.js";
import { useModal } from "/static/modal.js";

/** While outside: until when the place is kept, and the way back. */
export function Away({ until, want }) {
  return html`<section class="away-box">
    <p>Số của quý vị không bị gọi trước <b class="figures">${until}</b>.<span class="en">You will not be called before <b class="figures">${until}</b>.</span></p>
    <button id="step-in" class="strong" onClick=${() => want("step-in")}>Tôi đã quay lại<span class="en">I am back</span></button>
  </section>`;
}

/** `minutes` is how long one may step out, null for not now; `give` whether the number may be given up. */
export function Choices({ minutes, give, want }) {
  const [asked, setAsked] = useState(null);
  if (!minutes && !give) return null;
  return html`<div class="choices">
    ${minutes && html`<button id="step-out" onClick=${() => setAsked("step-out")}>Tôi cần ra ngoài ${minutes} phút<span class="en">I need ${minutes} minutes</span></button>`}
    ${give && html`<button id="give-up" class="quiet" onClick=${() => setAsked("give-up")}>Hủy số<span class="en">Give up my ticket</span></button>`}
    ${asked === "step-out" && html`<${Confirm} question=${["Ra ngoài, giữ chỗ?", "Step out and keep your place?"]}
      told=${[`Quý vị không bị gọi trong ${minutes} phút, sau đó số tự trở lại hàng chờ.`, `You are not called for ${minutes} minutes; then your ticket is back in the line by itself.`]}
      yes=${["Ra ngoài", "Step out"]} done=${() => want("step-out")} close=${() => setAsked(null)} />`}
    ${asked === "give-up" && html`<${Confirm} question=${["Hủy số này?", "Give this ticket up?"]}
      told=${["Quý vị sẽ không được gọi. Muốn làm việc hôm nay phải lấy số mới.", "You will not be called. To be served today you would need a new ticket."]}
      yes=${["Hủy số", "Give up"]} done=${() => want("give-up")} close=${() => setAsked(null)} />`}
  </div>`;
}

/** Nothing that cannot be taken back happens at one touch. */
function Confirm({ question, told, yes, done, close }) {
  const dialog = useModal();
  return html`<dialog ref=${dialog} onClose=${close} aria-label=${`${question[0]} ${question[1]}`}>
    <h2>${question[0]}<span class="en">${question[1]}</span></h2>
    <p>${told[0]}<span class="en">${told[1]}</span></p>
    <button class="strong" id="yes" onClick=${() => (close(), done())}>${yes[0]}<span class="en">${yes[1]}</span></button>
    <button class="quiet" id="no" onClick=${close}>Không, quay lại<span class="en">No, go back</span></button>
  </dialog>`;
}
