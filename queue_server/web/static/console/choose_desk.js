// Which desk to sit at. A desk that has an officer says who. The one that was sat at last on this PC is at hand: Enter is
// enough, and a desk's number may be typed.

import { html, useEffect, useState } from "/static/ui.js";
import { nameOf } from "/static/people.js";
import { useTyped } from "./digits.js";
import { useScanner } from "./scanner.js";
import { link } from "./session.js";
import { language, named, t } from "./words.js";

const LAST = "motcua-last-desk";

export function ChooseDesk() {
  const [problem, setProblem] = useState("");
  const { centre, desks, lines } = link.value.view.value;

  useScanner(() => undefined); // the Enter after a card opens no desk
  useTyped((typed) => Array.from(document.querySelectorAll(".desk")).find((each) => each.id.toUpperCase() === `DESK-${typed}`));
  useEffect(() => {
    const free = Array.from(document.querySelectorAll(".desk:enabled"));
    const first = free.find((each) => each.id === `desk-${localStorage.getItem(LAST)}`) || free[0];
    if (first) first.focus();
  }, []);

  async function open(desk) {
    setProblem("");
    try {
      const answer = await link.value.ask("open_desk", { desk });
      if (answer.type === "refused") setProblem(answer.message[language.value] || answer.message.vi);
      else localStorage.setItem(LAST, desk);
    } catch {
      setProblem(t("no_answer"));
    }
  }

  return html`
    <main class="choose">
      <h1>${t("choose_desk")}</h1>
      <p class="problem" role="alert">${problem}</p>
      ${centre.desks.every((info) => desks[info.id] && desks[info.id].officer) && html`<p role="status">${t("all_taken")}</p>`}
      <ul class="desks">
        ${centre.desks.map((info) => {
          const desk = desks[info.id] || {};
          const waiting = info.services.reduce((sum, id) => sum + (lines[id] ? lines[id].waiting : 0), 0);
          return html`<li key=${info.id}>
            <button id=${`desk-${info.id}`} class="card desk" disabled=${Boolean(desk.officer)} onClick=${() => open(info.id)}>
              <span class="desk-number figures">${info.id}</span>
              <span class="desk-name">${named(info.names)}
                <small>${desk.officer ? `${t("taken_by")} ${nameOf(desk.officer)}` : `${waiting} ${t("waiting_now")}`}</small></span>
            </button>
          </li>`;
        })}
      </ul>
    </main>
  `;
}
