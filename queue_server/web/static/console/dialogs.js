// The questions that an officer is asked: where to transfer, why to park, why to call out of turn.

import { html, useState } from "/static/ui.js";
import { useModal } from "/static/modal.js";
import { nameOf } from "/static/people.js";
import { useDigits } from "./digits.js";
import { link } from "./session.js";
import { named, t } from "./words.js";

export function Dialog({ title, close, children }) {
  const dialog = useModal();
  useDigits(dialog);
  return html`<dialog ref=${dialog} class="card" onClose=${close} aria-label=${title}><h2>${title}</h2>${children}</dialog>`;
}

export function Back({ close }) {
  return html`<button type="button" class="quiet" onClick=${close}>${t("cancel")}</button>`;
}

export function Transfer({ desk, ticket, ask, close }) {
  const [note, setNote] = useState("");
  const { centre, desks } = link.value.view.value;
  const officers = Object.values(desks).filter((each) => each.officer && each.id !== desk.id);
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
          (each) => html`<button key=${each.id} disabled=${!open(each.id)} onClick=${() => to({ to_desk: each.id })} title=${named(each.names)}>${t("desk")} ${each.id}</button>`,
        )}
      </div>
      ${officers.length > 0 && html`<h3>${t("to_officer")}</h3>
        <div class="choices people">
          ${officers.map((each) => html`<button key=${each.id} onClick=${() => to({ to_officer: each.officer })}>${nameOf(each.officer)} <small>${t("desk")} ${each.id}</small></button>`)}
        </div>`}
      <label>${t("note")}<input maxlength="300" value=${note} onInput=${(event) => setNote(event.target.value)} /></label>
      <${Back} close=${close} />
    <//>
  `;
}

/** Keeps somebody who waits, or was put aside, for one desk: for this one, for a colleague's, or for none again. */
export function Reserve({ desk, ticket, ask, close }) {
  const [reason, setReason] = useState("");
  const { centre, desks } = link.value.view.value;
  const kept = ticket.reserved || ticket.keeper;
  const open = centre.desks.filter((each) => desks[each.id] && desks[each.id].state !== "closed"); // nobody else would call
  const keep = (to) => ask(["reserve", { ticket: ticket.id, to_desk: to, reason }]);
  return html`
    <${Dialog} title=${`${t("reserve")} ${ticket.number}`} close=${close}>
      <p>${t("reserve_hint")}</p>
      <div class="choices numbers">
        ${open.map((each) => html`<button key=${each.id} aria-pressed=${kept === each.id} onClick=${() => keep(each.id)} title=${named(each.names)}>
          ${each.id === desk.id ? t("this_desk") : `${t("desk")} ${each.id}`}</button>`)}
        ${kept && html`<button onClick=${() => keep(null)}>${t("for_nobody")}</button>`}
      </div>
      <label>${t("note")}<input maxlength="300" value=${reason} onInput=${(event) => setReason(event.target.value)} /></label>
      <${Back} close=${close} />
    <//>
  `;
}

/** Put aside: why, and in how many minutes it is due again. */
export function ParkDialog({ ticket, usual, ask, close }) {
  const [minutes, setMinutes] = useState(15);
  return html`<${Reason} title=${`${t("park")} ${ticket.number}`} hint=${t("park_keeps")} usual=${usual} action=${t("park")} close=${close}
    send=${(reason) => ask(["park", { ticket: ticket.id, reason, minutes: minutes || null }])}>
    <p class="due" role="group" aria-label=${t("due_in")}>${t("due_in")} ${[0, 10, 15, 30, 60].map(
      (each) => html`<button type="button" key=${each} aria-pressed=${minutes === each} class=${minutes === each ? "chosen" : ""}
        onClick=${() => setMinutes(each)}>${each ? `${each} ${t("minutes")}` : t("no_time")}</button>`,
    )}</p><//>`;
}

/** Why something is done: one of the usual reasons at a press, or the officer's own words. */
export function Reason({ title, hint, usual, action, send, close, label, children }) {
  const [reason, setReason] = useState("");
  const own = reason.trim();
  return html`
    <${Dialog} title=${title} close=${close}>
      <p>${hint}</p>
      <div class="choices">${usual.map((key) => html`<button key=${key} onClick=${() => send(t(key))}>${t(key)}</button>`)}</div>
      ${children}
      <form onSubmit=${(event) => (event.preventDefault(), own && send(own))}>
        <label>${label || t("reason")}<input maxlength="300" value=${reason} onInput=${(event) => setReason(event.target.value)} /></label>
        <p class="ends"><button class="strong" disabled=${!own}>${action}</button><${Back} close=${close} /></p>
      </form>
    <//>
  `;
}
