// The way of a ticket that leads to several services: what is done, where it is now, what comes later.

import { html } from "/static/ui.js";

const SAID = { done: ["Đã xong", "Done"], now: ["Bước này", "Now"], later: ["Sau đó", "Then"] };

export function Path({ path, place }) {
  return html`<ol class="path" aria-label="Các bước · Steps">
    ${path.map(
      ({ service, desks, state }, step) => html`<li key=${step} class=${state} aria-current=${state === "now" ? "step" : undefined}>
        <span class="mark figures" aria-hidden="true">${state === "done" ? "✓" : step + 1}</span>
        <span class="leg"><b>${service.vi}</b>${service.en && html`<span class="en">${service.en}</span>`}
          <small>${SAID[state][0]} · ${SAID[state][1]}${state !== "done" && desks.length > 0 && ` · ${place} ${desks.join(", ")}`}</small></span>
      </li>`,
    )}
  </ol>`;
}
