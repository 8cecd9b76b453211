// Whatever the boundary: where the citizen is helped (here), where the dossier is received, and who decides it.

import { html, useState } from "/static/ui.js";
import { Back, Dialog } from "./dialogs.js";
import { link } from "./session.js";
import { named, t } from "./words.js";

/** "Hà Mòn" is found by "ha mon". */
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();

/** Who receives and who decides, on the ticket's card; a key to say so where the plan alone does not know. */
export function Authorities({ ticket, choose }) {
  const { centre } = link.value.view.value;
  if (!centre.authorities || !centre.authorities.length) return null;
  const service = centre.services.find((each) => each.id === ticket.service);
  if (service && service.receives === false && !ticket.decides) return null;
  const name = (id) => named((centre.authorities.find((each) => each.id === id) || { names: { vi: id } }).names);
  return html`<p class="authorities">
    ${ticket.received && ticket.received !== centre.authority && html`<span>${t("received_by")} <b>${name(ticket.received)}</b> · </span>`}
    ${ticket.decides
      ? html`<span>${t("decided_by")} <b>${name(ticket.decides)}</b></span>`
      : html`<button type="button" id="who-decides" onClick=${choose}>${t("who_decides")} <kbd>D</kbd></button>`}
  </p>`;
}

/** What is dealt with now: the procedure begun last in this service, or the one it was taken for; where none is known, all. */
function inHand(centre, ticket) {
  const { procedures } = centre.services.find((each) => each.id === ticket.service) || { procedures: [] };
  const begun = ticket.works.filter((work) => work.service === ticket.service).at(-1);
  const one = procedures.filter((each) => each.id === (begun ? begun.procedure : ticket.procedure));
  return one.length ? one : procedures;
}

/** Those that may decide it come first; any other of the list may be chosen too. */
function inOrder(centre, ticket) {
  const may = (procedure, each) => (procedure.decides && procedure.decides.length ? procedure.decides.includes(each.id) : (procedure.levels || []).includes(each.level));
  const fits = (each) => inHand(centre, ticket).some((procedure) => may(procedure, each));
  return [...centre.authorities.filter(fits), ...centre.authorities.filter((each) => !fits(each))];
}

export function WhoDecides({ ticket, ask, close }) {
  const [sought, setSought] = useState("");
  const [received, setReceived] = useState(ticket.received);
  const { centre } = link.value.view.value;
  const found = inOrder(centre, ticket).filter((each) => plain(named(each.names)).includes(plain(sought.trim())));
  const say = (decides) => ask(["amend", Object.assign({ ticket: ticket.id, decides }, received && { received })]);
  return html`
    <${Dialog} title=${`${t("authorities")} ${ticket.number}`} close=${close}>
      <p>${t("helped_by")} <b>${named(centre.names)}</b></p>
      <label>${t("received_by")}<select value=${received} onChange=${(event) => setReceived(event.target.value)}>
        ${!ticket.received && html`<option value="">–</option>`}
        ${centre.authorities.map((each) => html`<option key=${each.id} value=${each.id}>${named(each.names)}</option>`)}
      </select></label>
      <h3>${t("decided_by")}</h3>
      <form onSubmit=${(event) => (event.preventDefault(), found.length && say(found[0].id))}>
        <label>${t("find_authority")}<input autofocus value=${sought} onInput=${(event) => setSought(event.target.value)} /></label>
      </form>
      <div class="choices" id="deciders">${found.slice(0, 12).map(
        (each) => html`<button key=${each.id} aria-pressed=${each.id === ticket.decides} onClick=${() => say(each.id)}>${named(each.names)}</button>`,
      )}</div>
      ${found.length === 0 && html`<p role="status">${t("no_authority")}</p>`}
      ${found.length > 12 && html`<p role="status">${t("more_authorities")}</p>`}
      <p class="ends">${received !== ticket.received && ticket.decides && html`<button class="strong" onClick=${() => say(ticket.decides)}>${t("save")}</button>`}<${Back} close=${close} /></p>
    <//>
  `;
}
