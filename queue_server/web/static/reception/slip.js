// The ticket at hand: its number large enough to be shown, how long it will be, and what became of its slip.

import { html, useState } from "/static/ui.js";
import { clock } from "/static/console/bar.js";
import { link } from "/static/console/session.js";
import { language, named } from "/static/language.js";
import { kiosks, printSlip } from "./printing.js";
import { t } from "./words.js";

const GOOD = new Set(["confirmed", "accepted", "noted"]);

export function Slip({ shown }) {
  const [problem, setProblem] = useState("");
  if (!shown) return html`<section class="card slip none"><p>${t("none_yet")}</p></section>`;
  const { centre, lines, tickets, slip_orders: orders } = link.value.view.value;
  const ticket = tickets[shown.ticket.id] || shown.ticket;
  const open = Boolean(tickets[ticket.id]);
  const order = orders[ticket.id];
  const ready = link.value.state.value.online;
  // Until an appointed time has come its holder waits for that, and for no line.
  const byTime = ticket.appointed && !ticket.late && ticket.appointed > ticket.taken_at;

  async function ask(send) {
    setProblem("");
    try {
      const answer = await send();
      if (answer.type === "refused") setProblem(answer.message[language.value] || answer.message.vi);
    } catch {
      setProblem(t("no_answer"));
    }
  }

  const act = (type) => ask(() => link.value.ask(type, { ticket: ticket.id }));
  return html`<section class="card slip" aria-live="polite">
    <p>${named(centre.services.find((each) => each.id === ticket.service).names)} · ${t(`state_${ticket.state}`)}${ticket.desk ? ` · ${t("desk")} ${ticket.desk}` : ""}</p>
    <p id="number" class="figures">${ticket.number}</p>
    ${ticket.appointed && html`<p id="appointed"><span class="tag figures">${t(ticket.late ? "late_for" : "appointment")} ${clock(ticket.appointed)}</span></p>`}
    ${ticket.state === "waiting" && shown.low !== null && html`<p id="line" class="figures">${!byTime && html`${shown.ahead} ${t("ahead")} · ${lines[ticket.service] && !lines[ticket.service].desks_open ? t("no_desk_open") : `${shown.low}–${shown.high} ${t("minutes")}`} · `}${t("desk")} ${shown.desks.join(", ")}</p>`}
    <p id="paper" role="status">${paper(ticket, order)}</p>
    <p class="problem" role="alert">${problem}</p>
    ${open && html`<p class="ends">
      ${kiosks().map((each) => html`<button key=${each.id} disabled=${!ready || each.stuck} onClick=${() => ask(() => printSlip(ticket.id, each.id))}>${t(ticket.slip || order ? "print_again" : "print")} ${each.id}</button>`)}
      ${ticket.state === "waiting" && html`<button class="quiet" disabled=${!ready} onClick=${() => act("step_out")}>${t("step_out")}</button>`}
      ${ticket.state === "away" && html`<button class="strong" disabled=${!ready} onClick=${() => act("step_in")}>${t("back")}</button>`}
      ${ticket.state === "absent" && html`<button class="strong" disabled=${!ready} onClick=${() => act("return_ticket")}>${t("back")}</button>`}
    </p>`}
  </section>`;
}

function paper(ticket, order) {
  if (order && order.open) return html`<span class="mark warn">${t("printing")} ${order.kiosk}…</span>`;
  if (!ticket.slip) return t("without_paper");
  return html`<span class=${GOOD.has(ticket.slip) ? "tag" : "mark warn"}>${t(`slip_${ticket.slip}`)}${order ? ` · ${t("kiosk")} ${order.kiosk}` : ""}</span>`;
}
