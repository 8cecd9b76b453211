// The configuration: its parts on the left, the fields of one part, a sketch of what follows from it, and what is wrong.

import { html, signal, useState } from "/static/ui.js";
import { post } from "/static/http.js";
import { language, named } from "/static/language.js";
import { DryRun } from "/static/dry_run.js";
import { Changes } from "./changes.js";
import { apply, check, draft, edit, form, load, notice, take } from "./draft.js";
import { PARTS, partName } from "./field_words.js";
import { Group, goTo, placeName } from "./form.js";
import { Preview } from "./preview.js";
import { t } from "./words.js";

const part = signal(PARTS[0][0]);

function fieldsOf(id) {
  const listed = new Set(PARTS.flatMap(([, , keys]) => keys));
  const keys = PARTS.find(([each]) => each === id)[2];
  return keys.length ? keys.map((key) => form.value.find((each) => each.name === key)).filter(Boolean) : form.value.filter((each) => !listed.has(each.name));
}

const partOf = (key) => (PARTS.find(([, , keys]) => keys.includes(key.split(/[.[]/)[0])) || PARTS[PARTS.length - 1])[0];

/** Of that day's services, also of those that the draft has no more. */
function nameOf(id) {
  const service = (draft.value.document.services || []).find((each) => each.id === id);
  return service ? named(service.name) : id;
}

export function Configuration() {
  if (!draft.value) return html`<section class="page"><p>${t("no_document")}</p><${Load} /></section>`;
  const broken = draft.value.problems.some((each) => !each.warning);
  const wrong = (id) => draft.value.problems.some((each) => !each.warning && partOf(each.key) === id);
  return html`<section class="page edit">
    <nav class="parts" aria-label=${t("parts")}>
      ${PARTS.map(
        (each) => html`<button key=${each[0]} class=${part.value === each[0] ? "chosen" : ""} aria-pressed=${part.value === each[0]} onClick=${() => (part.value = each[0])}>
          ${partName(each)}${wrong(each[0]) && html`<span class="dot" aria-label=${t("problems")}>!</span>`}</button>`,
      )}
      <${Load} />
    </nav>
    <div class="fields">
      <h1>${partName(PARTS.find(([id]) => id === part.value))}</h1>
      <${Group} key=${part.value} fields=${fieldsOf(part.value)} value=${draft.value.document} at="" draft=${draft.value} change=${edit} />
    </div>
    <aside class="beside">
      <${Apply} />
      ${broken && html`<${Problems} />`}
      <${Preview} document=${draft.value.document} />
      ${!broken && html`<${Problems} />`}
      <div class="card"><${DryRun} ask=${(day) => post("/api/dry-run/draft", { document: draft.value.document, day })}
        change=${draft.value.document} nameOf=${nameOf} usable=${draft.value.usable} /></div>
    </aside>
  </section>`;
}

function Apply() {
  const [busy, setBusy] = useState(false);
  const [note, setNote] = useState("");
  const { base, dirty, usable, changes } = draft.value;

  async function go(event) {
    event.preventDefault();
    setBusy(true);
    try {
      await apply(note);
      notice.value = t("applied");
      setNote("");
    } catch (refused) {
      if (refused.code === "unusable") await check();
      const said = refused.data && refused.data.message;
      notice.value = said ? said[language.value] || said.vi : t(refused.code) === refused.code ? t("no_server") : t(refused.code);
    }
    setBusy(false);
  }

  return html`<form class="card apply" onSubmit=${go}>
    <p><b>${t("version")} ${base ? base.number : "–"}</b>${base && html`<small> ${t("by")} ${base.by}</small>`}</p>
    <p class=${dirty ? "state dirty" : "state"}>${dirty ? t("changed") : t("unchanged")}</p>
    ${dirty && html`<${Changes} changes=${changes} most=${8} />`}
    <label>${t("apply_note")}<input name="note" maxlength="300" value=${note} onInput=${(event) => setNote(event.target.value)} /></label>
    <p class="row">
      <button class="strong" id="apply" disabled=${busy || !dirty || !usable}>${t("apply")}</button>
      <button type="button" disabled=${!dirty} onClick=${load}>${t("discard")}</button>
    </p>
    <p class="notice" role="status">${notice.value}</p>
  </form>`;
}

function Problems() {
  const { problems } = draft.value;
  const wrong = problems.filter((each) => !each.warning);
  const shown = wrong.length ? wrong : problems;
  return html`<div class="card problems">
    <h2>${wrong.length ? t("problems") : problems.length ? t("warnings") : t("sound")}</h2>
    <ul>${shown.slice(0, 12).map((each, index) => html`<li key=${index}><button type="button" class="quiet" onClick=${() => show(each.key)}><${Problem} problem=${each} /></button></li>`)}</ul>
  </div>`;
}

/** The part where it is, and in it the field. */
function show(at) {
  part.value = partOf(at);
  requestAnimationFrame(() => goTo(at));
}

/** A problem where it stands in a `file`, by its key; or in the fields, by their names. */
export function Problem({ problem, file }) {
  const said = (phrase) => phrase[language.value] || phrase.vi;
  const where = file ? html`<small>${problem.line > 0 && `${problem.file}, ${t("line")} ${problem.line} · `}</small><code>${problem.key || "–"}</code>` : html`<b>${placeName(draft.value.document, problem.key)}</b>`;
  return html`<span>${where}: ${t("found")} ${said(problem.found)}; ${t("expected")} ${said(problem.expected)}${problem.nearest && ` (${t("did_you_mean")} “${problem.nearest}”?)`}</span>`;
}

function Load() {
  const [problems, setProblems] = useState([]);
  const [failed, setFailed] = useState("");

  async function read(event) {
    const file = event.target.files[0];
    if (!file) return;
    setProblems([]);
    setFailed("");
    try {
      const found = await post("/api/admin/configuration/import", { text: await file.text(), name: file.name.slice(0, 120) });
      setProblems(found.problems.filter((each) => !each.warning));
      if (Object.keys(found.document).length) take(found);
      else setFailed(t("not_opened"));
    } catch (refused) {
      setFailed(t(refused.status === 413 ? "too_large" : refused.status ? "not_opened" : "no_server"));
    }
    event.target.value = "";
  }

  return html`<div class="load">
    <label class="button-like">${t("import")}<input type="file" accept=".yaml,.yml" onChange=${read} /></label>
    <p class="hint">${t("import_hint")}</p>
    ${draft.value && draft.value.base && html`<a class="button-like" href=${`/api/admin/configuration/versions/${draft.value.base.number}/file`} download>${t("export")}</a>`}
    <p class="problem" role="alert">${failed}</p>
    ${problems.length > 0 && html`<div role="alert"><ul class="wrong">${problems.slice(0, 8).map((each, index) => html`<li key=${index}><${Problem} problem=${each} file=${true} /></li>`)}</ul></div>`}
  </div>`;
}
