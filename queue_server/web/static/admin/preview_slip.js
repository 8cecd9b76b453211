// A slip as it will be: the lines that the kiosk gives its printer (kiosk/slip.py), set as hardware/printer/layout.py sets
// them on paper of 576 dots. Where lines break may differ by a word; the code is drawn by the printer alone.

import { html, render } from "/static/ui.js";
import { Scaled } from "./scaled.js";
import { t } from "./preview_words.js";

const DOTS = 576;
const STYLES = ["/static/base.css", "/static/admin/preview.css"];

const LINES = {
  TextLine: ({ text, size, bold, align }) => html`<p class=${`text ${size} ${align} ${bold ? "bold" : ""}`}>${text}</p>`,
  PairLine: ({ left, right, bold }) => html`<p class=${`pair ${bold ? "bold" : ""}`}><span>${left}</span><span>${right}</span></p>`,
  NumberLine: ({ number }) => html`<p class="number">${number}</p>`,
  QrLine: () => html`<p class="code">QR</p>`,
  RuleLine: () => html`<hr />`,
  SpaceLine: ({ dots }) => html`<div style=${{ height: `${dots}px` }}></div>`,
};

export function SlipPreview({ seen, across }) {
  const draw = (place) => {
    render(html`<div class="paper">${seen.slip.map((each, place) => html`<${LINES[each.line]} key=${place} ...${each} />`)}</div>`, place);
    return () => render(null, place);
  };
  return html`<${Scaled} width=${DOTS + 48} height=${0} across=${across} styles=${STYLES} draw=${draw} on=${[seen]} label=${t("slip")} />`;
}
