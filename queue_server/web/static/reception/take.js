// What the citizen comes for, what is special about them, and where the slip is to be printed.

import { html, useRef, useState } from "/static/ui.js";
import { link } from "/static/console/session.js";
import { language, named } from "/static/language.js";
import { kiosks, printSlip } from "./printing.js";
import { t } from "./words.js";

const PLAIN = { procedure: null, priority: "", slow: false, dossiers: 1, language: "vi" };

export function Take({ show }) {
  const [service, setService] = useState(null);
  const [wish, setWish] = useState(PLAIN);
  const [wanted, setWanted] = useState(localStorage.getItem("motcua-reception-kiosk") || "");
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const pressed = useRef(false); // a second touch may come before the page is drawn again
  const { centre, lines } = link.value.view.value;
  const kiosk = kiosks().some((each) => each.id === wanted) ? wanted : ""; // one that is not there prints nothing
  const ready = link.value.state.value.online && !busy;
  const want = (change) => setWish({ ...wish, ...change });

  function choose(id) {
    setService(id);
    setWish(PLAIN);
    setProblem("");
  }

  function printAt(id) {
    localStorage.setItem("motcua-reception-kiosk", id);
    setWanted(id);
  }

  async function take() {
    if (pressed.current) return;
    pressed.current = true;
    setBusy(true);
    setProblem("");
    try {
      const taken = await link.value.ask("take_ticket", { service, ...wish });
      if (taken.type === "refused") setProblem(taken.message[language.value] || taken.message.vi);
      else {
        show(taken);
        setService(null);
        if (kiosk) await printSlip(taken.ticket.id, kiosk);
      }
    } catch {
      setProblem(t("no_answer"));
    }
    pressed.current = false;
    setBusy(false);
    requestAnimationFrame(() => stayNear(`service-${service}`));
  }

  return html`<section class="take">
    <ul class="services" aria-label=${t("services")}>
      ${centre.services.map((each) => {
        const line = lines[each.id];
        const shut = line && !line.issuing;
        return html`<li key=${each.id}><button id=${`service-${each.id}`} class="card" aria-pressed=${service === each.id} disabled=${!ready || shut} onClick=${() => choose(each.id)}>
          <b class="letter">${each.prefix}</b><span>${named(each.names)}<small class="figures">${shut ? t("not_issuing") : line ? `${line.waiting} ${t("waiting")} · ${line.desks_open ? `${line.low}–${line.high} ${t("minutes")}` : t("no_desk_open")}` : ""}</small></span>
        </button></li>`;
      })}
    </ul>
    ${service && html`<section class="card wish" aria-label=${t("details")}>
      <${Choice} title=${t("procedure")} chosen=${wish.procedure} pick=${(procedure) => want({ procedure })}
        options=${[[null, t("any_procedure")], ...centre.services.find((each) => each.id === service).procedures.map((each) => [each.id, named(each.names)])]} />
      ${centre.priorities.length > 0 && html`<${Choice} title=${t("priority")} chosen=${wish.priority} pick=${(priority) => want({ priority })}
        options=${[["", t("ordinary")], ...centre.priorities.map((each) => [each.id, named(each.names)])]} />`}
      <${Choice} title=${t("walks")} chosen=${wish.slow} pick=${(slow) => want({ slow })} options=${[[false, t("as_usual")], [true, t("slowly")]]} />
      <${Choice} title=${t("dossiers")} chosen=${wish.dossiers} pick=${(dossiers) => want({ dossiers })} options=${[1, 2, 3, 5, 10, 20].map((count) => [count, String(count)])} />
      ${centre.languages.length > 1 && html`<${Choice} title=${t("language")} chosen=${wish.language} pick=${(code) => want({ language: code })} options=${centre.languages.map((code) => [code, code.toUpperCase()])} />`}
    </section>`}
    <div class="card issue">
      <${Choice} title=${t("print_at")} chosen=${kiosk} pick=${printAt} options=${[["", t("no_paper")], ...kiosks().map((each) => [each.id, each.label])]} />
      <p class="problem" role="alert">${problem}</p>
      <button id="take" class="big" disabled=${!ready || !service} onClick=${take}>${t("take")}</button>
    </div>
  </section>`;
}

/** Hands on the keyboard are not left nowhere when the button that they pressed is spent. */
function stayNear(id) {
  const button = document.getElementById(id);
  if (button && document.activeElement === document.body) button.focus();
}

/** One of several, as buttons. */
function Choice({ title, options, chosen, pick }) {
  return html`<div class="choice" role="group" aria-label=${title}><h2>${title}</h2><p>${options.map(
    ([value, label]) => html`<button type="button" key=${value} aria-pressed=${chosen === value} onClick=${() => pick(value)}>${label}</button>`,
  )}</p></div>`;
}
