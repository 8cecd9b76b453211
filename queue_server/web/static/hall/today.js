// How the day went: bars for numbers taken and called, a line for those who waited, by quarter of an hour.

import { html } from "/static/ui.js";
import { clock } from "/static/console/bar.js";
import { link } from "/static/console/session.js";
import { t } from "./words.js";

const WIDTH = 640;
const HEIGHT = 190;
const LEFT = 34;
const BOTTOM = 24;
const TOP = 8;
const QUARTERS = 4;

export function Today() {
  const { slots } = link.value.view.value.hall;
  return html`
    <section class="card today" aria-labelledby="today-title">
      <h2 id="today-title">${t("today")}</h2>
      ${slots.length ? html`<${Graph} slots=${slots} />` : html`<p>${t("no_graph")}</p>`}
    </section>
  `;
}

function Graph({ slots }) {
  const most = Math.max(4, ...slots.map((slot) => Math.max(slot.taken, slot.called, slot.waiting)));
  const step = (WIDTH - LEFT) / Math.max(slots.length, QUARTERS * 2);
  const x = (index) => LEFT + index * step;
  const y = (count) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - count / most);
  const floor = y(0);
  const line = slots.map((slot, index) => `${index ? "L" : "M"}${x(index) + step / 2} ${y(slot.waiting)}`).join("");
  const marks = [0, Math.round(most / 2), most];
  return html`
    <svg viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label=${t("graph")}>
      ${marks.map((mark) => html`<g key=${mark}><path class="grid" d=${`M${LEFT} ${y(mark)}H${WIDTH}`} /><text x=${LEFT - 6} y=${y(mark) + 4} text-anchor="end">${mark}</text></g>`)}
      ${slots.map((slot, index) => html`
        <g key=${slot.start}>
          <rect class="taken" x=${x(index) + step * 0.1} y=${y(slot.taken)} width=${step * 0.38} height=${floor - y(slot.taken)} />
          <rect class="called" x=${x(index) + step * 0.52} y=${y(slot.called)} width=${step * 0.38} height=${floor - y(slot.called)} />
          ${index % QUARTERS === 0 && html`<text x=${x(index)} y=${HEIGHT - 6}>${clock(slot.start)}</text>`}
        </g>`)}
      <path class="waiting" d=${line} />
    </svg>
    <p class="legend"><span class="taken">▮ ${t("came")}</span> <span class="called">▮ ${t("called")}</span> <span class="waiting">━ ${t("most_waiting")}</span></p>
  `;
}
