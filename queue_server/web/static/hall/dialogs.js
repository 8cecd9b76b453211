// The questions before an act: what exactly, and why. Every act goes to the server with its reason.

import { html, useState } from "/static/ui.js";
import { useModal } from "/static/modal.js";
import { link } from "/static/console/session.js";
import { post } from "/static/http.js";
import { named } from "/static/language.js";
import { DryRun } from "/static/dry_run.js";
import { MINUTE } from "./standing.js";
import { inAll, t } from "./words.js";

const WHY_CLOSED = ["why_system", "why_enough", "why_officer"];
const LASTING = [15, 30, 60, 120];

export function Dialog({ asked, close }) {
  const dialog = useModal();
  const [problem, setProblem] = useState("");

  /** `fields` of one request, or a list of them, which are carried out one after another. */
  async function ask(type, fields) {
    try {
      for (const each of [fields].flat()) {
        const answer = await link.value.ask(type, each);
        if (answer.type === "refused") return setProblem(named(answer.message));
      }
      close();
    } catch {
      setProblem(t("failed"));
    }
  }

  const Form = { line: Line, lines: AllLines, desk: Desk, notice: Notice, admission: Admission, undo: Undo }[asked.what];
  return html`
    <dialog ref=${dialog} class="card hall-dialog" onClose=${close} aria-labelledby="dialog-title">
      <${Form} asked=${asked} ask=${ask} />
      <p class="problem" role="alert">${problem}</p>
      <p class="ends"><button type="button" class="quiet" onClick=${close}>${t("back")}</button></p>
    </dialog>
  `;
}

/** One act with its own fields. `read` makes the request of the form's data. */
function Act({ title, hint, type, read, ask, children }) {
  const submit = (event) => {
    event.preventDefault();
    ask(type, read(new FormData(event.target)));
  };
  return html`<form class="act" id=${`act-${type}`} onSubmit=${submit}><h3>${title}</h3>${hint && html`<p>${hint}</p>`}${children}<button class="strong" aria-label=${`${t("do")}: ${title}`}>${t("do")}</button></form>`;
}

function Why() {
  return html`<label>${t("reason")}<input name="reason" maxlength="300" /></label>`;
}

function count(data, name) {
  const text = (data.get(name) || "").trim();
  return text === "" ? null : Number(text);
}

/** The sentence that kiosks show where no number is given any more. */
function WhyClosed({ words, choose }) {
  return html`<div class="choices">${WHY_CLOSED.map((key) => html`<button type="button" key=${key} aria-pressed=${words.vi === inAll(key).vi} onClick=${() => choose(inAll(key))}>${t(key)}</button>`)}</div>
    <label>${t("text_vi")}<input required maxlength="300" value=${words.vi} onInput=${(event) => choose({ vi: event.target.value })} /></label>`;
}

/** No more numbers today, or numbers again, for all services at once. */
function AllLines({ ask }) {
  const { centre, lines } = link.value.view.value;
  const [words, setWords] = useState(inAll(WHY_CLOSED[1]));
  const stopped = (service) => lines[service] && lines[service].reason === "service_closed";
  const [closed, open] = [true, false].map((wanted) => centre.services.map((each) => each.id).filter((each) => stopped(each) === wanted));
  return html`
    <h2 id="dialog-title">${t("all_lines")}</h2>
    ${open.length > 0 && html`<${Act} type="close_service" title=${t("close_all")} hint=${t("close_hint")} ask=${ask} read=${() => open.map((service) => ({ service, words }))}>
      <${WhyClosed} words=${words} choose=${setWords} /><//>`}
    ${closed.length > 0 && html`<${Act} type="open_service" title=${t("open_all")} ask=${ask} read=${(data) => closed.map((service) => ({ service, reason: data.get("reason") }))}><${Why} /><//>`}
  `;
}

function Line({ asked, ask }) {
  const { centre, desks, hall, lines } = link.value.view.value;
  const service = asked.service;
  const info = centre.services.find((each) => each.id === service);
  const closed = lines[service].reason === "service_closed";
  const open = centre.desks.filter((each) => desks[each.id] && desks[each.id].state !== "closed");
  const [words, setWords] = useState(inAll(WHY_CLOSED[0]));
  return html`
    <h2 id="dialog-title"><b class="letter">${info.prefix}</b> ${named(info.names)}</h2>
    ${closed
      ? html`<${Act} type="open_service" title=${t("open")} ask=${ask} read=${(data) => ({ service, reason: data.get("reason") })}><${Why} /><//>`
      : html`<${Act} type="close_service" title=${t("close")} hint=${t("close_hint")} ask=${ask} read=${() => ({ service, words })}>
          <${WhyClosed} words=${words} choose=${setWords} />
        <//>`}
    <${Act} type="set_quota" title=${t("quota")} hint=${t("quota_hint")} ask=${ask} read=${(data) => ({ service, quota: count(data, "quota"), reason: data.get("reason") })}>
      <label>${t("quota")}<input name="quota" type="number" min="0" max="100000" defaultValue=${hall.quotas[service]} /></label><${Why} />
    <//>
    <${Act} type="move_line" title=${t("move")} hint=${t("move_hint")} ask=${ask} read=${(data) => ({ service, desk: data.get("desk") || null, reason: data.get("reason") })}>
      <label>${t("desk")}<select name="desk"><option value="">${t("all_desks")}</option>${open.map((each) => html`<option key=${each.id} value=${each.id}>${each.id} · ${named(each.names)}</option>`)}</select></label><${Why} />
    <//>
  `;
}

function Desk({ asked, ask }) {
  const { centre } = link.value.view.value;
  const info = centre.desks.find((each) => each.id === asked.desk);
  const helps = info.overflow || [];
  const [change, setChange] = useState({}); // another whenever another service is chosen
  const chosen = (data) => {
    const those = (how) => centre.services.map((each) => each.id).filter((key) => data.get(key) === how);
    return { desk: asked.desk, services: those("serves"), overflow: those("helps") };
  };
  const read = (data) => Object.assign(chosen(data), { reason: data.get("reason") });
  const tryOn = (day) => post("/api/dry-run/desk", Object.assign(chosen(new FormData(document.getElementById("act-reassign_desk"))), { day }));
  const nameOf = (id) => named(centre.services.find((each) => each.id === id).names);
  return html`
    <h2 id="dialog-title">${t("desk")} ${info.id} · ${named(info.names)}</h2>
    <${Act} type="reassign_desk" title=${t("reassign")} hint=${t("reassign_hint")} ask=${ask} read=${read}>
      <div class="skills" onChange=${() => setChange({})}>${centre.services.map((each) => {
        const now = info.services.includes(each.id) ? "serves" : helps.includes(each.id) ? "helps" : "not";
        return html`<fieldset key=${each.id}><legend><b class="letter">${each.prefix}</b> ${named(each.names)}</legend>
          ${["serves", "helps", "not"].map((how) => html`<label key=${how}><input type="radio" name=${each.id} value=${how} defaultChecked=${now === how} />${t(how)}</label>`)}</fieldset>`;
      })}</div><${Why} />
    <//>
    <${DryRun} ask=${tryOn} change=${change} nameOf=${nameOf} />
    ${info.changed && html`<button class="quiet" onClick=${() => ask("reassign_desk", { desk: info.id })}>${t("as_planned")}</button>`}
  `;
}

function Notice({ ask }) {
  const read = (data) => {
    const words = { vi: data.get("vi").trim() };
    if (data.get("en").trim()) words.en = data.get("en").trim();
    const minutes = count(data, "until");
    return { words, until: minutes === null ? null : link.value.now() + minutes * MINUTE, urgent: data.get("urgent") !== null, aloud: data.get("aloud") !== null };
  };
  return html`
    <h2 id="dialog-title">${t("notice")}</h2>
    <${Act} type="post_notice" title=${t("post")} hint=${t("notice_hint")} ask=${ask} read=${read}>
      <label>${t("text_vi")}<input name="vi" required maxlength="300" /></label>
      <label>${t("text_en")}<input name="en" maxlength="300" lang="en" /></label>
      <label>${t("until")}<select name="until"><option value="">${t("end_of_day")}</option>${LASTING.map((each) => html`<option key=${each} value=${each}>${each} ${t("minutes")}</option>`)}</select></label>
      <label class="check"><input type="checkbox" name="urgent" /> ${t("urgent")}</label>
      <label class="check"><input type="checkbox" name="aloud" /> ${t("aloud")}</label>
    <//>
  `;
}

function Admission({ ask }) {
  const { cap } = link.value.view.value.hall;
  return html`
    <h2 id="dialog-title">${t("admission")}</h2>
    <${Act} type="set_admission" title=${t("admission")} hint=${t("admission_hint")} ask=${ask} read=${(data) => ({ cap: count(data, "cap"), reason: data.get("reason") })}>
      <label>${t("admission")}<input name="cap" type="number" min="0" max="100000" defaultValue=${cap === null ? "" : cap} /></label><${Why} />
    <//>
  `;
}

function Undo({ asked, ask }) {
  const [type, fields] = asked.asks;
  return html`
    <h2 id="dialog-title">${t("undo")}: ${t(asked.of.kind)}</h2>
    <${Act} type=${type} title=${t("undo")} ask=${ask} read=${(data) => Object.assign({ reason: data.get("reason") }, fields)}><${Why} /><//>
  `;
}
