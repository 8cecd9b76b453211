// The people: who they are, what they may, a new PIN, and the table of rights that roles stand for.

import { html, useEffect, useRef, useState } from "/static/ui.js";
import { get, post } from "/static/http.js";
import { t } from "./words.js";

const EMPLOYERS = ["civil_servant", "vertical_agency", "post", "volunteer"];

export function Officers() {
  const [people, setPeople] = useState(null);
  const [editing, setEditing] = useState(null);
  const [notice, setNotice] = useState("");
  const load = () => get("/api/admin/officers").then(setPeople);
  useEffect(() => {
    load();
  }, []);
  if (!people) return html`<section class="page"><h1>${t("officers")}</h1></section>`;

  async function save(path, body) {
    try {
      await post(path, body);
      setEditing(null);
      setNotice(t("saved"));
      await load();
    } catch (refused) {
      setNotice(t(refused.code) === refused.code ? (refused.status ? t("bad_request") : t("no_server")) : t(refused.code));
    }
  }
  const person = ({ display, employer, roles, disabled }) => ({ display, employer, roles, disabled });

  return html`<section class="page officers">
    <div class="head"><h1>${t("officers")}</h1><button class="strong" id="add" onClick=${() => setEditing({ fresh: true, name: "", display: "", employer: null, roles: ["officer"], disabled: false })}>+ ${t("add_officer")}</button></div>
    <p class="notice" role="status">${notice}</p>
    ${editing && html`<${Editor} key=${`${editing.name}${editing.pin_only}`} officer=${editing} roles=${Object.keys(people.rights)} save=${save} close=${() => setEditing(null)} />`}
    <div class="scroll" tabindex="0" role="region" aria-label=${t("officers")}><table class="list">
      <thead><tr><th>${t("name")}</th><th>${t("display")}</th><th>${t("employer")}</th><th>${t("roles")}</th><th>${t("state")}</th><td></td></tr></thead>
      <tbody>${people.officers.map(
        (each) => html`<tr key=${each.name} class=${each.disabled ? "off" : ""}>
          <th>${each.name}</th><td>${each.display}</td><td>${each.employer ? t(each.employer) : t("by_desk")}</td>
          <td>${each.roles.map((role) => html`<span class="tag" key=${role}>${t(`role_${role}`)}</span> `)}</td>
          <td>${each.disabled ? t("disabled") : t("active")}</td>
          <td><span class="row">
            <button aria-label=${`${t("edit")} ${each.name}`} onClick=${() => setEditing(each)}>${t("edit")}</button>
            <button aria-label=${`${t("new_pin")} ${each.name}`} onClick=${() => setEditing(Object.assign({ pin_only: true }, each))}>${t("new_pin")}</button>
            <button aria-label=${`${each.disabled ? t("enable") : t("disable")} ${each.name}`} onClick=${() => save(`/api/admin/officers/${each.name}`, person(Object.assign({}, each, { disabled: !each.disabled })))}>${each.disabled ? t("enable") : t("disable")}</button></span>
          </td></tr>`,
      )}</tbody>
    </table></div>
    <${Rights} rights=${people.rights} />
  </section>`;
}

function Editor({ officer, roles, save, close }) {
  const [person, setPerson] = useState(officer);
  const [pin, setPin] = useState("");
  const set = (change) => setPerson(Object.assign({}, person, change));
  const { fresh, pin_only } = officer;
  const form = useRef();
  // It opens above the table, which may be long: seen, and under the hands.
  useEffect(() => form.current.querySelector("input").focus(), []);

  function submit(event) {
    event.preventDefault();
    const { name, display, employer, disabled } = person;
    const body = { display, employer, roles: person.roles, disabled };
    if (pin_only) save(`/api/admin/officers/${name}/pin`, { pin });
    else if (fresh) save("/api/admin/officers", Object.assign({ name, pin }, body));
    else save(`/api/admin/officers/${name}`, body);
  }

  return html`<form class="card editor" ref=${form} onSubmit=${submit}>
    <h2>${fresh ? t("add_officer") : `${pin_only ? t("new_pin") : t("edit")}: ${officer.display}`}</h2>
    <div class="group">
      ${fresh && html`<label>${t("name")}<input name="name" required pattern="[a-z0-9][a-z0-9._\\-]*" title=${t("name_hint")} maxlength="40" autocapitalize="none" value=${person.name} onInput=${(event) => set({ name: event.target.value.toLowerCase() })} /><span class="hint">${t("name_hint")}</span></label>`}
      ${!pin_only && html`<label>${t("display")}<input name="display" required maxlength="120" value=${person.display} onInput=${(event) => set({ display: event.target.value })} /></label>
        <label>${t("employer")}<select name="employer" value=${person.employer || ""} onChange=${(event) => set({ employer: event.target.value || null })}>
          <option value="">${t("by_desk")}</option>${EMPLOYERS.map((each) => html`<option key=${each} value=${each}>${t(each)}</option>`)}</select></label>`}
      ${(fresh || pin_only) && html`<label>${t("pin")}<input name="pin" type="password" autocomplete="new-password" required maxlength="128" value=${pin} onInput=${(event) => setPin(event.target.value)} /><span class="hint">${t("pin_hint")}</span></label>`}
    </div>
    ${!pin_only && html`<fieldset class="field"><legend>${t("roles")}</legend><div class="chips">
      ${roles.map((role) => html`<label class="chip" key=${role}><input type="checkbox" name=${`role-${role}`} checked=${person.roles.includes(role)}
        onChange=${(event) => set({ roles: event.target.checked ? [...person.roles, role] : person.roles.filter((each) => each !== role) })} />${t(`role_${role}`)}</label>`)}
    </div></fieldset>`}
    <p class="row"><button class="strong">${t("save")}</button><button type="button" onClick=${close}>${t("cancel")}</button></p>
  </form>`;
}

function Rights({ rights }) {
  const all = [...new Set(Object.values(rights).flat())];
  return html`<h2>${t("rights")}</h2>
    <div class="scroll" tabindex="0" role="region" aria-label=${t("rights")}><table class="list rights">
      <thead><tr><td></td>${Object.keys(rights).map((role) => html`<th key=${role}>${t(`role_${role}`)}</th>`)}</tr></thead>
      <tbody>${all.map((right) => html`<tr key=${right}><th>${t(`right_${right}`)}</th>${Object.values(rights).map((has, index) => html`<td key=${index}>${has.includes(right) ? "✓" : html`<span class="unseen">–</span>`}</td>`)}</tr>`)}</tbody>
    </table></div>`;
}
