// A kiosk's first page as it will be. Its words, tiles and their grid come from the kiosk's own rules (web/preview.py); how
// they are drawn is that of kiosk/screens/home.kv, in the same units.

import { html, render } from "/static/ui.js";
import { fit } from "/static/board/fit.js";
import { clock, date } from "/static/board/words.js";
import { Scaled } from "./scaled.js";
import { t } from "./preview_words.js";

export const SHAPES = { upright: [1080, 1920], across: [1920, 1080] };
const STYLES = ["/static/base.css", "/static/admin/preview.css"];

const Glyph = ({ of }) => html`<i class="glyph" aria-hidden="true">${of}</i>`;

function Tile({ tile }) {
  const quiet = ["no_desk", "not_today"].includes(tile.light);
  return html`<li class="tile">
    <div class="what"><${Glyph} of=${tile.glyph} /><b class="fit lines">${tile.name}</b></div>
    <div class=${`stands ${tile.light}`}><span class="light"></span><b>${tile.light_word}</b><span class="count">${quiet ? "" : tile.waiting}</span></div>
    <div class="waits"><span>${quiet ? tile.waiting : tile.wait}</span><b class="prefix">${tile.prefix}</b></div>
  </li>`;
}

function Home({ seen, language, shape }) {
  const { kiosk, centre, now } = seen;
  const [columns, rows, scale] = kiosk[shape];
  const { words, glyphs } = kiosk;
  const shown = kiosk.tiles.slice(0, columns * rows);
  const tools = html`<div class="tools">${kiosk.languages.length > 1 && kiosk.languages.map((each) => html`<span key=${each.language} class=${each.language === language ? "key chosen" : "key"}>${each.name}</span>`)}
    <span class="key wide"><${Glyph} of=${glyphs.modes} />${words.modes}</span></div>`;
  return html`<div class=${`home ${shape}`}>
    <header><b class="centre fit lines">${kiosk.centre}</b><div class="when"><b class="time">${clock(now, centre.timezone)}</b><span class="date">${date(now, centre.timezone, language)}</span></div>${shape === "across" && tools}</header>
    <div class="title"><div><h1 class="fit">${words.title}</h1><p class="fit">${words.hint}</p></div><span class="key strong"><${Glyph} of=${glyphs.look_up} /><span>${words.look_up}</span></span></div>
    <ul class="tiles" style=${{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`, gridTemplateRows: `repeat(${rows}, minmax(0, 1fr))`, "--scale": scale }}>${shown.map((each, place) => html`<${Tile} key=${place} tile=${each} />`)}</ul>
    ${kiosk.tiles.length > shown.length && html`<p class="pages">1 / ${Math.ceil(kiosk.tiles.length / shown.length)}</p>`}
    <div class="foot"><p><${Glyph} of=${glyphs.priority} />${words.priority}</p>${words.hotline && html`<p class="hotline"><${Glyph} of=${glyphs.hotline} />${words.hotline}</p>`}</div>
    ${shape === "upright" && tools}
  </div>`;
}

export function KioskPreview({ seen, language, shape, across }) {
  const [width, height] = SHAPES[shape];
  const draw = (place) => {
    render(html`<${Home} seen=${seen} language=${language} shape=${shape} />`, place);
    fit(place, { shape, unit: 1 });
    return () => render(null, place);
  };
  return html`<${Scaled} width=${width} height=${height} across=${across} styles=${STYLES} draw=${draw} on=${[seen, shape]} label=${t("kiosk")} />`;
}
