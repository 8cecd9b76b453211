// The questions that an officer is asked: where to transfer, why to park, why to call out of turn.

import { html, useEffect, useRef, useState } from "/static/ui.js";
import { link } from "./session.js";
import { named, t } from "./words.js";

function Dialog({ title, close, children }) {
  const dialog = useRef();
  useEffect(() => {
    dialog.current.showModal();
  }, []);
  return html`<dialog ref=${dialog} class="card" onClose=${close} aria-label=${title}><h2>${title}</h2>${children}</dialog>`;
}

function Back({ close }) {
  return html`<button type="button" class="quiet" onClick=${close}>${t("cancel")}</button>`;
}

export function Transfer({ desk, ticket, ask, close }) {
  const [note, setNote] = useState("");
  const { centre, desks } = link.value.view.value;
  const open = (id) => Boolean(desks[id]) && desks[id].state !== "closed"; // nobody would call from a closed desk
  const to = (target) => ask(["transfer", Object.assign({ ticket: ticket.id, note }, target)]);
  return html`
    <${Dialog} title=${`${t("transfer_to")} ${ticket.number}`} close=${close}>
      <p>${t("transfer_keeps")}</p>
      <h3>${t("to_service")}</h3>
      <div class="choices services">
        ${centre.services.filter((each) => each.id !== ticket.service).map(
          (each) => html`<button key=${each.id} onClick=${() => to({ service: each.id })}><b class="letter">${each.prefix}</b><span>${named(each.names)}</span></button>`,
        )}
      </div>
      <h3>${t("to_desk")}</h3>
      <div class="choices numbers">
        ${centre.desks.filter((each) => each.id !== desk.id).map(
          (each) => html`<button key=${each.id} disabled=${!open(each.id)} onClick=${() => to({ to_desk: each.id })}title=${named(each.names)}>${t("desk")} ${each.id}</button>`,
        )}
      </div>
      <label>${t("note")}<input maxlength="300" value=${note} onInput=${(event) => setNote(event.target.value)} /></label>
      <${Back} close=${close} />
    <//>
  `;
}

/** Why something is done: one of the usual reasons at a press, or the officer's own words. */
export function Reason({ title, hint, usual, action, send, close }) {
  const [reason, setReason] = useState("");
  const own = reason.trim();
  return html`
    <${Dialog} title=${title} close=${close}>
      <p>${hint}</p>
      <div class="choices">${usual.map((key) => html`<button key=${key} onClick=${() => send(t(key))}>${t(key)}</button>`)}</div>
      <form onSubmit=${(event) => (event.preventDefault(), own && send(own))}>
        <label>${t("reason")}<input maxlength="300" value=${reason} onInput=${(event) => setReason(event.target.value)} /></label>
        <p class="ends"><button class="strong" disabled=${!own}>${action}</button><${Back} close=${close} /></p>
      </form>
    <//>
  `;
}
