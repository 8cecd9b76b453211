// The two questions that an officer is asked: where to transfer, and why to park.

import { html, useEffect, useRef, useState } from "/static/ui.js";
import { link } from "./session.js";
import { named, t } from "./words.js";

function Dialog({ title, close, children }) {
  const dialog = useRef();
  useEffect(() => {
    dialog.current.showModal();
  }, []);
  return html`<dialog ref=${dialog} class="card" onClose=${close} aria-label=${title}><h2>${title}</h2>${children}
    <button class="quiet" onClick=${close}>${t("cancel")}</button></dialog>`;
}

export function Transfer({ desk, ticket, ask, close }) {
  const [note, setNote] = useState("");
  const { centre } = link.value.view.value;
  const to = (target) => ask(["transfer", Object.assign({ ticket: ticket.id, note }, target)]);
  return html`
    <${Dialog} title=${t("transfer_to")} close=${close}>
      <p>${t("transfer_keeps")}</p>
      <label>${t("note")}<input maxlength="300" value=${note} onInput=${(event) => setNote(event.target.value)} /></label>
      <div class="choices">
        ${centre.services.filter((each) => each.id !== ticket.service).map(
          (each) => html`<button key=${each.id} onClick=${() => to({ service: each.id })}><b class="letter">${each.prefix}</b> ${named(each.names)}</button>`,
        )}
      </div>
      <div class="choices">
        ${centre.desks.filter((each) => each.id !== desk.id).map(
          (each) => html`<button key=${each.id} onClick=${() => to({ to_desk: each.id })}>${t("desk")} ${each.id}</button>`,
        )}
      </div>
    <//>
  `;
}

export function Park({ ticket, ask, close }) {
  const [reason, setReason] = useState("");
  const park = (why) => ask(["park", { ticket: ticket.id, reason: why }]);
  return html`
    <${Dialog} title=${t("park")} close=${close}>
      <div class="choices">
        ${["park_form", "park_copy", "park_pay"].map((key) => html`<button key=${key} onClick=${() => park(t(key))}>${t(key)}</button>`)}
      </div>
      <label>${t("reason")}<input maxlength="300" value=${reason} onInput=${(event) => setReason(event.target.value)} /></label>
      <button class="strong" onClick=${() => park(reason)}>${t("park")}</button>
    <//>
  `;
}
