// The ticket at hand: number, service, waiting time, why this one, and whether anybody has seen or heard the call.

import { html } from "/static/ui.js";
import { link, tick } from "./session.js";
import { Authorities } from "./authorities.js";
import { clock } from "./bar.js";
import { named, t } from "./words.js";

/** A call that no board has confirmed after this long is told to the officer. */
const UNHEARD_MS = 2400; // the officer is warned within three seconds
/** A board that has confirmed no call for so long is not at work. */
const LATELY_MS = 180_000;
/** The credit of a strictly first class is a stand-in for "before all others". */
const STRICT_MS = 1e11;

export const minutes = (milliseconds) => Math.max(0, Math.floor(milliseconds / 60000));

/** How many wait for what this desk serves, helping out included. */
export function waitingFor(desk) {
  const { centre, lines } = link.value.view.value;
  const info = centre.desks.find((each) => each.id === desk.id);
  return [...info.services, ...(info.overflow || [])].reduce((sum, id) => sum + (lines[id] ? lines[id].waiting : 0), 0);
}

export function Idle({ desk }) {
  const info = link.value.view.value.centre.desks.find((each) => each.id === desk.id);
  const waiting = waitingFor(desk);
  const paused = desk.state === "paused";
  return html`
    <article class="card idle" id="idle" tabindex="0" aria-labelledby="desk-state">
      <h2 id="desk-state">${t(paused ? "paused" : "idle")}</h2>
      ${desk.reason && html`<p>${desk.reason}</p>`}
      <p class="count"><b class="figures">${waiting}</b> ${t("waiting_now")}</p>
      <p>${t(paused ? "paused_hint" : info.automatic ? "automatic_hint" : waiting ? "idle_hint" : "nobody")}</p>
    </article>
  `;
}

export function TicketCard({ ticket, desk, choose }) {
  const { centre } = link.value.view.value;
  const service = centre.services.find((each) => each.id === ticket.service);
  const procedure = service && service.procedures.find((each) => each.id === ticket.procedure);
  const priority = centre.priorities.find((each) => each.id === ticket.priority);
  const waited = (ticket.called_at || tick.value) - ticket.queued_at;
  return html`
    <article class="card ticket" tabindex="0" aria-labelledby="number">
      <div class="state">${t(desk.state === "serving" ? "serving" : "called")} · <span class="figures">${elapsed(desk.since)}</span>
        ${desk.state === "calling" && html` · <span id="calls">${t("call_no")} ${ticket.calls}</span>${missing(ticket) && html` · <span id="absent-after">${missing(ticket)}</span>`}`}</div>
      <div class="number figures" id="number" aria-live="polite">${ticket.number}</div>
      <div class="facts">
        <p class="service">${service ? named(service.names) : ticket.service}</p>
        ${procedure && html`<p>${named(procedure.names)}</p>`}
        <p>${t("waited")} <b class="figures">${minutes(waited)}</b> ${t("minutes")}
          ${priority && html` · <span class="tag">${t("priority")}: ${named(priority.names)}</span>`}
          ${ticket.language !== "vi" && html` · <span class="tag">${ticket.language.toUpperCase()}</span>`}</p>
        ${ticket.note && html`<p class="note">“${ticket.note}”</p>`}
        <${Marks} ticket=${ticket} />
        <${Authorities} ticket=${ticket} choose=${choose} />
        <${Journey} ticket=${ticket} />
        <${Slip} state=${ticket.slip} />
        ${ticket.offline && html`<p class="mark">${t("offline_ticket")}</p>`}
        <${WhyThis} why=${ticket.why} />
      </div>
      ${desk.state === "calling" && html`<${Heard} ticket=${ticket} />`}
    </article>
  `;
}

function elapsed(since) {
  const seconds = Math.max(0, Math.floor((tick.value - since) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function Journey({ ticket }) {
  if (ticket.legs.length < 2) return null;
  const { centre } = link.value.view.value;
  const name = (id) => named((centre.services.find((each) => each.id === id) || { names: { vi: id } }).names);
  return html`<ol class="journey" aria-label=${t("journey")}>${ticket.legs.map(
    (id, place) => html`<li key=${place} class=${place === ticket.leg ? "here" : place < ticket.leg ? "past" : ""}
      aria-current=${place === ticket.leg ? "step" : null}>${place < ticket.leg ? "✓" : place + 1}. ${name(id)}</li>`,
  )}</ol>`;
}

/** What to know before the citizen sits down: what a dossier brings them for, dossiers, walking, further matters. */
function Marks({ ticket }) {
  const { centre } = link.value.view.value;
  const name = (id) => named((centre.services.flatMap((each) => each.procedures).find((each) => each.id === id) || { names: { vi: id } }).names);
  return html`<p class="marks">
    ${ticket.purpose && html`<span class="tag">${t(`purpose_${ticket.purpose}`)}</span>`}
    <${Appointed} ticket=${ticket} />
    ${ticket.dossiers > 1 && html`<span class="tag">${ticket.dossiers} ${t("dossiers_brought")}</span>`}
    ${ticket.slow && html`<span class="tag">${t("walks_slowly")}</span>`}
    ${ticket.codes.map((code) => html`<span class="tag figures" key=${code}>${code}</span>`)}
    ${ticket.works.slice(1).map((work) => html`<span class="tag" key=${work.began_at}>+ ${name(work.procedure)}</span>`)}
  </p>`;
}

/** The time that a ticket was taken for, if any. */
export function Appointed({ ticket }) {
  if (!ticket.appointed) return null;
  return html`<span class="tag figures">${t(ticket.late ? "late_for" : "appointment")} ${clock(ticket.appointed)}</span> `;
}

function Slip({ state }) {
  if (state === "failed") return html`<p class="mark warn">${t("slip_failed")}</p>`;
  if (state === "noted") return html`<p class="mark">${t("slip_noted")}</p>`;
  if (state === "unconfirmed") return html`<p class="mark warn">${t("slip_unconfirmed")}</p>`;
  return null;
}

function WhyThis({ why }) {
  if (!why) return null;
  return html`<p class="why"><b>${t("why")}</b> ${t(ruleOf(why))}. ${contender(why.chosen)}
    ${why.runners_up.length > 0 && html` ${t(why.rule === "override" || why.rule === "resume" ? "instead_of" : "then")}: ${contender(why.runners_up[0])}`}</p>`;
}

function ruleOf({ rule, chosen }) {
  if (rule !== "normal" || !chosen.credit) return `rule_${rule}`;
  return chosen.appointed ? "rule_appointment" : "rule_credit";
}

/** "A045: 12 + 15 (priority) = 27 min", or the appointed time */
function contender({ number, waited, credit, offset, appointed }) {
  if (appointed) return html`<span class="figures">${number}: ${t("appointment")} ${clock(appointed)}.</span>`;
  if (credit >= STRICT_MS) return html`<span class="figures">${number}: ${minutes(waited)} ${t("minutes")}, ${t("strict")}.</span>`;
  let sum = `${minutes(waited)}`;
  if (credit) sum += ` + ${minutes(credit)} (${t("credit")})`;
  if (offset) sum += ` − ${minutes(offset)} (${t("helps")})`;
  if (credit || offset) sum += ` = ${Math.floor((waited + credit - offset) / 60000)}`;
  return html`<span class="figures">${number}: ${sum} ${t("minutes")}.</span>`;
}

/** Whether a board shows the calls of this service; a board that the centre's plan does not name shows all. */
function shows(board, service) {
  const info = link.value.view.value.centre.boards.find((each) => each.id === board.id);
  return !info || !info.services || !info.services.length || info.services.includes(service);
}

/** What is still missing before this citizen may be said to be absent; "" when nothing is. The server has the last word. */
export function missing(ticket) {
  const { calls, centre, heard } = link.value.view.value;
  const slow = ticket.slow || centre.priorities.some((each) => each.id === ticket.priority && each.slow);
  const more = centre.recalls_before_absent + Number(slow) + 1 - ticket.calls;
  if (more > 0) return `${t("absent_after")} ${more} ${t("more_calls")}`;
  const reports = Object.values(heard).filter((each) => calls[each.call] && (each.drawn || each.spoken));
  const acknowledged = reports.some(({ call }) => calls[call].ticket === ticket.id && calls[call].at >= ticket.called_at);
  const atWork = reports.some(({ call, board }) => tick.value - calls[call].at <= LATELY_MS && shows({ id: board }, ticket.service));
  return centre.absent_needs_heard && atWork && !acknowledged ? t("absent_heard") : "";
}

function Heard({ ticket }) {
  const { calls, heard, devices } = link.value.view.value;
  const call = Object.values(calls).filter((each) => each.ticket === ticket.id).sort((a, b) => b.id - a.id)[0];
  if (!call) return null;
  const boards = Object.values(devices).filter((device) => device.role === "board" && shows(device, ticket.service));
  const reports = boards.map((board) => [board, heard[`${call.id} ${board.id}`] || {}]);
  const confirmed = reports.some(([, report]) => report.drawn || report.spoken);
  const late = tick.value - call.at > UNHEARD_MS;
  const nobody = !boards.some((board) => board.online);
  return html`
    <div class="heard">
      ${!confirmed && (late || nobody) && html`<p class="banner warn" role="alert">⚠ ${t(nobody ? "no_boards" : "unheard")}</p>`}
      ${reports.map(
        ([board, report]) => html`<span class="board" key=${board.id}><b>${t("board")} ${board.id}</b>
          ${!board.online
            ? html`<em>${t("board_offline")} ${clock(board.since)}</em>`
            : html`<i class=${report.drawn ? "yes" : ""}>${t(report.drawn ? "drawn" : "not_drawn")}</i>
                <i class=${report.spoken ? "yes" : report.failed ? "no" : ""}>${t(report.spoken ? "spoken" : report.failed ? "failed" : "not_spoken")}</i>`}
        </span>`,
      )}
    </div>
  `;
}
