// What is done now and then, behind one key: the visit's marks, the desk's break and end, the window, the keys.

import { html, signal, useEffect, useState } from "/static/ui.js";
import { nameOf } from "/static/people.js";
import { link, signOut, tick } from "./session.js";
import { WhoDecides } from "./authorities.js";
import { clock } from "./bar.js";
import { Back, Dialog, Reason } from "./dialogs.js";
import { named, t } from "./words.js";

/** Ten seconds in which the last act can be taken back. Told by the server, so every window of the desk shows it. */
export function UndoBar({ desk, undo, ready }) {
  const seconds = desk.undo_until ? (desk.undo_until - tick.value) / 1000 : 0;
  if (seconds <= 0) return null;
  const left = Math.max(1, Math.round(seconds)); // the two clocks differ a little: never "11" of ten
  return html`<p class="undo" role="status"><span>${t(`did_${desk.undo}`)}</span>
    <button id="undo" disabled=${!ready} onClick=${undo}>${t("undo")} <span class="figures" aria-hidden="true">${left}</span> <kbd>U</kbd></button></p>`;
}

/** A colleague asks for help without a word. Loud here, silent there. */
export function Alarms({ desk, ask }) {
  const open = Object.values(link.value.view.value.alarms).filter((each) => !each.answered_at);
  return open.map((each) =>
    each.desk === desk.id
      ? html`<p key=${each.id} class="mark" id="alarm-sent">${t("alarm_sent")}</p>`
      : html`<p key=${each.id} class="banner alarm" role="alert"><b>${t("alarm_at")} ${each.desk}</b> · ${nameOf(each.officer)} · ${clock(each.at)} ${each.note}
          <button class="strong" onClick=${() => ask(["answer_alarm", { alarm: each.id }])}>${t("alarm_answer")} <kbd>Y</kbd></button></p>`,
  );
}

/** The dialog behind M: `show` opens one of the others. */
export function More({ desk, ticket, ask, show, close }) {
  const serving = desk.state === "serving";
  const free = desk.state === "idle" || desk.state === "paused";
  return html`
    <${Dialog} title=${t("more")} close=${close}>
      ${ticket && html`<h3>${t("visit")} ${ticket.number}</h3>
        <div class="choices">
          <button onClick=${() => ask(["amend", { ticket: ticket.id, slow: !ticket.slow }])}>${t(ticket.slow ? "slow_off" : "slow_on")}</button>
          <button onClick=${() => show("dossiers")}>${t("dossiers")} · ${ticket.dossiers}</button>
          <button onClick=${() => show("dossier")}>${t("link_dossier")}</button>
          ${(link.value.view.value.centre.authorities || []).length > 0 && html`<button onClick=${() => show("authorities")}>${t("authorities")} <kbd>D</kbd></button>`}
          <button disabled=${!serving} onClick=${() => show("procedure")}>${t("add_procedure")}</button>
          <button onClick=${() => show("history")}>${t("history")} <kbd>H</kbd></button>
        </div>`}
      <h3>${t("desk")} ${desk.id}</h3>
      <div class="choices">
        <button disabled=${!free} onClick=${() => (desk.state === "paused" ? ask(["continue_desk", {}]) : show("pause"))}>
          ${t(desk.state === "paused" ? "continue" : "pause")} <kbd>P</kbd></button>
        <button onClick=${() => show("shift")}>${t("end_shift")}</button>
        <button onClick=${() => (popOut(), close())}>${t("pop_out")}</button>
        <button id="notify" disabled=${telling.value !== "default"} onClick=${askToNotify}>${t(`notify_${telling.value}`)}</button>
        <button onClick=${() => show("keys")}>${t("shortcuts")} <kbd>?</kbd></button>
        <button id="alarm" onClick=${() => ask(["raise_alarm", {}])}>${t("alarm")} <kbd>Alt+A</kbd></button>
      </div>
      <${Back} close=${close} />
    <//>
  `;
}

/** A small window for officers who work in another program. */
export function popOut() {
  window.open("/desk", "motcua-desk", "popup,width=360,height=480");
}

/** Whether the officer is told on the desktop: granted, denied, or default while nobody has asked. Only over https or on the server itself. */
const telling = signal("Notification" in window ? Notification.permission : "denied");

export async function askToNotify() {
  telling.value = await Notification.requestPermission();
}

/** Somebody has come while the desk was idle and the officer in another program: its title tells, and a note on the desktop. */
export function useNotice(desk, waiting) {
  const wanted = desk.state === "idle" && waiting > 0;
  useEffect(() => {
    const title = document.title;
    if (wanted) document.title = `(${waiting}) ${t("desk")} ${desk.id} · Motcua`;
    return () => (document.title = title);
  }, [wanted && waiting]);
  useEffect(() => {
    if (!wanted || document.hasFocus() || telling.value !== "granted") return;
    const notice = new Notification(`${t("desk")} ${desk.id}`, { body: `${waiting} ${t("waiting_now")}`, tag: "motcua-waiting" });
    notice.onclick = () => window.focus();
    return () => notice.close();
  }, [wanted]);
}

/** One of the dialogs that More opens. */
export function Further({ asked, desk, ticket, ask, close }) {
  const { centre, desks } = link.value.view.value;
  if (asked === "keys") return html`<${Keys} close=${close} />`;
  if (asked === "pause") {
    return html`<${Reason} title=${t("pause")} hint=${t("pause_hint")} usual=${["pause_short", "pause_lunch", "pause_meeting"]} action=${t("pause")}
      send=${(reason) => ask(["pause_desk", { reason }])} close=${close} />`;
  }
  if (asked === "shift") {
    const others = centre.desks.filter((each) => each.id !== desk.id && desks[each.id] && desks[each.id].state !== "closed");
    const end = async (heir) => (await ask(["end_shift", heir])) && signOut(); // the next one at this PC is somebody else
    return html`<${Dialog} title=${t("end_shift")} close=${close}>
      <p>${t("end_shift_hint")}</p>
      <div class="choices"><button class="strong" onClick=${() => end({})}>${t("to_lines")}</button>
        ${others.map((each) => html`<button key=${each.id} onClick=${() => end({ to_desk: each.id })}>${t("desk")} ${each.id}</button>`)}</div>
      <${Back} close=${close} /><//>`;
  }
  if (!ticket) return null;
  if (asked === "history") return html`<${History} ticket=${ticket} close=${close} />`;
  if (asked === "dossier") {
    return html`<${Reason} title=${`${t("link_dossier")} ${ticket.number}`} hint=${t("dossier_hint")} usual=${[]} label=${t("dossier_code")} action=${t("link_dossier")}
      send=${(code) => ask(["link_dossier", { ticket: ticket.id, code }])} close=${close} />`;
  }
  if (asked === "authorities") return html`<${WhoDecides} ticket=${ticket} ask=${ask} close=${close} />`;
  if (asked === "dossiers") {
    return html`<${Dialog} title=${t("dossiers")} close=${close}><p>${t("dossiers_hint")}</p>
      <div class="choices numbers">${[1, 2, 3, 4, 5, 6, 8, 10, 15, 20].map(
        (count) => html`<button key=${count} aria-pressed=${ticket.dossiers === count} onClick=${() => ask(["amend", { ticket: ticket.id, dossiers: count }])}>${count}</button>`,
      )}</div><${Back} close=${close} /><//>`;
  }
  if (asked === "procedure") {
    const info = centre.desks.find((each) => each.id === desk.id);
    const served = [...info.services, ...(info.overflow || [])];
    const offered = centre.services.filter((each) => served.includes(each.id)).flatMap((each) => each.procedures);
    return html`<${Dialog} title=${t("add_procedure")} close=${close}><p>${t("add_procedure_hint")}</p>
      <div class="choices">${offered.map(
        (each) => html`<button key=${each.id} onClick=${() => ask(["add_procedure", { ticket: ticket.id, procedure: each.id }])}>${named(each.names)}</button>`,
      )}</div><${Back} close=${close} /><//>`;
  }
  return null;
}

const KEYS = ["n next", "b start", "g recall", "k finish", "v absent", "c transfer", "t park", "u undo", "p pause", "d authorities", "h history", "m more", "y alarm_answer"];

function Keys({ close }) {
  return html`<${Dialog} title=${t("shortcuts")} close=${close}>
    <dl class="keys">${KEYS.map((each) => each.split(" ")).map(
      ([key, name]) => html`<div key=${key}><dt><kbd>${key.toUpperCase()}</kbd></dt><dd>${t(name)}</dd></div>`,
    )}
      <div><dt><kbd>Alt+A</kbd></dt><dd>${t("alarm")}</dd></div><div><dt><kbd>?</kbd></dt><dd>${t("shortcuts")}</dd></div></dl>
    <${Back} close=${close} /><//>`;
}

function History({ ticket, close }) {
  const [steps, setSteps] = useState(null);
  useEffect(() => {
    link.value.ask("find_ticket", { ticket: ticket.id }).then((answer) => setSteps(answer.steps || []), () => setSteps([]));
  }, []);
  return html`<${Dialog} title=${`${t("history")} ${ticket.number}`} close=${close}>
    <ol class="steps"><li><span class="figures">${clock(ticket.taken_at)}</span> ${t("step_ticket_taken")}</li>
      ${(steps || []).map(
        (step, place) => html`<li key=${place}><span class="figures">${clock(step.at)}</span> ${t(`step_${step.what}`)}
          ${step.desk && html` · ${t("desk")} ${step.desk}`}${step.officer && html` · ${nameOf(step.officer)}`}${step.note && html` · “${step.note}”`}</li>`,
      )}</ol>
    <${Back} close=${close} /><//>`;
}
