// "When is it my turn?": a number is typed, or the code of a slip scanned, and the ticket is shown. With the code of an
// appointment somebody is checked in.

import { html, useState } from "/static/ui.js";
import { link } from "/static/console/session.js";
import { moment } from "/static/console/bar.js";
import { language } from "/static/language.js";
import { t } from "./words.js";

const APPOINTMENT = /^LH-[A-Z0-9]{6,12}$/i;

/** The number of who has this appointment: the one they have, or a new one; or { said } where there is none today. */
async function checkIn(code) {
  const booked = await link.value.ask("find_appointment", { code });
  if (booked.type !== "appointment_found") return booked;
  if (booked.standing === "other_day") return { said: `${t("other_day")} ${moment(booked.at)}` };
  return link.value.ask("take_ticket", { service: booked.service, procedure: booked.procedure, appointment: booked.code });
}

export function Find({ show }) {
  const [problem, setProblem] = useState("");

  async function submit(event) {
    event.preventDefault();
    const field = event.target.elements.number;
    const ticket = field.value.trim().split("/").pop(); // a scanned slip is an address that ends in the ticket's id
    setProblem("");
    if (!ticket) return;
    try {
      const found = await (APPOINTMENT.test(ticket) ? checkIn(ticket) : link.value.ask("find_ticket", { ticket }));
      if (found.said) setProblem(found.said);
      else if (found.type === "refused") setProblem(found.message[language.value] || found.message.vi);
      else {
        show(found);
        field.value = "";
      }
    } catch {
      setProblem(t("no_answer"));
    }
  }

  return html`<form class="card find" onSubmit=${submit}>
    <label for="find-number">${t("find")}</label>
    <div><input id="find-number" name="number" autocomplete="off" maxlength="200" placeholder=${t("find_hint")} /><button disabled=${!link.value.state.value.online}>${t("find_button")}</button></div>
    <p class="problem" role="alert">${problem}</p>
  </form>`;
}
