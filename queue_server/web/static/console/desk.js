// The desk: the ticket at hand with what may be done with it, and the line ahead.

import { html, useLayoutEffect, useRef, useState } from "/static/ui.js";
import { known, link, tick } from "./session.js";
import { Hall } from "./hall.js";
import { Idle, TicketCard, missing, waitingFor } from "./ticket.js";
import { ParkDialog, Reason, Reserve, Transfer } from "./dialogs.js";
import { useScanner } from "./scanner.js";
import { Troubles } from "./troubles.js";
import { Alarms, Further, More, UndoBar, useNotice } from "./more.js";
import { language, t } from "./words.js";

/** Everything an officer can do: key, name, and in which state of the desk. */
const ACTIONS = [
  { key: "g", name: "recall", when: ["calling"] },
  { key: "b", name: "start", when: ["calling"] },
  { key: "k", name: "finish", when: ["serving"] },
  { key: "v", name: "absent", when: ["calling"] },
  { key: "c", name: "transfer", when: ["calling", "serving"] },
  { key: "t", name: "park", when: ["calling", "serving"] },
];
const REASONS = { park: ["park_form", "park_copy", "park_pay"], take: ["take_urgent", "take_late", "take_mistake"] };
/** A dossier's code within what a scanner read; the server judges it. Anything else, such as a card, stays here. */
const DOSSIER = /[a-z0-9.]+-\d{6,8}-\d{4,7}|\d{5}\/\d{4}\/\d{4,6}/i;
/** Keys that open a dialog. */
const OPENS = { m: "more", h: "history", d: "authorities", "?": "keys" };
/** Those of them that are about the ticket at the desk. */
const OF_TICKET = ["history", "authorities"];
/** Before the id of a ticket that is to be kept for a desk. */
const RESERVE = "reserve:";
const REQUESTS = { recall: "recall", start: "start_serving", finish: "finish", absent: "mark_absent" };

export function Desk({ desk }) {
  const [busy, setBusy] = useState(false);
  const pressed = useRef(false); // a second click may come before the page is drawn again
  const [problem, setProblem] = useState("");
  const [dialog, setDialog] = useState("");
  const view = link.value.view.value;
  const ticket = desk.ticket ? view.tickets[desk.ticket] : null;
  const online = link.value.state.value.online;

  /**
   * One request after another, each pressed once: while one is under way nothing else can be pressed. Resolves to
   * whether all were carried out.
   */
  async function ask(...requests) {
    if (pressed.current) return false;
    let done = true;
    pressed.current = true;
    setBusy(true);
    setProblem("");
    setDialog("");
    try {
      for (const [type, fields] of requests) {
        const answer = await link.value.ask(type, Object.assign({ desk: desk.id }, fields));
        if (answer.type === "refused") {
          setProblem(answer.message[language.value] || answer.message.vi);
          done = false;
          break;
        }
        await known(answer.version);
      }
    } catch {
      setProblem(t("no_answer"));
      done = false;
    }
    pressed.current = false;
    setBusy(false);
    return done;
  }

  function act(name) {
    if (name === "next") {
      const automatic = view.centre.desks.find((each) => each.id === desk.id).automatic; // calls by itself
      if (desk.state === "serving") ask(["finish", { ticket: ticket.id }], ...(automatic ? [] : [["call_next", {}]]));
      else if (desk.state === "idle") ask(["call_next", {}]);
    } else if (name === "transfer" || name === "park") setDialog(name);
    else ask([REQUESTS[name], { ticket: ticket.id }]);
  }

  const enabled = (action) => online && !busy && ticket && action.when.includes(desk.state) && (action.name !== "absent" || !missing(ticket));
  const nextHere = desk.state === "idle" || desk.state === "serving";
  const nextEnabled = online && !busy && nextHere;

  const ready = online && !busy;
  const alarm = Object.values(view.alarms).find((each) => !each.answered_at && each.desk !== desk.id);
  const undoable = Boolean(desk.undo_until) && desk.undo_until > tick.value;
  useNotice(desk, waitingFor(desk));

  /** Keys without a button of their own in the row of actions. */
  function alsoByKey(key) {
    if (key === "u" && undoable) ask(["undo", {}]);
    else if (key === "y" && alarm) ask(["answer_alarm", { alarm: alarm.id }]);
    else if (key === "p" && desk.state === "paused") ask(["continue_desk", {}]);
    else if (key === "p" && desk.state === "idle") setDialog("pause");
    else return false;
    return true;
  }

  useScanner((text) => {
    const [code] = text.match(DOSSIER) || [];
    setDialog("");
    if (code && ticket && ready) ask(["link_dossier", { ticket: ticket.id, code }]);
    else setProblem(t(code ? "scan_nobody" : "scan_other"));
  });

  /** Whether this key is one of the desk's. */
  function shortcut(key) {
    const action = ACTIONS.find((each) => each.key === key);
    if (OPENS[key] && (!OF_TICKET.includes(OPENS[key]) || ticket)) setDialog(OPENS[key]);
    else if (ready && alsoByKey(key)) return true;
    else if (key === "n" && nextEnabled) act("next");
    else if (action && enabled(action)) act(action.name);
    else return false;
    return true;
  }

  useLayoutEffect(() => {
    // Before the next key, so that none is judged by an older state of the desk.
    function press(event) {
      if (event.altKey && event.code === "KeyA") return event.preventDefault(), ask(["raise_alarm", {}]);
      if (event.altKey || (event.shiftKey && event.key !== "?")) return;
      if (event.target.closest("input, textarea, select, dialog") || event.ctrlKey || event.metaKey || event.repeat) return;
      if (shortcut(event.key.toLowerCase())) event.preventDefault(); // or the letter goes into the field of the dialog that it opened
    }
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  });

  return html`
    <main class=${online ? "work" : "work stale"} aria-busy=${busy}>
      <section class="hand">
        ${ticket ? html`<${TicketCard} ticket=${ticket} desk=${desk} choose=${() => setDialog("authorities")} />` : html`<${Idle} desk=${desk} />`}
        <${Alarms} desk=${desk} ask=${ask} />
        <${Troubles} desk=${desk} ticket=${ticket} />
        <p class="problem" role="alert">${problem}</p>
        <button id="next" class=${nextHere ? "big" : "big other"} disabled=${!nextEnabled} onClick=${() => act("next")}>
          ${t(desk.state === "serving" ? "finish_next" : "next")} <kbd>N</kbd>
        </button>
        <div class="actions">
          ${ACTIONS.map(
            (action) => html`<button id=${action.name} key=${action.name} disabled=${!enabled(action)} onClick=${() => act(action.name)}
              class=${!action.when.includes(desk.state) ? "other" : action.name === "start" ? "strong" : ""}>
              ${t(action.name)} <kbd>${action.key.toUpperCase()}</kbd>
            </button>`,
          )}
        </div>
        <div class="foot">
          <button class="quiet" id="more" disabled=${!ready} onClick=${() => setDialog("more")}>${t("more")} <kbd>M</kbd></button>
          <${UndoBar} desk=${desk} ready=${ready} undo=${() => ask(["undo", {}])} />
          ${desk.state === "paused" && html`<button class="strong" id="continue" disabled=${!ready} onClick=${() => ask(["continue_desk", {}])}>${t("continue")} <kbd>P</kbd></button>`}
          ${desk.state === "idle" && html`<button class="quiet" id="close" disabled=${!ready} onClick=${() => ask(["close_desk", {}])}>${t("close_desk")}</button>`}
        </div>
      </section>
      <${Hall} desk=${desk} ask=${ask} ready=${online && !busy} take=${(chosen) => setDialog(chosen.id)} reserve=${(chosen) => setDialog(RESERVE + chosen.id)} now=${tick.value} />
      <${Questions} key=${dialog} asked=${dialog} desk=${desk} ticket=${ticket} ask=${ask} show=${setDialog} close=${() => setDialog("")} />
    </main>
  `;
}

/** The dialog that is open: "transfer", "park", "reserve:" and a ticket's id, or its id alone to call it out of turn. */
function Questions({ asked, desk, ticket, ask, show, close }) {
  if (asked === "more") return html`<${More} desk=${desk} ticket=${ticket} ask=${ask} show=${show} close=${() => close()} />`;
  if (ticket && asked === "transfer") return html`<${Transfer} desk=${desk} ticket=${ticket} ask=${ask} close=${close} />`;
  if (ticket && asked === "park") {
    return html`<${ParkDialog} ticket=${ticket} usual=${REASONS.park} ask=${ask} close=${close} />`;
  }
  const kept = asked.startsWith(RESERVE) && link.value.view.value.tickets[asked.slice(RESERVE.length)];
  if (kept) return html`<${Reserve} desk=${desk} ticket=${kept} ask=${ask} close=${close} />`;
  const chosen = desk.state === "idle" && link.value.view.value.tickets[asked];
  if (!chosen) return html`<${Further} asked=${asked} desk=${desk} ticket=${ticket} ask=${ask} close=${close} />`;
  return html`<${Reason} title=${`${t("take_title")} ${chosen.number}`} hint=${t("take_reason")} usual=${REASONS.take} action=${t("take")}
    send=${(reason) => ask(["call_ticket", { ticket: chosen.id, reason }])} close=${close} />`;
}
