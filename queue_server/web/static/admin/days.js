// Fields of days: a date, a list of dates by year, dates that stand for weekdays, and the opening week day by day.

import { html, useState } from "/static/ui.js";
import { dayOf, language } from "/static/language.js";
import { Late } from "./late.js";
import { t } from "./words.js";

const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

const windows = (typed) => typed.split(/[,;]/).map((each) => each.trim()).filter(Boolean);

/** The days that a key of the week means ("mon-fri"), by their places; none where it is no such key. */
function covered(key) {
  const [first, last = first] = key.split("-").map((each) => WEEKDAYS.indexOf(each));
  return first < 0 || last < first ? [] : WEEKDAYS.map((_, place) => place).filter((place) => place >= first && place <= last);
}

/** Seven days of windows as the file has them: days that are alike and follow each other stand together. */
function together(days) {
  const week = {};
  for (let first = 0; first < days.length; ) {
    let last = first;
    while (last + 1 < days.length && days[last + 1].join() === days[first].join()) last += 1;
    if (days[first].length) week[first === last ? WEEKDAYS[first] : `${WEEKDAYS[first]}-${WEEKDAYS[last]}`] = days[first];
    first = last + 1;
  }
  return week;
}

export function Week({ value, change }) {
  const days = WEEKDAYS.map(() => []);
  const unknown = {};
  for (const [key, opening] of Object.entries(value || {})) {
    const places = covered(key);
    if (!places.length) unknown[key] = opening;
    for (const place of places) days[place] = Array.isArray(opening) ? opening : [];
  }
  const put = (place, typed) => change(Object.assign(together(days.map((each, index) => (index === place ? windows(typed) : each))), unknown));
  return html`<div class="week">
    ${WEEKDAYS.map((day, place) => html`<label key=${day}><span>${t(day)}</span>
      <${Late} class="figures" text=${days[place].join(", ")} placeholder=${t("closed_all_day")} take=${(typed) => put(place, typed)} /></label>`)}
  </div>`;
}

export const OneDate = ({ value, change, label }) => html`<input type="date" aria-label=${label} value=${value || ""} onChange=${(event) => change(event.target.value)} />`;

const shown = (day) => {
  const date = new Date(`${day}T00:00`);
  return Number.isNaN(date.getTime()) ? day : date.toLocaleDateString(language.value === "en" ? "en-GB" : "vi-VN", { weekday: "short", day: "2-digit", month: "2-digit" });
};

/** A list of dates, by year. What is no date is shown as it is, so that it can be taken out. */
export function Dates({ value, change }) {
  const [day, setDay] = useState("");
  const all = [...(Array.isArray(value) ? value : [])].sort();
  const years = [...new Set(all.map((each) => each.slice(0, 4)))];
  const add = () => {
    if (day && !all.includes(day)) change([...all, day].sort());
    setDay("");
  };
  return html`${years.map((year) => html`<div class="chips dates" key=${year}><b class="figures">${year}</b>
      ${all.filter((each) => each.slice(0, 4) === year).map((each) => html`<span class="chip" key=${each}>${shown(each)}
        <button type="button" class="quiet" aria-label=${`${t("remove")} ${dayOf(each)}`} onClick=${() => change(all.filter((other) => other !== each))}>×</button></span>`)}</div>`)}
    <p class="row one-more"><${OneDate} value=${day} change=${setDay} label=${t("another_day")} /><button type="button" class="add" disabled=${!day} onClick=${add}>+ ${t("add")}</button></p>`;
}

/** Dates that are worked as another weekday: one row each. */
export function DateMap({ value, options, change }) {
  const rows = Object.entries(value || {}).sort();
  const [day, setDay] = useState("");
  const weekday = (chosen, onChange, label) => html`<select aria-label=${label} value=${chosen} onChange=${onChange}>${options.map((each) => html`<option key=${each} value=${each}>${t(each)}</option>`)}</select>`;
  const add = () => {
    change(Object.assign({}, value, { [day]: options[0] }));
    setDay("");
  };
  return html`<ul class="pairs">
      ${rows.map(([date, as]) => html`<li key=${date}><b class="figures">${dayOf(date)}</b>
        ${weekday(as, (event) => change(Object.assign({}, value, { [date]: event.target.value })), `${dayOf(date)} ${t("worked_as")}`)}
        <button type="button" aria-label=${`${t("remove")} ${dayOf(date)}`} onClick=${() => change(Object.fromEntries(rows.filter(([each]) => each !== date)))}>×</button></li>`)}
    </ul>
    <p class="row one-more"><${OneDate} value=${day} change=${setDay} label=${t("another_day")} /><button type="button" class="add" disabled=${!day} onClick=${add}>+ ${t("add")}</button></p>`;
}
