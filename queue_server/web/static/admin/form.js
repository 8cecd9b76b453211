// Draws the fields of a document, whatever they are, from the form that the server tells (catalogue/shape.py). It knows no
// field by name, except that some lists name services. What is typed stays text; the server judges it.

import { html, useEffect, useState } from "/static/ui.js";
import { language } from "/static/language.js";
import { Dates, DateMap, OneDate, Week } from "./days.js";
import { tongues } from "./draft.js";
import { fieldName } from "./field_words.js";
import { Late } from "./late.js";
import { t } from "./words.js";

/** Lists of services, and single values that name another part of the document. */
const OF_SERVICES = new Set(["services", "overflow", "legs", "offers"]);
const NAMED_BY = { organisation: "organisation_options", authority: "authorities" };

/** Lists that need not be begun from nothing: what is usual is put into them. */
const USUAL = {
  slip: ["centre", "rule", "heading", "service", "procedure", "number", "priority", "taken_at", "wait", "where", "papers", "decides", "rule", "follow", "listen", "hotline"].map((part) => ({ part })),
};

const said = (phrase) => phrase[language.value] || phrase.vi;
const inWords = (value) => value && (value[language.value] || value.vi || (typeof value === "string" && value));
const titleOf = (value) => (value && (inWords(value.name) || value.id || value.value || (value.part && (inWords(value.text) || optionName(value.part))))) || "…";

/** `at` is the path of the field in the catalogue's own writing (services[0].name): problems are found by it. */
export function Field({ field, value, at, draft, change }) {
  const { shape } = field;
  const whole = shape.kind !== "group" && !(shape.item && shape.item.kind === "group"); // nothing within tells its own problems
  const problems = draft.problems.filter((each) => each.key === at || (whole && (each.key.startsWith(`${at}.`) || each.key.startsWith(`${at}[`))));
  const hint = shape.kind === "text" || (shape.kind === "map" && shape.key.kind === "text") ? said(field.expected) : "";
  const tell = problems.map(
    (each) => html`<p class=${each.warning ? "hint warn" : "hint wrong"}>${t("expected")} ${said(each.expected)}${each.nearest && ` · ${t("did_you_mean")} “${each.nearest}”?`}</p>`,
  );
  const rest = { shape, value, at, draft, change, key: field.name, hint };
  const label = html`${fieldName(field.name)}${field.required && html`<i class="star" title=${t("required")}>*</i>`}`;
  const one = shape.kind === "text" || shape.kind === "choice" || shape.kind === "date";
  if (one) {
    return html`<div data-at=${at} class=${problems.some((each) => !each.warning) ? "field bad" : "field"}>
      <label>${label}<${Single} ...${rest} name=${field.name} /></label>
      ${tell}
    </div>`;
  }
  const open = shape.kind !== "list" || at.includes("[") || !shape.item || shape.item.kind !== "group";
  return html`<fieldset data-at=${at} class=${`field ${shape.kind} ${open ? "" : "top"} ${problems.some((each) => !each.warning) ? "bad" : ""}`}>
    <legend>${label}</legend>
    ${hint && html`<p class="hint">${hint}</p>`}
    <${Many} ...${rest} name=${field.name} />
    ${tell}
  </fieldset>`;
}

function Single({ shape, value, change, name, draft, hint }) {
  const named = draft.document[NAMED_BY[name]] || [];
  const options = named.length ? named.map((each) => each.id) : shape.kind === "choice" ? shape.options : null;
  if (options) {
    return html`<select value=${value || ""} onChange=${(event) => change(event.target.value)}>
      <option value="">${t("not_set")}</option>
      ${options.map((each, place) => html`<option key=${each} value=${each}>${named.length ? titleOf(named[place]) : optionName(each)}</option>`)}
      ${value && !options.includes(value) && html`<option value=${value}>${value}</option>`}
    </select>`;
  }
  if (shape.kind === "date") return html`<${OneDate} value=${value} change=${change} />`;
  return html`<input value=${value === undefined ? "" : value} placeholder=${shape.word ? `${hint}` : ""} title=${hint} onInput=${(event) => change(event.target.value)} />`;
}

export const optionName = (each) => ({ true: t("yes"), false: t("no") })[each] || (t(each) !== each ? t(each) : each);

function Many(props) {
  const { shape, value, name, draft, change } = props;
  if (shape.kind === "words") return html`<${Words} value=${value} draft=${draft} change=${change} name=${name} />`;
  if (shape.kind === "group") return html`<${Group} ...${props} fields=${shape.fields} />`;
  if (shape.kind === "week") return html`<${Week} value=${value} change=${change} />`;
  if (shape.kind === "map" && shape.key.kind === "date") return html`<${DateMap} value=${value} options=${shape.item.options} change=${change} />`;
  if (shape.kind === "map") return html`<${MapOf} value=${value || {}} change=${change} list=${shape.item && shape.item.kind === "list"} />`;
  if (OF_SERVICES.has(name) && shape.item.kind === "text") return html`<${Services} value=${value} draft=${draft} change=${change} word=${shape.word} />`;
  if (shape.item.kind === "choice") return html`<${Choices} value=${value} options=${shape.item.options} change=${change} word=${shape.word} />`;
  if (shape.item.kind === "date") return html`<${Dates} value=${value} change=${change} />`;
  if (name === "languages") return html`<${Languages} value=${value} change=${change} />`;
  if (shape.item.kind === "text") {
    const text = Array.isArray(value) ? value.join(", ") : value || "";
    return html`<${Late} of="textarea" aria-label=${fieldName(name)} rows=${Math.min(6, 1 + Math.ceil(text.length / 70))} text=${text}
      take=${(typed) => change(typed.split(/[,\n]/).map((each) => each.trim()).filter(Boolean))} />`;
  }
  return html`<${List} ...${props} value=${value || []} />`;
}

function Words({ value, draft, change, name }) {
  const words = typeof value === "string" ? { vi: value } : value || {};
  const codes = [...new Set(["vi", "en", ...(Array.isArray(draft.document.languages) ? draft.document.languages : []), ...Object.keys(words)])];
  return html`<div class="words">
    ${codes.map(
      (code) => html`<label key=${code}><span class="code">${code.toUpperCase()}</span>
        <input aria-label=${`${fieldName(name)} ${code}`} lang=${code} value=${words[code] || ""} onInput=${(event) => change(Object.assign({}, words, { [code]: event.target.value }))} /></label>`,
    )}
  </div>`;
}

export function Group({ fields, value, at, draft, change }) {
  return html`<div class="group">
    ${fields.map(
      (field) => html`<${Field} key=${field.name} field=${field} value=${(value || {})[field.name]} at=${at ? `${at}.${field.name}` : field.name} draft=${draft}
        change=${(next) => change(Object.assign({}, value, { [field.name]: next }))} />`,
    )}
  </div>`;
}

function List({ shape, value, at, draft, change, name }) {
  const group = shape.item.kind === "group";
  const put = (index, item) => change(value.map((each, place) => (place === index ? item : each)));
  const swap = (first, second) => change(value.map((each, place) => value[place === first ? second : place === second ? first : place]));
  const fresh = () => (group ? made({}) : { vi: "" });
  return html`<ol class="items">
      ${value.map(
        (item, index) => html`<${Item} key=${keyOf(item, index)} shape=${shape.item} item=${item} at=${`${at}[${index}]`} draft=${draft} name=${name}
          title=${group ? titleOf(item) : `${fieldName(name)} ${index + 1}`} change=${(next) => put(index, sameKey(item, next))}
          up=${index > 0 && (() => swap(index, index - 1))} down=${index < value.length - 1 && (() => swap(index, index + 1))}
          remove=${() => change(value.filter((_, place) => place !== index))} />`,
      )}
    </ol>
    <button type="button" class="add" onClick=${() => change([...value, fresh()])}>+ ${t("add")}</button>
    ${USUAL[name] && !value.length && html`<button type="button" class="usual" onClick=${() => change(USUAL[name])}>${t("from_usual")}</button>`}`;
}

/** Open while one works on it: when it is new, when something in it is wrong, or as the hands of whoever edits will have it. */
function Item({ shape, item, at, draft, name, title, change, up, down, remove }) {
  const wrong = draft.problems.some((each) => !each.warning && (each.key === at || each.key.startsWith(`${at}.`)));
  const [open, setOpen] = useState(wrong || FRESH.has(item) || shape.kind !== "group");
  useEffect(() => {
    if (wrong) setOpen(true);
  }, [wrong]);
  return html`<li><details open=${open} onToggle=${(event) => event.target === event.currentTarget && setOpen(event.currentTarget.open)}>
    <summary class=${wrong ? "wrong" : ""}><b>${title}</b>${item.id && title !== item.id && html`<small>${item.id}</small>`}</summary>
    <div class="inside">
      <${Many} shape=${shape} value=${item} at=${at} draft=${draft} name=${name} change=${change} />
      <p class="row">
        <button type="button" disabled=${!up} aria-label=${`${t("up")}: ${title}`} onClick=${up}>↑</button>
        <button type="button" disabled=${!down} aria-label=${`${t("down")}: ${title}`} onClick=${down}>↓</button>
        <button type="button" aria-label=${`${t("remove")}: ${title}`} onClick=${remove}>${t("remove")}</button>
      </p>
    </div>
  </details></li>`;
}

/** Items added here: opened at once, so that they can be filled in. */
const FRESH = new WeakSet();
const made = (item) => (FRESH.add(item), item);

/** Each item keeps one key while it is edited and moved, so that it stays open under the hands. */
const KEYS = new WeakMap();
let last = 0;
const keyOf = (item, index) => (typeof item !== "object" || item === null ? index : KEYS.get(item) || (KEYS.set(item, `item-${++last}`), KEYS.get(item)));
const sameKey = (item, next) => {
  if (typeof next === "object" && KEYS.has(item)) KEYS.set(next, KEYS.get(item));
  return next;
};

function Services({ value, draft, change, word }) {
  const chosen = Array.isArray(value) ? value : [];
  return html`<div class="chips">
    ${word && html`<label class="chip"><input type="checkbox" checked=${value === word || !chosen.length} onChange=${() => change(word)} />${t("other_word")}</label>`}
    ${(draft.document.services || []).map(
      (each) => html`<label class="chip" key=${each.id}><input type="checkbox" checked=${chosen.includes(each.id)}
        onChange=${(event) => change(event.target.checked ? [...chosen, each.id] : chosen.filter((id) => id !== each.id))} />${titleOf(each)}</label>`,
    )}
  </div>`;
}

/** In the order in which they were chosen: the first is that of screens. */
function Languages({ value, change }) {
  const chosen = Array.isArray(value) ? value : [];
  const names = Object.fromEntries(tongues.value.map((each) => [each.code, each.name]));
  const codes = [...new Set([...chosen, ...Object.keys(names)])];
  return html`<div class="chips">
    ${codes.map(
      (each) => html`<label class="chip" key=${each}><input type="checkbox" checked=${chosen.includes(each)}
        onChange=${(event) => change(event.target.checked ? [...chosen, each] : chosen.filter((one) => one !== each))} />${names[each] || each}</label>`,
    )}
  </div>`;
}

function Choices({ value, options, change, word }) {
  const chosen = Array.isArray(value) ? value : [];
  return html`<div class="chips">
    ${word && html`<label class="chip"><input type="checkbox" checked=${value === word} onChange=${(event) => change(event.target.checked ? word : [])} />${t("other_word")}</label>`}
    ${options.map(
      (each) => html`<label class="chip" key=${each}><input type="checkbox" checked=${chosen.includes(each)}
        onChange=${(event) => change(event.target.checked ? [...chosen, each] : chosen.filter((one) => one !== each))} />${optionName(each)}</label>`,
    )}
  </div>`;
}

function MapOf({ value, change, list }) {
  const rows = Object.entries(value);
  const text = (each) => (Array.isArray(each) ? each.join(", ") : each);
  const read = (typed) => (list ? typed.split(",").map((each) => each.trim()).filter(Boolean) : typed.trim());
  const set = (index, pair) => change(Object.fromEntries(rows.map((each, place) => (place === index ? pair : each))));
  return html`<ul class="pairs">
      ${rows.map(
        ([key, each], index) => html`<li key=${index}>
          <${Late} aria-label=${`${index + 1}`} text=${key} take=${(typed) => set(index, [typed.trim(), each])} />
          <${Late} aria-label=${`${index + 1} =`} text=${text(each)} take=${(typed) => set(index, [key, read(typed)])} />
          <button type="button" aria-label=${`${t("remove")} ${key}`} onClick=${() => change(Object.fromEntries(rows.filter((_, place) => place !== index)))}>×</button>
        </li>`,
      )}
    </ul>
    <button type="button" class="add" onClick=${() => change(Object.assign({}, value, { "": list ? [] : "" }))}>+ ${t("add")}</button>`;
}

const PATH = /[^.[\]]+/g;

/** Where a problem is, in the words of the page: "Lĩnh vực › Hộ tịch › Tên". */
export function placeName(document, at) {
  let value = document;
  return at.match(PATH).map((step) => {
    value = value && typeof value === "object" ? value[step] : undefined;
    return /^\d+$/.test(step) ? (value && typeof value === "object" && !Array.isArray(value) && titleOf(value) !== "…" ? titleOf(value) : String(Number(step) + 1)) : fieldName(step);
  }).join(" › ");
}

/** Opens what lies around the field of a problem, and puts the hands there. */
export function goTo(at) {
  const steps = at.split(/(?=[.[])/);
  while (steps.length) {
    const field = globalThis.document.querySelector(`[data-at="${CSS.escape(steps.join(""))}"]`);
    if (field) {
      for (let around = field.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
      field.scrollIntoView({ block: "center" });
      const input = field.querySelector("input, select, textarea, button");
      if (input) input.focus({ preventScroll: true });
      return;
    }
    steps.pop();
  }
}
