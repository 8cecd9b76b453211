// A screen of another size, drawn true to its own pixels and then made small. It lives in a shadow, so that the styles of a
// board or a kiosk and those of this page leave each other alone.

import { html, useEffect, useRef } from "/static/ui.js";

/** `width` × `height` are the screen's own pixels, `across` how many it has here; `styles` are addresses of style sheets;
 * `draw(place)` fills it and returns how to stop, if there is anything to stop. It is drawn anew when `on` changes. */
export function Scaled({ width, height, across, styles, draw, on, label }) {
  const host = useRef();
  useEffect(() => {
    const shadow = host.current.shadowRoot || host.current.attachShadow({ mode: "open" });
    const sheets = styles.map((href) => Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
    const place = Object.assign(document.createElement("div"), { id: "screen" });
    const ready = sheets.map((sheet) => new Promise((resolve) => (sheet.onload = sheet.onerror = resolve)));
    Object.assign(place.style, { width: `${width}px`, height: height ? `${height}px` : "", transform: `scale(${across / width})`, transformOrigin: "0 0" });
    shadow.replaceChildren(...sheets, place);
    let stop = () => undefined;
    let over = false;
    Promise.all([...ready, document.fonts.ready]).then(() => {
      if (over) return;
      stop = draw(place) || stop;
      // Paper is as long as what stands on it.
      if (!height) host.current.style.height = `${(place.offsetHeight * across) / width}px`;
    });
    return () => {
      over = true;
      stop();
    };
  }, [width, height, across, ...on]);
  const high = height ? `${(height * across) / width}px` : "";
  return html`<div class="scaled" role="img" aria-label=${label} ref=${host} style=${{ width: `${across}px`, height: high }}></div>`;
}
