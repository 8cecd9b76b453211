// Beside the desk: the line ahead by service, who is next, and who was parked or is absent.

import { html } from "/static/ui.js";
import { healthOf, line } from "/static/health.js";
import { clock } from "./bar.js";
import { link } from "./session.js";
import { Appointed, minutes } from "./ticket.js";
import { named, t } from "./words.js";

const NEXT_SHOWN = 5;

export function Hall({ desk, ask, ready, take, reserve, now }) {
  const { centre, desks, lines, tickets } = link.value.view.value;
  const info = centre.desks.find((each) => each.id === desk.id);
  const served = [...info.services, ...(info.overflow || [])];
  const mine = Object.values(tickets).filter((ticket) => served.includes(ticket.service) || ticket.reserved === desk.id);
  // A ticket that waits for one desk is everybody's while that desk is closed.
  const elsewhere = (id) => id && id !== desk.id && desks[id] && desks[id].state !== "closed";
  const waiting = mine.filter((ticket) => ticket.state === "waiting" && !elsewhere(ticket.reserved));
  const oldest = (id) => waiting.filter((ticket) => ticket.service === id).reduce((least, each) => Math.min(least, each.queued_at), now);
  const inOrder = waiting.sort((a, b) => a.queued_at - b.queued_at).slice(0, NEXT_SHOWN);
  const free = ready && desk.state === "idle";
  const keep = (ticket) => !ticket.held && html`<button class="quiet" aria-label=${`${t("reserve")} ${ticket.number}`} onClick=${() => reserve(ticket)}>${t("keep")}</button>`;
  return html`
    <aside class="hall">
      <${Printers} />
      <section class="card">
        <h2>${t("line")}</h2>
        <table>
          <tbody>
            ${served.map((id) => {
              const service = centre.services.find((each) => each.id === id);
              const count = lines[id] ? lines[id].waiting : 0;
              return html`<tr key=${id} class=${count ? "" : "none"}>
                <th scope="row"><span><b class="letter">${service.prefix}</b> ${named(service.names)}</span></th>
                <td class="figures">${count}</td>
                <td class="figures">${count ? `${t("longest")} ${minutes(now - oldest(id))} ${t("minutes")}` : ""}</td>
              </tr>`;
            })}
          </tbody>
        </table>
      </section>
      <${Aside} kind="next-up" title=${t("next_up")} tickets=${inOrder} now=${now}
        mine=${desk.id} action=${ready && ((ticket) => html`
          ${free && html`<button aria-label=${`${t("take")} ${ticket.number}`} onClick=${() => take(ticket)}>${t("resume")}</button>
            <button class="quiet" aria-label=${`${t("step_out")} ${ticket.number}`} onClick=${() => ask(["step_out", { ticket: ticket.id }])}>${t("step_out")}</button>`}
          ${keep(ticket)}`)} />
      <${Aside} kind="parked" title=${t("parked")} tickets=${mine.filter((ticket) => ticket.state === "parked")} now=${now}
        mine=${desk.id} action=${(ticket) => html`<button disabled=${!free} onClick=${() => ask(["resume_ticket", { ticket: ticket.id }])}>${t("resume")}</button>${ready && keep(ticket)}`} />
      <${Aside} kind="away" title=${t("away")} tickets=${mine.filter((ticket) => ticket.state === "away")} now=${now}
        action=${(ticket) => html`<button disabled=${!ready} onClick=${() => ask(["step_in", { ticket: ticket.id }])}>${t("returned")}</button>`} />
      <${Aside} kind="absent" title=${t("absent_list")} tickets=${mine.filter((ticket) => ticket.state === "absent")} now=${now}
        action=${(ticket) => html`<button disabled=${!ready} onClick=${() => ask(["return_ticket", { ticket: ticket.id }])}>${t("returned")}</button>`} />
    </aside>
  `;
}

function Aside({ kind, title, tickets, now, mine, action }) {
  if (!tickets.length) return null;
  return html`<section class=${`card ${kind}`}><h2>${title}</h2>
    <ul class="tickets">${tickets.map((ticket) => html`<${Row} key=${ticket.id} ticket=${ticket} now=${now} mine=${mine} action=${action} />`)}</ul></section>`;
}

function Row({ ticket, now, mine, action }) {
  const due = ticket.parked_until && ticket.parked_until <= now;
  const since = ticket.parked_at || ticket.absent_at || ticket.queued_at;
  return html`<li><b class="figures">${ticket.number}</b>
    <span>${ticket.priority && html`<span class="tag">${t("priority")}</span>`} ${mine && (ticket.reserved || ticket.keeper) === mine && html`<span class="tag">${t("kept_here")}</span> `}<${Appointed} ticket=${ticket} /><${SlipMark} ticket=${ticket} />${due && html`<span class="tag warn">${t("due")}</span>`} ${ticket.note}</span>
    <span class="figures">${minutes(now - since)} ${t("minutes")}</span>${action && html`<span class="does">${action(ticket)}</span>`}</li>`;
}

/** Whose number may not be in their hand: an officer who calls it looks round twice. */
function SlipMark({ ticket }) {
  return html`${ticket.offline && html`<span class="tag">${t("offline_mark")}</span> `}<${Paper} ticket=${ticket} />`;
}

function Paper({ ticket }) {
  if (ticket.held) return html`<span class="tag warn">${t("slip_held")}</span>`;
  if (ticket.slip === "failed" || ticket.slip === "unconfirmed") return html`<span class="tag warn">${t("slip_mark")}</span>`;
  return null;
}

/** Kiosks that want somebody to come: not connected, no paper, little paper, an open cover. */
function Printers() {
  const { devices } = link.value.view.value;
  const kiosks = Object.values(devices).filter((each) => each.role === "kiosk");
  const away = kiosks.filter((each) => !each.online);
  const troubled = kiosks.filter((each) => each.online && each.health !== "ready");
  if (!away.length && !troubled.length) return null;
  return html`<section class="card printers" role="status">${away.map(
    (each) => html`<p class="mark warn" key=${each.id}><b>${t("kiosk")} ${each.id}</b>: ${t("kiosk_away")} ${clock(each.since)}</p>`,
  )}${troubled.map(
    (each) => html`<p class="mark warn" key=${each.id}><b>${t("kiosk")} ${each.id}</b>: ${healthOf(each)}
      ${each.detail && html`<br />${line(each.detail)}`}</p>`,
  )}</section>`;
}
